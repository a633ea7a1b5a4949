import re

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def about(client, path="/about/"):
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/about/", "/en/about/"])
def test_it_has_the_parts_that_the_foot_of_every_page_leads_to(client, path):
    parts = re.findall(r'<section class="[^"]*" id="(\w+)"', about(client, path))

    assert parts == ["data", "accessibility", "operator", "privacy", "offline", "rights"]


def test_every_address_of_data_answers(client):
    call_command("seed", verbosity=0)
    part = re.search(r'id="data".*?</section>', about(client), re.DOTALL)[0]
    paths = [path.replace("&amp;", "&") for path in re.findall(r'<a href="(/[^"]+)"', part)]

    assert [path for path in paths if client.get(path).status_code != 200] == []
    assert {"/api/v1/document.json", "/api/v1/openapi.json", "/revisions/export.csv"} <= set(paths)


def test_an_operator_who_is_not_set_is_not_invented(client, settings):
    settings.OPERATOR_NAME = settings.OPERATOR_CONTACT = ""

    assert about(client).count("設定されていません") == 2


def test_the_operator_is_named(client, settings):
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "見本市 <情報課>", "desk@example.jp"
    page = about(client)

    assert "見本市 &lt;情報課&gt;" in page
    assert '<a href="mailto:desk@example.jp">desk@example.jp</a>' in page
    assert "設定されていません" not in page


@pytest.mark.parametrize("contact", ["javascript:alert(1)//@example.jp x", "電話 03-0000-0000", "//example.jp"])
def test_a_contact_in_plain_words_is_no_link(client, settings, contact):
    settings.OPERATOR_CONTACT = contact
    part = re.search(r'id="operator".*?</section>', about(client), re.DOTALL)[0]

    assert "<a " not in part


def test_it_is_the_same_for_everyone(client):
    response = client.get("/about/")

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
