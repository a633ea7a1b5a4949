import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"]


@pytest.fixture
def strict():
    """A browser that has no token of ours."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "path, language, said",
    [
        ("/", "ja", "ここへは送れません"),
        ("/en/contacts/", "en", "Nothing can be sent here"),
        ("/health/live", "ja", "110"),
    ],
)
def test_what_is_sent_to_a_page_is_refused_with_the_numbers_that_help(strict, method, path, language, said):
    response = strict.generic(method, path, "q=x")
    text = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert f'<html lang="{language}"' in text
    assert all(part in text for part in (said, 'href="tel:110"', 'href="tel:%239110"'))
    assert not response.cookies


@pytest.mark.parametrize("method", METHODS)
def test_what_is_sent_to_the_data_is_refused_as_data(strict, method):
    response = strict.generic(method, "/api/v1/search.json?q=x", "")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert list(response.json()) == ["error"]


def test_the_editors_desk_still_takes_forms(strict):
    response = strict.post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403  # no token: its own page says so
    assert "このフォームは受け付けられません" in response.content.decode()
    assert "tel:110" in response.content.decode()


def test_a_page_that_an_editor_may_not_see_says_so(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    response = client.get("/en/admin/contacts/contact/")
    assert response.status_code == 403
    assert "You do not have permission for this" in response.content.decode()
