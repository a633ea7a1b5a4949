"""From typing to dialling, without JavaScript and with it, in both languages."""

import pytest
from playwright.sync_api import expect

from conftest import follow

pytestmark = pytest.mark.browser

WORDS = {"ja": "ファイルが全部開けなくなった", "en": "my files will not open"}
START = {"ja": "/", "en": "/en/"}


@pytest.fixture(params=["ja", "en"])
def language(request):
    return request.param


@pytest.fixture
def typing(open_page, language, site):
    """A phone on the start page, with the search box in hand."""
    page = open_page(width=390)
    page.goto(START[language])
    page.box = page.locator("#search-words")
    page.box.click()
    return page


def wait_for_suggestions(page):
    page.wait_for_selector(".search-suggest__option")
    return page.locator(".search-suggest__option")


def test_words_lead_to_a_number_without_javascript(open_page, language, site):
    page = open_page(width=390, javascript=False)
    page.goto(START[language])
    page.locator("#search-words").fill(WORDS[language])
    follow(lambda: page.keyboard.press("Enter"), page)
    follow(page.locator(".result__title").first.click, page)
    assert page.url.endswith("/situations/ransomware/")
    expect(page.locator('main a[href^="tel:"]').first).to_be_visible()


def test_suggestions_come_while_typing(typing, language):
    typing.box.press_sequentially(WORDS[language])
    options = wait_for_suggestions(typing)
    assert 1 <= options.count() <= 6
    expect(typing.box).to_have_attribute("aria-expanded", "true")
    expect(typing.locator(".search-suggest [role=status]")).not_to_be_empty()


def test_the_arrow_keys_choose_and_enter_opens(typing, language):
    typing.box.fill(WORDS[language])  # at once, so that one list comes and stays
    wait_for_suggestions(typing)
    typing.keyboard.press("ArrowDown")
    chosen = typing.locator(f"#{typing.box.get_attribute('aria-activedescendant')}")
    expect(chosen).to_have_attribute("aria-selected", "true")
    typing.keyboard.press("Enter")
    typing.wait_for_url("**/situations/ransomware/")


def test_enter_without_a_choice_searches(typing, language):
    typing.box.fill(WORDS[language])
    wait_for_suggestions(typing)
    typing.keyboard.press("Enter")
    typing.wait_for_url("**/search/?q=*")


def test_escape_closes_the_list_and_keeps_the_words(typing, language):
    typing.box.fill(WORDS[language])
    wait_for_suggestions(typing)
    typing.keyboard.press("Escape")
    expect(typing.box).to_have_attribute("aria-expanded", "false")
    expect(typing.box).to_have_value(WORDS[language])


def test_a_closed_list_says_nothing_and_the_arrow_down_brings_it_back(typing, language):
    said = typing.locator(".search-suggest [role=status]")
    typing.box.fill(WORDS[language])
    wait_for_suggestions(typing)
    expect(said).not_to_be_empty()
    typing.keyboard.press("Escape")
    expect(said).to_be_empty()
    expect(typing.locator(".search-suggest__list")).to_be_hidden()

    typing.keyboard.press("ArrowDown")

    expect(typing.locator(".search-suggest__option").first).to_be_visible()
    expect(typing.box).to_have_attribute("aria-expanded", "true")
    expect(said).not_to_be_empty()
    typing.keyboard.press("ArrowDown")
    expect(typing.locator(".search-suggest__option").first).to_have_attribute("aria-selected", "true")


def test_a_suggestion_can_be_tapped(typing, language):
    typing.box.fill(WORDS[language])
    wait_for_suggestions(typing).first.click()
    typing.wait_for_url("**/situations/ransomware/")


def test_a_choice_of_place_goes_along(open_page, site):
    page = open_page(width=390)
    page.goto("/search/?area=JP-27")
    page.locator("#search-words").fill("ランサム")
    wait_for_suggestions(page).first.click()
    page.wait_for_url("**/situations/ransomware/?area=JP-27")


def test_nothing_scrolls_sideways(open_page, site):
    page = open_page(width=320)
    page.goto("/search/?q=ファイルが全部開けなくなってお金を払えと出ています")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
