"""The way to a telephone, as a frightened person walks it: a phone 390 px wide, no JavaScript, no cookie, both languages."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from conftest import follow

pytestmark = pytest.mark.browser

START = {"ja": "/", "en": "/en/"}


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def phone(open_page, language, site):
    """A phone on the start page; `requests` keeps every address it asked for."""
    page = open_page(width=390, javascript=False)
    page.requests = []
    page.on("request", lambda request: page.requests.append(request.url))
    page.goto(START[language])
    return page


def tap(page, selector):
    follow(page.locator(selector).first.click, page)


def test_three_taps_from_home_lead_to_a_call(phone):
    tap(phone, 'main a[href$="/situations/security-breach/"]')
    tap(phone, 'main a[href$="/situations/ransomware/"]')
    call = phone.locator('main a[href^="tel:0"]').first
    expect(call).to_be_visible()
    expect(call).to_have_attribute("href", "tel:0358051731")
    assert call.bounding_box()["height"] >= 44


@pytest.mark.parametrize(
    ("top", "leaf", "number"),
    [
        ("not-security", "consumer-trouble", "tel:188"),
        ("not-security", "human-rights", "tel:0570003110"),
        ("security-breach", "crime-possible", "tel:%239110"),
        ("security-breach", "data-leak", "tel:0364579849"),
    ],
)
def test_every_kind_of_number_is_three_taps_away(phone, top, leaf, number):
    tap(phone, f'main a[href$="/situations/{top}/"]')
    tap(phone, f'main a[href$="/situations/{leaf}/"]')
    expect(phone.locator(f'main a[href="{number}"]').first).to_be_attached()


def test_the_emergency_numbers_are_one_tap_away_everywhere(phone):
    for selector in ('a[href$="/situations/security-breach/"]', 'a[href$="/situations/phishing/"]'):
        expect(phone.locator('a[href="tel:110"]').first).to_be_visible()
        tap(phone, f"main {selector}")
    expect(phone.locator('a[href="tel:119"]').first).to_be_visible()


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("ファイルが開けなくなって身代金を要求された", "ransomware"),
        ("my files are encrypted and they want bitcoin", "ransomware"),
    ],
)
def test_from_typing_to_dialling(phone, words, slug):
    phone.locator('input[name="q"]').first.fill(words)
    follow(lambda: phone.keyboard.press("Enter"), phone)
    tap(phone, f'main a[href*="/situations/{slug}/"]')
    expect(phone.locator('main a[href^="tel:"]').first).to_be_visible()


def test_a_page_never_scrolls_sideways(phone, language, site):
    prefix = START[language]
    for path in ("", "situations/", "situations/ransomware/", "contacts/", "contacts/houterasu/", "playbooks/emotet/",
                 "roadmap/", "revisions/", "revisions/6/", "document/", "search/?q=188"):  # fmt: skip
        phone.goto(prefix + path)
        width = phone.locator("html").evaluate("html => html.scrollWidth")
        assert width <= 390, path


def test_nothing_is_asked_of_anybody_else_and_no_cookie_is_set(phone, site):
    tap(phone, 'main a[href$="/situations/security-breach/"]')
    tap(phone, 'main a[href$="/situations/ransomware/"]')
    assert {urlsplit(url).netloc for url in phone.requests} == {urlsplit(site.url).netloc}
    assert phone.context.cookies() == []


def test_the_language_switch_leads_to_the_same_page(phone, language):
    tap(phone, 'main a[href$="/situations/security-breach/"]')
    other = "en" if language == "ja" else "ja"
    tap(phone, f'header a[hreflang="{other}"]')
    assert urlsplit(phone.url).path == f"{START[other]}situations/security-breach/"
    expect(phone.locator("html")).to_have_attribute("lang", other)
