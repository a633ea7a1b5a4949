import json
from functools import partial

import pytest
from playwright.sync_api import Route, expect

from revisions import seals

pytestmark = pytest.mark.browser


def verdict(page):
    """What the page says once it has looked at everything."""
    panel = page.locator("[data-verify]")
    panel.locator("button").click()
    said = panel.locator("[data-verdict]")
    expect(said).not_to_have_text("")
    expect(said).not_to_have_text(panel.get_attribute("data-checking"))
    expect(panel.locator("button")).to_be_enabled()
    return said.inner_text()


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


# Chains forged with care: digests and seals are made anew, as somebody with a database console can.


RELEASE_TWO = """
import django, json, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seco.settings")
django.setup()
from revisions import verifying
from revisions.models import Revision
from revisions.releases import publish_revision
for number in (7, 8):
    publish_revision(note={"ja": f"第{number}の改版", "en": f"Revision {number}"})
documents = {one.number: one.document for one in Revision.objects.exclude(document="")}
print(json.dumps([verifying.checkpoints(lambda one: f"/revisions/{one.number}/document.json"), documents]))
"""


@pytest.fixture(scope="module")
def eight(start_site):
    """A site with eight revisions, the documents of the last three kept; its published data, to be forged."""
    site = start_site()
    data, documents = json.loads(site.python(RELEASE_TWO))
    return site.url, data, {int(number): text for number, text in documents.items()}


def show(open_page, eight, forge):
    """The page after it has checked what `forge(revisions, documents)` made of the data."""
    url, data, documents = eight
    data, documents = json.loads(json.dumps(data)), dict(documents)
    forge(data["revisions"], documents)
    page = open_page(base_url=url, service_workers="block")
    page.route("**/checkpoints.json", lambda route: route.fulfill(json=data))
    for number, text in documents.items():
        page.route(f"**/{number}/document.json", partial(Route.fulfill, body=text))
    page.goto("/revisions/verify/")
    return page, verdict(page)


def assert_wrong(page, said, number, message):
    panel = page.locator("[data-verify]")
    assert said == panel.get_attribute("data-wrong")
    first = page.locator(".proof-line--wrong").first
    expect(first).to_contain_text(panel.get_attribute("data-revision").replace("0", str(number)))
    expect(first).to_contain_text(panel.get_attribute(f"data-{message}"))


def sealed_anew(revisions):
    """Make chain and seals fit what stands in the entries."""
    before = {"digest": "", "seal": ""}
    for one in revisions:
        one["previous_digest"] = before["digest"]
        entry = {name: value for name, value in one.items() if name not in ("seal", "record_seal", "document")}
        one["seal"] = seals.seal(entry, before["seal"])
        before = one


def test_eight_honest_revisions_are_whole(open_page, eight):
    page, said = show(open_page, eight, lambda revisions, documents: sealed_anew(revisions))
    assert said == page.locator("[data-verify]").get_attribute("data-right")
    expect(page.locator(".proof-line")).to_have_count(8)


def test_a_changed_document_with_its_digest_and_all_seals_made_anew(open_page, eight):
    def forge(revisions, documents):
        documents[7] = documents[7].replace("110", "111", 1)
        revisions[6]["digest"] = seals.digest(documents[7])
        sealed_anew(revisions)

    assert_wrong(*show(open_page, eight, forge), 8, "list")


def test_note_and_date_of_a_lost_revision_changed_and_sealed_anew(open_page, eight):
    def forge(revisions, documents):
        revisions[4] |= {"note": {"ja": "別の内容", "en": "Another note"}, "released_on": "2020-07-01"}
        sealed_anew(revisions)

    assert_wrong(*show(open_page, eight, forge), 6, "list")


def test_a_document_taken_away_with_its_digest_kept(open_page, eight):
    def forge(revisions, documents):
        revisions[6]["document"] = None

    assert_wrong(*show(open_page, eight, forge), 7, "gone")


def test_digests_of_documents_from_before_the_first_kept_one_are_right(open_page, eight):
    def forge(revisions, documents):
        revisions[5]["document"] = revisions[6]["document"] = None

    page, said = show(open_page, eight, forge)
    assert said == page.locator("[data-verify]").get_attribute("data-right")


def test_no_revision_at_all_is_not_called_right(open_page, eight):
    page, said = show(open_page, eight, lambda revisions, documents: revisions.clear())
    assert said == page.locator("[data-verify]").get_attribute("data-empty")


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
