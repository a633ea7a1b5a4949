"""A situation on paper, as Chromium prints it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# The fullest pages: most desks, most choices, longest names.
SLUGS = [
    "fake-support-scam", "ransomware", "unauthorised-transfer", "business-email-compromise", "unauthorised-access",
    "security-breach", "unsure",
]  # fmt: skip


def sides_of(page):
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("reader", ["", "?area=JP-27&as=individual"])
def test_the_quick_list_takes_two_sides(open_page, site, language, reader):
    page = open_page(width=1280)
    page.goto(f"/{language}document/{reader}")
    assert sides_of(page) == 2


@pytest.mark.parametrize("language", ["", "en/"])
def test_no_situation_takes_more_than_two_sides(open_page, site, language):
    page = open_page(width=1280)
    sides = {}
    for slug in SLUGS:
        page.goto(f"/{language}situations/{slug}/")
        sides[slug] = sides_of(page)
    assert {slug: count for slug, count in sides.items() if not 1 <= count <= 2} == {}


def test_paper_has_hours_and_no_state_of_the_moment(open_page, site):
    page = open_page(width=1280)
    page.goto("/situations/fake-support-scam/")
    expect(page.locator(".desk-card__hours").first).to_be_hidden()

    page.emulate_media(media="print")

    expect(page.locator(".desk-card__hours").first).to_be_visible()
    expect(page.locator(".desk-card__hours").first).to_contain_text("受付: 月〜金")
    for part in (".open-state", ".notice[data-moment]", ".call-sheet__more"):
        expect(page.locator(f"{part}:visible")).to_have_count(0)
    expect(page.locator(".call-sheet__list li.print-only").first).to_be_visible()
