import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def verdict(page):
    page.locator("[data-verify] button").click()
    expect(page.locator("[data-results] li").nth(5)).to_be_visible()
    expect(page.locator("[data-verify] button")).to_be_enabled()
    return page.locator("[data-verdict]").inner_text()


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_browser_finds_an_honest_history_whole(open_page, language):
    page = open_page()
    page.goto(f"{language}/revisions/verify/")
    said = verdict(page)
    assert said == page.locator("[data-verify]").get_attribute("data-right")
    expect(page.locator(".proof-line--wrong")).to_have_count(0)


def changed(route, old, new):
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(old, new, 1))


@pytest.mark.parametrize(
    "address, old, new, message",
    [
        ("**/6/document.json", "110", "111", "digest"),
        ("**/checkpoints.json", "2020-07-22", "2020-07-23", "seal"),
        ("**/checkpoints.json", '"number": 3', '"number": 33', "missing"),
    ],
)
def test_the_browser_finds_what_was_changed(open_page, address, old, new, message):
    page = open_page(service_workers="block")
    page.route(address, lambda route: changed(route, old, new))
    page.goto("/revisions/verify/")
    panel = page.locator("[data-verify]")
    assert verdict(page) == panel.get_attribute("data-wrong")
    assert panel.get_attribute(f"data-{message}") in page.locator(".proof-line--wrong").first.inner_text()


def test_data_that_do_not_come_are_said(open_page):
    page = open_page(service_workers="block")
    page.route("**/checkpoints.json", lambda route: route.abort())
    page.goto("/revisions/verify/")
    page.locator("[data-verify] button").click()
    expect(page.locator("[data-verdict]")).to_contain_text(
        page.locator("[data-verify]").get_attribute("data-unreachable")
    )


def test_without_javascript_the_way_by_hand_is_there_and_no_dead_button(open_page):
    page = open_page(javascript=False)
    page.goto("/revisions/verify/")
    expect(page.locator("[data-verify] button")).to_be_hidden()
    assert "sha256sum" in page.inner_text("main")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", "6/", "6/document/", "compare/", "verify/", "items/contacts/police-110/"])
def test_no_page_scrolls_sideways(open_page, path, width):
    page = open_page(width=width)
    page.goto(f"/revisions/{path}")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
