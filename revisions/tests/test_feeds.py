import xml.etree.ElementTree as ET

import pytest
from django.utils import translation

from contacts.tests.factory import make_contact
from revisions import document
from revisions.releases import publish_revision

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def history():
    """Two revisions: a major one, and a minor one that withdraws a desk."""
    document.add_lost_revision(
        {"number": 1, "released_on": "2020-05-18", "kind": "minor", "note": {"ja": "移行", "en": "Moved"}}
    )
    old = make_contact("old-desk")
    publish_revision(note={"ja": "大きな改版", "en": "A large revision"})
    old.status, old.successor = "retired", make_contact("new-desk")
    old.save()
    publish_revision(note={"ja": "小さな改版", "en": ""}, kind="minor")


def atom(client, path="/revisions/feed.atom"):
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def entries(feed):
    return [
        (entry.find(f"{ATOM}category").get("term"), entry.find(f"{ATOM}title").text)
        for entry in feed.iter(f"{ATOM}entry")
    ]


def test_revisions_and_withdrawals_come_newest_first(client, history):
    assert entries(atom(client)) == [
        ("minor", "第3版 小改版"),
        ("withdrawal", "廃止: old-deskの窓口(窓口)"),
        ("major", "第2版 大改版"),
        ("minor", "第1版 小改版"),
    ]


@pytest.mark.parametrize("kind, count", [("major", 1), ("minor", 2), ("withdrawal", 1)])
def test_one_kind_may_be_asked_for(client, history, kind, count):
    assert [found for found, _title in entries(atom(client, f"/revisions/feed.atom?kind={kind}"))] == [kind] * count


@pytest.mark.parametrize("path", ["feed.atom", "feed.json"])
def test_an_unknown_kind_is_refused(client, path):
    assert client.get(f"/revisions/{path}?kind=huge").status_code == 400


def test_the_same_entry_keeps_its_id_wherever_it_is_served(client, history):
    first = [entry.find(f"{ATOM}id").text for entry in atom(client).iter(f"{ATOM}entry")]
    publish_revision(note={"ja": "次", "en": "next"})
    elsewhere = client.get("/revisions/feed.atom", headers={"host": "localhost"})
    later = [entry.find(f"{ATOM}id").text for entry in ET.fromstring(elsewhere.content).iter(f"{ATOM}entry")]
    assert later[1:] == first
    assert len(set(later)) == len(later)


def test_each_language_has_its_own_feed(client, history):
    english, japanese = client.get("/en/revisions/feed.json").json(), client.get("/revisions/feed.json").json()
    assert (english["language"], japanese["language"]) == ("en", "ja")
    assert english["items"][2]["content_text"] == "A large revision"
    assert english["items"][2]["url"].endswith("/en/revisions/2/")
    assert not {item["id"] for item in english["items"]} & {item["id"] for item in japanese["items"]}


def test_a_note_without_english_is_shown_in_japanese(client, history):
    assert client.get("/en/revisions/feed.json").json()["items"][0]["content_text"] == "小さな改版"


def test_the_json_feed_says_its_version_and_address(client, history, settings):
    settings.SITE_URL = "https://seco.example.jp"
    feed = client.get("/revisions/feed.json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://seco.example.jp/revisions/feed.json"
    assert {item["url"].partition("/revisions/")[0] for item in feed["items"]} == {"https://seco.example.jp"}


def test_asking_twice_gives_the_same_bytes(client, history):
    assert client.get("/revisions/feed.atom").content == client.get("/revisions/feed.atom").content


def test_a_feed_before_the_first_release_is_valid_and_empty(client):
    assert entries(atom(client)) == []
    assert client.get("/revisions/feed.json").json()["items"] == []


def test_text_that_xml_can_t_hold_does_not_break_the_feed(client):
    publish_revision(note={"ja": "制御\x0b文字<b>&", "en": "x"})
    with translation.override("ja"):
        assert next(atom(client).iter(f"{ATOM}summary")).text == "制御文字&lt;b&gt;&amp;"  # announced as HTML
