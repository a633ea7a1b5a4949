"""Chromium: one visit, then the plug is pulled. The list is still there, and does not pretend to be of now."""

import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from conftest import ROOT, follow, free_port, wait_until_ready

pytestmark = pytest.mark.browser

WALKS = [("ja", ""), ("en", "/en")]
STATE = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
  active.postMessage({ ask: "state" }, [port2]);
  const { stored, total } = await answer;
  return stored === total;
}"""
PATHS = """async () => {
  const requests = await (await caches.open("seco-store-1")).keys();
  return requests.map(({ url }) => url.replace(location.origin, ""));
}"""
HAS_STORED = """async ([path, words]) => {
  const page = await (await caches.open("seco-store-1")).match(path);
  return Boolean(page) && (await page.text()).includes(words);
}"""


class Server:
    """A server of a site's own database, at an address of its own, that can really be stopped, and started again."""

    def __init__(self, site, log):
        self.site, self.log, self.process = site, log, None
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        if self.process is None:
            environ = self.site.environ | {"PORT": str(self.port)}
            command = [sys.executable, "-m", "gunicorn", "seco.wsgi"]
            log = self.log.open("wb")
            self.process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
            wait_until_ready(self.url, self.process, self.log)
        return self

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None


@pytest.fixture(scope="module")
def its_server(site, tmp_path_factory):
    found = Server(site, tmp_path_factory.mktemp("server") / "server.log").start()
    yield found
    found.stop()


