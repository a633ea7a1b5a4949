"""The worker's list, and what a stored page says of itself. How it behaves is tried in test_browser_offline.py."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from contacts.tests.factory import make_contact
from seco import addresses, offline

PAGE = f'<html lang="ja"><body>{offline.HEADER}></header>{offline.STATE_WORD}受付中</span><div data-moment>いま</div></body></html>'


PATHS = [
    "/",
    "/offline/",
    "/en/offline/",
    "/situations/ransomware/",
    "/contacts/",
    "/contacts/mpd-cyber/",
    "/en/playbooks/ransomware/",
]


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """``{path: text}`` of pages of the seeded site and of its worker, and under "public" the addresses of all pages."""
    client = Client()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", verbosity=0)
        found = {path: client.get(path).content.decode() for path in [*PATHS, "/sw.js"]}
        found["public"] = {path for page in addresses.public_pages() for path in page.values()}
        transaction.set_rollback(True)
    return found


def script_of(client):
    return client.get("/sw.js").content.decode()


def store_in(script):
    return json.JSONDecoder().raw_decode(script, script.index("const STORE = ") + len("const STORE = "))[0]


def version_of(client):
    return re.search(r'const VERSION = "(\w+)"', script_of(client))[1]


@pytest.mark.django_db
def test_the_worker_is_a_script_that_is_asked_for_anew_each_time(client):
    response = client.get("/sw.js")

    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert not response.cookies


def test_it_stores_every_public_page_in_every_language_but_not_the_growing_history(seeded):
    stored = set(store_in(seeded["/sw.js"])["pages"])
    left_out = seeded["public"] - stored

    assert [path for path in left_out if not re.match(r"(/en)?/revisions/\w", path)] == []
    assert {"/offline/", "/en/offline/", "/revisions/", "/en/revisions/"} <= stored
    assert "/revisions/6/document/" in left_out


def test_it_stores_the_first_minute_first(seeded):
    assert set(store_in(seeded["/sw.js"])["first"]) >= {
        "/",
        "/en/",
        "/document/",
        "/en/document/",
        "/offline/",
        "/en/offline/",
    }


def test_it_stores_nothing_of_the_editors_and_no_export(seeded):
    store = store_in(seeded["/sw.js"])
    listed = [*store["first"], *store["pages"], *store["data"], *store["files"]]

    assert [path for path in listed if re.search(r"admin|/health/|export|\.vcf|\?", path)] == []


@pytest.mark.django_db
def test_a_draft_is_not_in_its_list(client):
    make_contact("secret-desk", status="draft")

    assert "secret-desk" not in script_of(client)


def test_every_file_it_stores_exists(seeded):
    files = store_in(seeded["/sw.js"])["files"]

    assert [path for path in files if not finders.find(path.removeprefix("/static/"))] == []
    assert "/static/js/offline.js" in files


def test_it_stores_every_style_and_script_of_a_page(seeded):
    loaded = {file for path in PATHS for file in re.findall(r'(?:href|src)="(/static/[^"]+)"', seeded[path])}

    assert loaded - set(store_in(seeded["/sw.js"])["files"]) == set()


@pytest.mark.django_db
def test_its_version_stays_while_nothing_changes(client):
    assert version_of(client) == version_of(client)


@pytest.mark.django_db
def test_its_version_changes_with_the_document(client):
    contact = make_contact("police")
    before = version_of(client)
    contact.name_ja = "別の名前"
    contact.save()

    assert version_of(client) != before


@pytest.mark.django_db
def test_its_version_changes_with_the_static_files(client, settings, tmp_path):
    before = version_of(client)
    (tmp_path / "more.css").write_text("p {}")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, tmp_path]

    assert version_of(client) != before


def test_every_page_asks_for_it_and_names_the_manifest(seeded):
    page = seeded["/offline/"]

    assert 'data-worker="/sw.js"' in page
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page


def test_the_icons_of_the_manifest_exist(client):
    icons = client.get("/manifest.webmanifest").json()["icons"]

    assert [icon["src"] for icon in icons if not finders.find(icon["src"].removeprefix("/static/"))] == []
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in icons}


@pytest.mark.parametrize("path, language", [("/offline/", "ja"), ("/en/offline/", "en")])
def test_the_offline_page_leads_on_in_its_language(seeded, path, language):
    page = seeded[path]
    prefix = "" if language == "ja" else "/en"

    assert f'<html lang="{language}"' in page
    assert 'href="tel:110"' in page
    assert 'href="tel:%239110"' in page
    assert f'href="{prefix}/situations/security-breach/"' in page
    assert f'href="{prefix}/document/"' in page


# --- A stored page does not lie -----------------------------------------------------------------------------------------


def test_a_stored_page_says_so_before_its_header():
    marked = offline.marked(PAGE, "<p>line</p>", "then", "note")

    assert marked.index("<p>line</p>") < marked.index(offline.HEADER)
    assert marked.startswith("<html data-stored ")


def test_every_state_of_a_stored_page_is_of_then():
    marked = offline.marked(PAGE, "", "保存時:", "")

    assert f'{offline.STATE_WORD}<span class="open-state__then">保存時:</span> 受付中' in marked


def test_what_speaks_of_now_gets_a_note():
    assert '<div data-moment><p class="stored-note">note</p>いま' in offline.marked(PAGE, "", "", "note")


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_have_the_place_for_the_line(seeded, path):
    assert seeded[path].count(offline.HEADER) == 1


def test_the_pages_write_states_and_moments_the_way_they_are_marked(seeded):
    assert offline.STATE_WORD in seeded["/contacts/"]
    assert offline.MOMENT in seeded["/"]


def test_the_worker_marks_the_same_places(seeded):
    places = [offline.HEADER, offline.STATE_WORD, offline.MOMENT, offline.TIME]

    assert [place for place in places if place not in seeded["/sw.js"]] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_line_of_a_stored_page_says_from_when(language):
    lines, _then, _note = offline.stored_words(language)

    assert [kind for kind, line in lines.items() if offline.TIME in line] == ["stored", "copy"]
