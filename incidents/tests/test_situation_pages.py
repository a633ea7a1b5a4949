import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.tests.factory import TUESDAY, make_link

from .factory import make_desk, make_playbook, make_situation, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _by_day(at):
    at(TUESDAY)


def test_it_says_in_order_danger_advice_desks_and_what_to_say(client):
    make_situation(
        "trouble",
        [make_desk("desk")],
        advice_ja="切り離す",
        avoid_ja="払わない",
        script_ja="○時に起きました。",
        prepare_ja="写真",
    )

    text = text_of(client)
    places = [
        text.index(part)
        for part in ('class="danger-first"', "まず、すること", "しないこと", "連絡する順番", "最初に言う一文")
    ]

    assert places == sorted(places)


def test_a_choice_shows_its_question_and_the_next_choices(client):
    top = make_situation("top", question_ja="どちらですか")
    make_situation("one", parent=top, hint_ja="見分け方")
    make_situation("hidden", parent=top, status="draft")

    text = text_of(client, "top")

    assert re.search("<h1>どちらですか</h1>", text)
    assert "/situations/one/" in text
    assert "見分け方" in text
    assert "/situations/hidden/" not in text


def test_nothing_fits_leads_to_the_situation_for_it(client):
    make_situation("unsure")
    make_situation("trouble", [make_desk("desk")])

    text = text_of(client)

    assert "どれにも当てはまらない" in text
    assert 'href="/situations/unsure/"' in text


def test_nothing_fits_leads_to_a_desk_where_that_situation_is_missing(client):
    make_desk("police-9110", "#9110", "hash")
    make_situation("trouble")

    text = text_of(client)

    assert 'href="#nothing-fits"' in text
    assert 'id="nothing-fits"' in text
    assert "tel:%239110" in text


def test_an_empty_situation_is_no_dead_end(client):
    make_situation("trouble")

    assert 'href="/contacts/"' in text_of(client)


def test_it_leads_on_to_the_playbook_and_the_next_situation(client):
    make_situation("trouble", playbook=make_playbook("plan"), leads_to=make_situation("next"))

    text = text_of(client)

    assert "/playbooks/plan/" in text
    assert "/situations/next/" in text


def test_a_hidden_playbook_is_not_named(client):
    make_situation("trouble", playbook=make_playbook("plan", status="draft"))

    assert "/playbooks/plan/" not in text_of(client)


def test_the_call_sheet_holds_each_line_once(client):
    one = make_desk("one", prepare_ja="時刻のメモ\n会社の名前")
    two = make_desk("two", "03-1234-0000", prepare_ja="時刻のメモ\n画面の写真")
    make_situation("trouble", [one, two], prepare_ja="画面の写真")

    text = text_of(client)

    assert [text.count(f"<li>{line}</li>") for line in ("画面の写真", "時刻のメモ", "会社の名前")] == [1, 1, 1]


def test_an_addition_says_so(client):
    make_situation("trouble", origin="added", origin_note_ja="原典にない項目です。")

    text = text_of(client)

    assert "元の文書にない追加" in text
    assert "原典にない項目です。" in text


def test_what_stands_in_the_source_is_not_marked(client):
    make_situation("trouble")

    assert "元の文書にない追加" not in text_of(client)


def test_every_link_of_the_flow_carries_the_readers_choices(client):
    top = make_situation("top", question_ja="どちらですか")
    make_situation("one", [make_desk("desk")], parent=top)
    make_situation("unsure")

    for path in ("/", "/situations/", "/situations/top/", "/situations/one/"):
        text = client.get(f"{path}?area=JP-27&as=company").content.decode()
        links = re.findall(r'<a [^>]*href="(/(?:situations|contacts)/[^".]*)"', text)
        assert links
        assert [link for link in links if "area=JP-27&amp;as=company" not in link] == []


def test_a_draft_is_not_found(client):
    make_situation("hidden", status="draft")

    assert client.get("/situations/hidden/").status_code == 404


def test_a_retired_situation_is_gone_and_names_its_successor(client):
    make_situation("old", status="retired", successor=make_situation("new"))

    response = client.get("/situations/old/")

    assert response.status_code == 410
    assert "/situations/new/" in response.content.decode()


def test_it_is_written_in_english_at_the_english_address(client):
    make_situation("trouble", [make_desk("desk")], advice_ja="切り離す", advice_en="Cut it off")

    text = client.get("/en/situations/trouble/").content.decode()

    assert "trouble happened" in text
    assert "Cut it off" in text
    assert "切り離す" not in text


def test_where_am_i_names_the_way_from_the_top(client):
    top = make_situation("top", question_ja="どちらですか")
    middle = make_situation("middle", parent=top, question_ja="どれですか")
    make_situation("leaf", parent=middle)

    crumbs = re.search(r'<nav class="breadcrumbs".*?</nav>', text_of(client, "leaf"), re.DOTALL)[0]

    assert re.findall(r"/situations/(\w+)/", crumbs) == ["top", "middle"]


def queries(client, path):
    with CaptureQueriesContext(connection) as made:
        assert client.get(path).status_code == 200
    return len(made)


def test_the_number_of_queries_does_not_grow(client):
    def fill(slug, rows):
        contacts = []
        for number in range(rows):
            contact = make_desk(f"{slug}-{number}", f"03-1234-567{number}")
            make_link(contact, f"https://{slug}.example.jp/{number}")
            contacts.append(contact)
        top = make_situation(slug, contacts, question_ja="どれですか")
        for number in range(rows):
            make_situation(f"{slug}-child-{number}", contacts, parent=top)

    fill("one", 1)
    first = queries(client, "/situations/one/"), queries(client, "/situations/")
    fill("many", 3)

    assert (queries(client, "/situations/many/"), queries(client, "/situations/")) == first


# The whole flow


def test_the_whole_flow_is_drawn_and_written(client):
    top = make_situation("top", question_ja="どちらですか")
    make_situation("leaf", [make_desk("desk")], parent=top)

    text = client.get("/situations/").content.decode()

    assert 'class="flow-figure flow-figure--narrow"' in text
    assert 'class="flow-figure flow-figure--wide"' in text
    assert text.count('href="/situations/leaf/"') == 3  # two drawings and the outline


def test_what_is_not_public_is_not_in_the_flow(client):
    top = make_situation("top", status="draft")
    make_situation("below", parent=top)

    text = client.get("/situations/").content.decode()

    assert "/situations/top/" not in text
    assert "/situations/below/" not in text


def test_an_empty_flow_is_a_page_all_the_same(client):
    assert client.get("/situations/").status_code == 200


def test_a_desk_under_change_is_marked_in_the_figure_and_the_outline(client):
    make_situation("trouble", [make_desk("desk", under_change_ja="番号が変わります")])

    text = client.get("/situations/").content.decode()

    assert ">※deskの窓口</text>" in text
    assert "※ 番号や受付時間の変更が予告されている" in text
    assert '<span class="tag">変更の予告あり</span>' in text


def test_without_a_change_nothing_is_marked(client):
    make_situation("trouble", [make_desk("desk")])

    assert "※" not in client.get("/situations/").content.decode()
