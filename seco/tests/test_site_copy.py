"""The copy as files, asked for from a plain file server: it is whole, and it says that it is a copy."""

import json
import re
import threading
import urllib.error
import urllib.request
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from playwright.sync_api import expect

from conftest import follow
from seco import offline

# The site that is copied runs on SQLite.
pytestmark = pytest.mark.sqlite


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


class FileServer(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A browser that has left before its answer is no error."""


@pytest.fixture(scope="module")
def original(site, tmp_path_factory):
    """What the copy is made from, and where: its folder, what the command said, the addresses of all pages."""
    folder = tmp_path_factory.mktemp("copy")
    said = site.manage("export_site", str(folder), "--site", site.url)
    listed = re.findall(r"<loc>([^<]+)</loc>", read(f"{site.url}/sitemap.xml").decode())
    return {"site": site.url, "folder": folder, "said": said, "paths": [urlsplit(address).path for address in listed]}


@pytest.fixture(scope="module")
def copy(original):
    """The address of a file server on the copy."""
    server = FileServer(("127.0.0.1", 0), partial(Quiet, directory=original["folder"]))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def pages(original):
    """``{path: text}`` of every HTML file of the copy."""
    folder = original["folder"]
    found = {}
    for file in folder.rglob("index.html"):
        path = file.parent.relative_to(folder).as_posix()
        found["/" if path == "." else f"/{path}/"] = file.read_text(encoding="utf-8")
    return found


def read(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read()


def status(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_every_public_page_is_in_it(original, copy):
    assert [path for path in original["paths"] if status(copy + path) != 200] == []
    assert len(original["paths"]) > 180


def test_everything_its_pages_lead_to_is_in_it(pages, copy):
    wanted = {}
    for path, text in pages.items():
        for address in re.findall(r'\s(?:href|src|action)="([^"]*)"', text):
            parts = urlsplit(urljoin(copy + path, address.replace("&amp;", "&")))
            if parts.netloc == urlsplit(copy).netloc:
                wanted.setdefault(parts.path, path)

    assert {address: page for address, page in wanted.items() if status(copy + address) != 200} == {}


def test_its_data_are_the_same_bytes(original, copy):
    assert read(f"{copy}/api/v1/document.json") == read(f"{original['site']}/api/v1/document.json")


def test_every_page_says_that_it_is_a_copy(pages):
    wrong = [path for path, text in pages.items() if text.count('class="stored-copy"') != 1 or offline.TIME in text]

    assert wrong == []


def test_every_state_is_said_to_be_of_then(pages):
    text = pages["/contacts/"]

    assert text.count(offline.STATE_WORD) == text.count('class="open-state__then"') > 0


def test_it_has_no_worker_and_no_editors_desk(original, pages):
    assert [path for path, text in pages.items() if "data-worker" in text or "/admin/" in text] == []
    assert not (original["folder"] / "sw.js").exists()
    assert not (original["folder"] / "admin").exists()


@pytest.mark.parametrize("path", ["/search/", "/en/search/"])
def test_in_place_of_the_search_stands_the_one_that_needs_no_server(pages, path):
    assert 'id="stored-search"' in pages[path]


def test_the_number_said_is_the_number_of_files(original):
    static = original["folder"] / settings.STATIC_URL.strip("/")
    files = [file for file in original["folder"].rglob("*") if file.is_file() and static not in file.parents]

    assert f"Wrote {len(files)} pages and data files" in original["said"]


def test_the_document_of_the_copy_is_read_as_a_document(original):
    data = json.loads((original["folder"] / "api/v1/document.json").read_text(encoding="utf-8"))

    assert data["format"] == "seco-quicklist/1"


def test_without_static_files_it_says_that_it_is_not_whole(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path / "none")

    with pytest.raises(CommandError, match="not whole: the static files are not collected"):
        call_command("export_site", tmp_path / "copy", site="http://127.0.0.1", verbosity=0)


@pytest.mark.browser
def test_it_is_walked_and_searched_in_a_browser(open_page, copy):
    page = open_page(base_url=copy)
    page.goto("/")
    page.fill("#search-words", "ファイルが開けない")
    follow(lambda: page.keyboard.press("Enter"), page)
    follow(page.locator("#stored-search li a").first.click, page)
    assert urlsplit(page.url).path == "/situations/ransomware/"
    follow(page.locator('main a[href="/contacts/mpd-cyber/"]:visible').first.click, page)

    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