@pytest.fixture(scope="module")
def stored(chromium, its_server):
    """A phone that has opened the start page once, and stored the list."""
    context = chromium.new_context(
        base_url=its_server.url, viewport={"width": 390, "height": 844}, locale="ja-JP", timezone_id="Asia/Tokyo"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/")
    wait_until(page, STATE)
    page.close()
    yield context
    context.close()


@pytest.fixture
def server(its_server):
    """The server of the phone, running."""
    return its_server.start()


@pytest.fixture
def no_server(its_server):
    its_server.stop()


@pytest.fixture
def phone(stored):
    page = stored.new_page()
    yield page
    page.close()


def wait_until(page, question, argument=None):
    """Ask the page until it says yes: how long storing takes is not for a test to know."""
    give_up = time.monotonic() + 120
    while not page.evaluate(question, argument):
        assert time.monotonic() < give_up, question
        page.wait_for_timeout(300)


def line_of(page):
    return page.locator(".stored-copy")


def see(page, path):
    follow(page.locator(f'main a[href="{path}"]:visible').first.click, page)


@pytest.mark.parametrize("language, prefix", WALKS)
def test_without_a_server_the_way_leads_from_home_to_a_number(phone, no_server, language, prefix):
    phone.goto(f"{prefix}/")
    see(phone, f"{prefix}/situations/security-breach/")
    see(phone, f"{prefix}/situations/ransomware/")
    see(phone, f"{prefix}/contacts/mpd-cyber/")

    expect(phone.locator("html")).to_have_attribute("lang", language)
    expect(phone.locator("main a[href='tel:0358051731'], main a[href='tel:+81358051731']").first).to_be_visible()


@pytest.mark.parametrize("language, prefix", WALKS)
def test_without_a_server_a_playbook_is_at_hand(phone, no_server, language, prefix):
    phone.goto(f"{prefix}/situations/ransomware/")
    see(phone, f"{prefix}/playbooks/ransomware/")

    expect(phone.locator("h1")).to_be_visible()
    expect(line_of(phone)).to_be_visible()


def test_a_page_from_the_server_has_no_such_line(phone, server):
    phone.goto("/contacts/mpd-cyber/")

    expect(line_of(phone)).to_have_count(0)


def test_a_stored_page_says_from_when_it_is(phone, no_server):
    phone.goto("/contacts/mpd-cyber/")
    year = phone.evaluate("new Date().getFullYear()")

    expect(line_of(phone)).to_contain_text(f"{year}年")


def test_a_stored_state_is_said_to_be_of_then(phone, no_server):
    phone.goto("/contacts/")

    states = phone.locator(".open-state__word")
    expect(states).not_to_have_count(0)
    expect(phone.locator(".open-state__then")).to_have_count(states.count())


def test_a_stored_page_has_its_styles_and_fits_the_phone(phone, no_server):
    phone.goto("/situations/ransomware/")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.evaluate("getComputedStyle(document.querySelector('.emergency-line__call')).fontWeight") == "700"


def test_a_choice_of_place_is_said_to_be_dropped(phone, no_server):
    phone.goto("/situations/ransomware/?area=JP-27")

    expect(phone.locator(".stored-copy__query")).to_be_visible()


@pytest.mark.parametrize(
    "prefix, said", [("", "結果を見るには、接続が必要です。"), ("/en", "You need a connection to see it.")]
)
def test_the_self_check_says_that_its_result_needs_the_line(phone, no_server, prefix, said):
    phone.goto(f"{prefix}/roadmap/self-check/")
    expect(phone.get_by_text(said)).to_be_visible()
    phone.locator(".check-form input[value=yes]").first.check()
    follow(phone.locator(".check-form [type=submit]").click, phone)

    expect(line_of(phone)).to_be_visible()
    expect(phone.get_by_text(said)).to_be_visible()


def test_with_a_server_the_self_check_says_nothing_of_the_kind(phone, server):
    phone.goto("/roadmap/self-check/")

    expect(phone.get_by_text("結果を見るには、接続が必要です。")).to_be_hidden()


def test_a_page_that_is_not_stored_leads_to_those_that_are(phone, no_server):
    phone.goto("/no-such-page/")

    expect(phone.locator("h1")).to_have_text("つながらないとき")
    expect(phone.locator('main a[href="/situations/security-breach/"]')).to_be_visible()


@pytest.mark.parametrize(
    "address, found",
    [
        ("/search/?q=警告画面が出て電話番号が書いてある", "/situations/fake-support-scam/"),
        ("/search/?q=ランサムウェア", "/situations/ransomware/"),
        ("/search/?q=03-5805-1731", "/contacts/mpd-cyber/"),
        ("/en/search/?q=my files will not open", "/en/situations/ransomware/"),
    ],
)
def test_the_search_without_a_server_looks_through_what_is_stored(phone, no_server, address, found):
    phone.goto(address)
    phone.locator("#stored-search li").first.wait_for()

    expect(phone.locator("#stored-search li a").first).to_have_attribute("href", found)


def test_a_search_that_finds_nothing_says_so(phone, no_server):
    phone.goto("/search/?q=xqzwvk")

    phone.locator(".stored-search__none").wait_for()
    expect(phone.locator("#stored-search li")).to_have_count(0)


@pytest.mark.parametrize("address", ["/admin/", "/en/admin/", "/health/live", "/revisions/export.csv"])
def test_editors_health_and_exports_are_never_answered_from_the_store(phone, no_server, address):
    from playwright.sync_api import Error

    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        phone.goto(address)


def test_what_a_reader_asked_is_not_written_down(phone, server):
    phone.goto("/search/?q=秘密")
    phone.goto("/contacts/?q=秘密")
    phone.goto("/situations/ransomware/?area=JP-27")

    stored = phone.evaluate(PATHS)
    assert [path for path in stored if "?" in path or "admin" in path] == []
    assert phone.context.cookies() == []


# --- The server answers, but not well -----------------------------------------------------------------------------------


class Unwell(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503)
        self.end_headers()
        self.wfile.write(b"<h1>unwell</h1>")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def unwell(its_server, no_server):
    """In the place of the stopped server stands one that answers everything with an error."""
    found = ThreadingHTTPServer(("127.0.0.1", its_server.port), Unwell)
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield
    found.shutdown()
    thread.join()
    found.server_close()


def test_a_server_in_trouble_is_no_reason_to_go_without(phone, unwell):
    phone.goto("/contacts/mpd-cyber/")

    expect(line_of(phone)).to_be_visible()


def test_a_page_that_is_not_stored_shows_what_the_server_says(phone, unwell):
    phone.goto("/no-such-page/")

    expect(phone.locator("h1")).to_have_text("unwell")


def test_a_server_that_never_answers_is_not_waited_for(phone, its_server, no_server):
    with socket.create_server(("127.0.0.1", its_server.port)):
        phone.goto("/contacts/mpd-cyber/")

    expect(line_of(phone)).to_be_visible()


# --- Changes ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def changing(start_site, tmp_path):
    found = Server(start_site(), tmp_path / "server.log").start()
    yield found
    found.stop()


def edit(page, slug, name):
    """An editor changes the name of a desk, by the admin's own forms."""
    page.goto("/admin/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", "correct horse battery")
    follow(lambda: page.click("[type=submit]"), page)
    page.goto(f"/admin/contacts/contact/?q={slug}")
    follow(lambda: page.click("#result_list tbody th a"), page)
    page.fill("[name=name_ja]", name)
    page.fill("[name=change_reason]", "名称が変わったため")
    follow(lambda: page.click("[name=_save]"), page)


def test_an_edit_is_seen_at_once_and_then_stored(open_page, changing):
    reader, editor = (open_page(base_url=changing.url) for _ in range(2))
    reader.goto("/")
    wait_until(reader, STATE)
    edit(editor, "mpd-cyber", "名前の変わった窓口")

    reader.goto("/contacts/mpd-cyber/")
    expect(reader.locator("h1")).to_have_text("名前の変わった窓口")
    expect(line_of(reader)).to_have_count(0)

    # The directory was not opened: the new worker fetches it by itself.
    wanted = ["/contacts/", "名前の変わった窓口"]
    wait_until(reader, HAS_STORED, wanted)
    changing.stop()
    reader.goto("/contacts/")
    expect(reader.locator("main")).to_contain_text("名前の変わった窓口")


# --- The reader decides -------------------------------------------------------------------------------------------------


def test_with_data_to_be_saved_only_the_first_pages_are_stored(open_page, server):
    page = open_page(base_url=server.url)
    page.context.new_cdp_session(page).send("Emulation.setDataSaverOverride", {"dataSaverEnabled": True})
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(2000)
    stored = page.evaluate(PATHS)

    assert {"/", "/document/", "/en/document/", "/offline/"} <= set(stored)
    assert "/contacts/mpd-cyber/" not in stored


def test_the_reader_can_remove_what_is_stored_and_it_stays_removed(open_page, server):
    page = open_page(base_url=server.url)
    page.goto("/offline/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.click('[data-do="remove"]')
    page.locator(".stored-state__removed").wait_for()
    page.goto("/situations/")
    page.wait_for_timeout(2000)

    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_the_offline_page_shows_how_much_is_stored(phone, server):
    phone.goto("/offline/")
    phone.locator(".stored-state__count").wait_for()
    stored, total = phone.locator(".stored-state__count strong").inner_text().split(" / ")

    assert stored == total != "0"


def test_without_javascript_nothing_is_stored_and_everything_works(open_page, server):
    page = open_page(base_url=server.url, javascript=False)
    page.goto("/")
    see(page, "/situations/security-breach/")
    page.goto("/offline/")

    assert page.locator("noscript").inner_text() != ""
    expect(page.locator('[data-do="store"]')).to_be_hidden()
