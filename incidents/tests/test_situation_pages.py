import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contacts.tests.factory import make_contact, make_hours, make_link, make_phone

from .factory import make_playbook, make_situation

pytestmark = pytest.mark.django_db
TUESDAY = datetime.datetime.fromisoformat("2026-11-24T14:05:00+09:00")
NIGHT = datetime.datetime.fromisoformat("2026-11-24T22:00:00+09:00")


@pytest.fixture
def at(monkeypatch):
    """The pages' moment."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture(autouse=True)
def _by_day(at):
    at(TUESDAY)


def text_of(client, slug="trouble", query=""):
    response = client.get(f"/situations/{slug}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def make_desk(slug, number="03-1234-5678", kind="geographic", **fields):
    contact = make_contact(slug, **fields)
    make_phone(contact, number, kind=kind)
    make_hours(contact)
    return contact


def desks_of(text):
    part = re.search(r'<ol class="desk-order">.*?</ol>', text, re.DOTALL)
    return re.findall(r'class="desk-card__name"><a href="/contacts/([^/]*)/', part[0]) if part else []


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


def test_desks_stand_in_the_editors_order_with_the_reason(client):
    make_situation("trouble", [make_desk("second", position=2), make_desk("first", "03-1234-0000", position=1)])

    text = text_of(client)

    assert desks_of(text) == ["second", "first"]
    assert "理由" in text


def test_the_number_of_the_first_open_desk_is_filled(client):
    make_situation("trouble", [make_contact("vendor"), make_desk("desk")])

    assert len(re.findall(r'class="phone phone--primary" href="tel:0312345678"', text_of(client))) == 1


def test_when_the_first_desk_is_closed_it_says_who_answers_now(client, at):
    at(NIGHT)
    day = make_desk("day")
    night = make_contact("night")
    make_phone(night, "0120-000-000", kind="toll_free")
    make_hours(night, "mon,tue,wed,thu,fri,sat,sun,holiday", "00:00", "24:00")
    make_situation("trouble", [day, night])

    text = text_of(client)

    assert "いま「dayの窓口」は時間外です。" in text
    assert "次は 11月25日(水)8:30 です。" in text
    assert 'いま受け付けている窓口: <a href="/contacts/night/">' in text
    assert desks_of(text) == ["day", "night"]


def test_when_all_are_closed_it_says_what_can_be_sent_meanwhile(client, at):
    at(NIGHT)
    form = make_contact("form", online_anytime=True)
    make_link(form, "https://form.example.jp/", kind="form")
    make_situation("trouble", [make_desk("day"), form])

    text = text_of(client)

    assert "いますぐ送れるフォーム:" in text
    assert "phone--primary" not in text


def test_mail_whose_answer_may_wait_is_offered_as_such(client, at):
    at(NIGHT)
    make_situation(
        "trouble", [make_desk("day"), make_contact("mail", email="mail@desk.example.jp", audience="company")]
    )

    text = text_of(client)

    assert "いま送っておけるメール(返事がいつになるかは分かりません):" in text
    assert "いますぐ送れる" not in text
    assert '<p class="notice__why">理由 — 会社のための窓口です。</p>' in text
    assert "時間を待たずに 110 番" not in text


def box_of(text):
    return re.search(r'<div class="notice[^>]*data-moment>(.*?)</div>', text, re.DOTALL)[1]


def make_night_desk(slug="night", **fields):
    night = make_contact(slug, **fields)
    make_phone(night, "0120-000-000", kind="toll_free")
    make_hours(night, "mon,tue,wed,thu,fri,sat,sun,holiday", "00:00", "24:00")
    return night


def test_the_desk_that_answers_now_says_why_and_for_whom_it_is(client, at):
    at(NIGHT)
    make_situation("trouble", [make_desk("day", audience="company"), make_night_desk(audience="individual")])

    assert '<p class="notice__why">理由 — 個人のための窓口です。</p>' in box_of(text_of(client))
    assert '<p class="notice__why">理由</p>' not in box_of(text_of(client))


def test_a_desk_for_persons_only_is_not_the_one_to_ring_for_anybody(client, at):
    at(NIGHT)
    make_situation("trouble", [make_desk("day"), make_night_desk(audience="individual")])

    assert "phone--primary" not in text_of(client)
    assert "phone--primary" in text_of(client, query="?as=individual")


def test_ones_own_bank_is_said_before_the_closed_police(client, at):
    at(NIGHT)
    make_situation("trouble", [make_contact("own-bank", category="provider"), make_desk("police", category="police")])

    box = box_of(text_of(client))

    assert box.index("/contacts/own-bank/") < box.index("契約書") < box.index("policeの窓口")


def test_a_coming_change_is_said_where_a_desk_is_put_first(client, at):
    at(NIGHT)
    make_situation("trouble", [make_desk("day"), make_night_desk(under_change_ja="番号が変わります")])

    assert "番号が変わります" in box_of(text_of(client))


def test_a_reader_whom_no_desk_serves_meets_the_default_ones_and_is_told_why(client):
    make_desk("ipa-anshin", "03-1234-1111")
    make_desk("ipa-org-desk", "03-1234-2222", audience="company")
    make_situation("trouble", [make_desk("company", audience="company")])

    text = text_of(client, query="?as=individual")

    assert desks_of(text) == ["ipa-anshin"]
    assert "どれもあなたの条件に合いません" in text
    assert "会社のための窓口です。" in text
    assert "どれもあなたの条件に合いません" not in text_of(client)


def test_paper_has_the_hours_of_each_desk(client):
    make_situation("trouble", [make_desk("desk"), make_night_desk()])

    assert re.findall(r'desk-card__hours print-only">([^<]*)<', text_of(client)) == [
        "受付: 月〜金 8:30〜17:15",
        "受付: 24時間",
    ]


def test_paper_has_the_lines_of_the_first_desk_and_the_screen_those_of_all(client):
    one = make_desk("one", prepare_ja="契約書")
    make_situation("trouble", [one, make_desk("two", "03-1234-0000", prepare_ja="経過の記録")], prepare_ja="画面の写真")

    sheet = text_of(client).split('class="call-sheet"')[1].split("</section>")[0]
    folded = re.search(r'<details class="call-sheet__more screen-only">.*?</details>', sheet, re.DOTALL)[0]

    assert '<li class="print-only">契約書</li>' in sheet
    assert "<li>契約書</li>" in folded
    assert "<li>経過の記録</li>" in folded
    assert sheet.count("経過の記録") == 1


def test_an_english_reader_can_show_the_first_sentence_in_japanese(client):
    make_situation("trouble", [make_desk("desk")], script_ja="盗まれました。", script_en="It was stolen.")

    text = client.get("/en/situations/trouble/").content.decode()

    assert '<blockquote class="call-sheet__say" lang="ja">盗まれました。</blockquote>' in text
    assert 'lang="ja">盗まれました。' not in text_of(client)


def test_where_all_desks_speak_english_the_english_sentence_is_enough(client):
    make_situation(
        "trouble", [make_desk("desk", languages="ja,en")], script_ja="盗まれました。", script_en="It was stolen."
    )

    assert "盗まれました。" not in client.get("/en/situations/trouble/").content.decode()


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


def test_a_local_desk_shows_the_nationwide_way_beside_it(client):
    make_desk("police-9110", "#9110", "hash")
    make_situation("trouble", [make_desk("mpd", area="JP-13", category="police")])

    text = text_of(client)

    assert "東京都の外の方:" in text
    assert 'href="/contacts/police-9110/"' in text


def test_elsewhere_the_local_desk_steps_back_with_the_reason(client):
    make_desk("police-9110", "#9110", "hash", category="police")
    make_situation("trouble", [make_desk("mpd", area="JP-13", category="police")])

    text = text_of(client, query="?area=JP-27")

    assert desks_of(text) == ["police-9110"]
    assert "東京都の方のための窓口です。" in text
    assert 'href="/contacts/mpd/?area=JP-27"' in text


def test_a_person_is_not_sent_to_a_companies_desk_first(client):
    company = make_desk("company", audience="company")
    make_situation("trouble", [company, make_desk("person", "03-1234-0000", audience="individual")])

    assert desks_of(text_of(client, query="?as=individual")) == ["person"]


def test_every_link_of_the_flow_carries_the_readers_choices(client):
    top = make_situation("top", question_ja="どちらですか")
    make_situation("one", [make_desk("desk")], parent=top)
    make_situation("unsure")

    for path in ("/", "/situations/", "/situations/top/", "/situations/one/"):
        text = client.get(f"{path}?area=JP-27&as=company").content.decode()
        links = re.findall(r'<a [^>]*href="(/(?:situations|contacts)/[^".]*)"', text)
        assert links
        assert [link for link in links if "area=JP-27&amp;as=company" not in link] == []


def test_an_unknown_reader_is_told_and_served_all_the_same(client):
    make_situation("trouble", [make_desk("desk")])

    text = text_of(client, query="?area=JP-99")

    assert "「JP-99」" in text
    assert desks_of(text) == ["desk"]


def test_a_desk_that_is_not_public_is_left_out(client):
    make_situation("trouble", [make_desk("hidden", status="draft"), make_desk("desk", "03-1234-0000")])

    assert desks_of(text_of(client)) == ["desk"]


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
