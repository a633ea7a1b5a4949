"""Public answers are the same for everyone: no cookie, no Vary on the reader, and a policy of 'self' and 'none'."""

import re

import pytest

from seco.security import PUBLIC_POLICY

PUBLIC = ["/", "/en/", "/no-such-page/", "/en/no-such-page/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_it_sets_no_cookie_and_varies_on_nothing_of_the_reader(client, path):
    response = client.get(path, headers={"accept-language": "de"})

    assert not response.cookies
    assert not re.search("cookie|accept-language", response.headers.get("Vary", ""), re.IGNORECASE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path, language", [("/", "ja"), ("/en/", "en"), ("/no-such-page/", "ja"), ("/en/no-such-page/", "en")]
)
def test_the_language_is_in_the_address_alone(client, path, language):
    client.cookies["django_language"] = "fr"

    response = client.get(path, headers={"accept-language": "fr, en;q=0.5"})

    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC, "/admin/login/"])
def test_nothing_comes_from_elsewhere_or_runs_inline(client, path):
    response = client.get(path)

    assert response.headers["Content-Security-Policy"] == PUBLIC_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_the_policy_has_no_word_but_self_and_none():
    values = {value for directive in PUBLIC_POLICY.split("; ") for value in directive.split()[1:]}

    assert values == {"'self'", "'none'"}


@pytest.mark.django_db
def test_the_admin_keeps_its_cookies(client):
    response = client.get("/admin/login/")

    assert response.status_code == 200
    assert "csrftoken" in response.cookies


@pytest.mark.django_db
def test_strict_transport_is_asked_for_over_https_only(client, settings):
    settings.SECURE_HSTS_SECONDS = 60

    assert "Strict-Transport-Security" not in client.get("/no-such-page/").headers
    assert client.get("/no-such-page/", secure=True).headers["Strict-Transport-Security"] == "max-age=60"
