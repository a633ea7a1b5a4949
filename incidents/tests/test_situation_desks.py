"""The desks of a situation: their order, who answers now, who steps back, and what paper says of them."""

import re
from datetime import datetime

import pytest

from contacts.tests.factory import NIGHT, TUESDAY, make_contact, make_hours, make_link, make_phone

from .factory import make_desk, make_situation, text_of

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime.fromisoformat("2026-12-30T10:00:00+09:00")


@pytest.fixture(autouse=True)
def _by_day(at):
    at(TUESDAY)


def desks_of(text):
    part = re.search(r'<ol class="desk-order">.*?</ol>', text, re.DOTALL)
    return re.findall(r'class="desk-card__name"><a href="/contacts/([^/]*)/', part[0]) if part else []


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


def test_when_it_is_not_known_whether_anybody_answers_the_form_for_any_hour_is_offered(client, at):
    at(NEW_YEAR)
    form = make_contact("form", online_anytime=True, hours_note_ja="休みの日は開封されません。")
    make_link(form, "https://form.example.jp/", kind="form")
    make_situation("trouble", [make_desk("desk", closed_on_holidays=True), form])

    box = box_of(text_of(client))

    assert "いま「deskの窓口」が受け付けているかは、分かりません。" in box
    assert "いますぐ送れるフォーム" in box
    assert "休みの日は開封されません。" in box


def test_in_english_it_is_said_that_the_open_desk_answers_in_japanese(client, at):
    at(NIGHT)
    night = make_night_desk(languages="ja,en")
    line = make_phone(night, "0570-000-111", kind="navi", position=2, languages="en", note_en="Weekdays from 9:00")
    make_situation("trouble", [make_desk("desk"), night])

    box = box_of(client.get("/en/situations/trouble/").content.decode())
    places = [box.index(part) for part in (line.number, "Weekdays from 9:00", "in Japanese", "tel:0120000000")]

    assert places == sorted(places)


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
    make_situation("trouble", [make_desk("desk", closed_on_holidays=True), make_night_desk()])

    assert re.findall(r'desk-card__hours print-only">([^<]*)<', text_of(client)) == [
        "受付: 月〜金 8:30〜17:15、祝日は休み、年末年始は要確認",
        "受付: 24時間、年末年始は要確認",
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


def test_an_unknown_reader_is_told_and_served_all_the_same(client):
    make_situation("trouble", [make_desk("desk")])

    text = text_of(client, query="?area=JP-99")

    assert "「JP-99」" in text
    assert desks_of(text) == ["desk"]


def test_a_desk_that_is_not_public_is_left_out(client):
    make_situation("trouble", [make_desk("hidden", status="draft"), make_desk("desk", "03-1234-0000")])

    assert desks_of(text_of(client)) == ["desk"]
