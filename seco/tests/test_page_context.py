"""The language switch and the hreflang links of every page."""

import pytest
from django.test import RequestFactory, override_settings
from django.utils import translation

from seco.context import page


def alternates(path, language):
    with translation.override(language):
        return {item["code"]: item for item in page(RequestFactory().get(path))["alternates"]}


@pytest.mark.parametrize(
    ("path", "language", "other", "expected"),
    [
        ("/contacts/police-9110/", "ja", "en", "/en/contacts/police-9110/"),
        ("/en/contacts/police-9110/", "en", "ja", "/contacts/police-9110/"),
        ("/", "ja", "en", "/en/"),
        ("/en/", "en", "ja", "/"),
    ],
)
def test_it_leads_to_the_same_page_in_the_other_language(path, language, other, expected):
    assert alternates(path, language)[other]["url"] == expected


def test_it_keeps_what_was_searched_for_but_not_in_the_hreflang_address():
    english = alternates("/search/?q=188", "ja")["en"]
    assert english["url"] == "/en/search/?q=188"
    assert english["address"] == "/en/search/"


def test_it_marks_the_language_of_this_page():
    assert [code for code, item in alternates("/", "ja").items() if item["current"]] == ["ja"]


def test_an_unknown_page_leads_to_the_start_page_of_the_other_language():
    assert alternates("/no/such/page", "ja")["en"]["url"] == "/en/"


@override_settings(SITE_URL="https://seco.example.jp/")
def test_the_hreflang_address_is_absolute_when_the_site_knows_its_own():
    assert alternates("/contacts/", "ja")["en"]["address"] == "https://seco.example.jp/en/contacts/"
