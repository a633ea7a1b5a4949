import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts import searching

from .factory import TUESDAY, make_contact, make_hours, make_link, make_phone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_tuesday(at):
    at(TUESDAY)


@pytest.fixture
def desks():
    police = make_contact("police", category="police")
    make_phone(police)
    make_hours(police)
    tokyo = make_contact("tokyo", category="police", area="JP-13", position=2)
    make_phone(tokyo, "03-9999-0000")
    form = make_contact("form", category="rights", position=3, audience="individual", online_anytime=True)
    make_link(form, "https://form.example.jp/", kind="form")


def text_of(client, query=""):
    return client.get(f"/contacts/{query}").content.decode()


def shown(text):
    return re.findall(r'class="desk-card__name"><a href="/contacts/([^/]*)/', text)


def option(text, label):
    found = re.search(
        rf'<a class="filters__option" href="([^"]*)"[^>]*>{label} <span class="filters__count">(\d+)</span>', text
    )
    return (found[1].replace("&amp;", "&"), int(found[2])) if found else None


def test_it_lists_the_published_desks_in_the_editors_order(client, desks):
    make_contact("hidden", status="draft")
    make_contact("old", status="retired")

    assert shown(text_of(client)) == ["police", "tokyo", "form"]


@pytest.mark.parametrize(
    "query, expected",
    [
        ("?category=police", ["police", "tokyo"]),
        ("?open=now", ["police"]),
        ("?area=JP-27", ["police", "form"]),
        ("?area=JP-13", ["police", "tokyo", "form"]),
        ("?area=national", ["police", "form"]),
        ("?way=phone", ["police", "tokyo"]),
        ("?way=online", ["form"]),
        ("?category=police&open=now", ["police"]),
    ],
)
def test_it_narrows_by_what_the_address_says(client, desks, query, expected):
    assert shown(text_of(client, query)) == expected


def test_filters_are_links_with_the_number_of_desks_behind_them(client, desks):
    url, count = option(text_of(client, "?area=JP-27"), "警察")

    assert count == 1
    assert shown(text_of(client, url)) == ["police"]


def test_a_filter_keeps_the_words_that_were_typed(client, desks):
    url, _count = option(text_of(client, "?q=police"), "警察")

    assert "q=police" in url


def test_a_filter_that_would_show_nothing_is_not_offered(client, desks):
    assert option(text_of(client), "法律") is None


@pytest.mark.parametrize(
    "query, named",
    [
        ("?category=nonsense", "nonsense"),
        ("?open=maybe", "maybe"),
        ("?way=pigeon", "pigeon"),
        ("?area=JP-99", "JP-99"),
        ("?as=robot", "robot"),
        ("?category=%3Cscript%3E", "&lt;script&gt;"),
    ],
)
def test_an_unknown_filter_is_named_and_left_out(client, desks, query, named):
    text = text_of(client, query)

    assert f"「{named}」" in text
    assert shown(text) == ["police", "tokyo", "form"]


def test_a_number_of_a_page_that_does_not_exist_shows_the_last_one(client, desks):
    assert shown(text_of(client, "?page=99")) == ["police", "tokyo", "form"]


def test_words_find_names_and_numbers(client, desks):
    assert "police" in shown(text_of(client, "?q=police"))


def test_nothing_found_says_so_and_still_leads_to_a_desk(client, desks):
    make_contact("police-9110", position=9)

    text = text_of(client, "?category=police&way=online")

    assert "条件に合う窓口はありません。" in text
    assert "/contacts/police-9110/?" not in text
    assert "/contacts/police-9110/" in text


def test_nothing_found_leads_to_the_desks_that_serve_the_reader(client, desks):
    make_contact("ipa-org-desk", audience="company", position=8)
    make_contact("ipa-anshin", position=9)

    text = text_of(client, "?category=police&way=online&as=individual")

    assert shown(text) == ["ipa-anshin"]
    assert "(180日より前)" not in text


def test_a_desk_to_turn_to_says_when_its_source_is_old(client, desks):
    make_contact("ipa-anshin", verified_on="2020-01-01")

    assert "(180日より前)" in text_of(client, "?category=police&way=online")


def test_words_that_find_nothing_are_counted_and_near_ones_offered(client, desks, monkeypatch):
    counted = []
    finder = searching.Finder(
        search=lambda text: ["police"] if text == "警察" else [],
        meant=lambda text: ["警察", "ほか"],
        found_nothing=counted.append,
    )
    monkeypatch.setattr(searching, "_registered", [finder])

    response = client.get("/contacts/?q=けいさっ&category=police")
    text = response.content.decode()

    assert counted == ["けいさっ"]
    assert re.search(r'もしかして:.*?<a href="\?q=%E8%AD%A6%E5%AF%9F&amp;category=police">警察</a>', text)
    assert "ほか</a>" not in text
    assert "private" in response.headers["Cache-Control"]


def test_words_that_only_a_filter_leaves_without_a_desk_are_not_counted(client, desks, monkeypatch):
    counted = []
    finder = searching.Finder(search=lambda text: ["police"], found_nothing=counted.append)
    monkeypatch.setattr(searching, "_registered", [finder])

    assert "条件に合う窓口はありません。" in text_of(client, "?q=警察&way=online")
    assert counted == []


def test_desks_that_do_not_serve_the_reader_step_back_with_the_reason(client, desks):
    make_contact("late", position=4)
    make_contact("for-companies", position=1, audience="company", name_ja="会社の窓口")

    text = text_of(client, "?as=individual")
    order = re.findall(r'class="desk-card__name"><a href="/contacts/([^/]*)/', text)

    assert order[-1] == "for-companies"
    assert "会社のための窓口です。" in text


def test_links_carry_the_readers_choices(client, desks):
    assert 'href="/contacts/police/?area=JP-27&amp;as=company"' in text_of(client, "?area=JP-27&as=company")


def test_the_state_of_each_desk_is_said_in_words(client, desks):
    text = text_of(client)

    assert "受付中" in text
    assert "受付時間は不明" in text
    assert "いつでも送れます" in text


def test_an_empty_directory_is_a_page_all_the_same(client):
    assert client.get("/contacts/").status_code == 200


def test_the_number_of_queries_does_not_grow(client):
    def add(number):
        contact = make_contact(f"desk-{number}", position=number)
        make_phone(contact)
        make_hours(contact)
        make_link(contact)

    def queries():
        with CaptureQueriesContext(connection) as made:
            client.get("/contacts/")
        return len(made)

    add(1)
    first = queries()
    add(2)
    add(3)

    assert queries() == first


def test_an_english_reader_sees_which_desks_work_in_english(client, desks):
    make_contact("houterasu", languages="ja,en", position=4)
    english = client.get("/en/contacts/").content.decode()
    assert english.count("In English, too") == 1
    assert english.index("/en/contacts/houterasu/") < english.index("In English, too")
    assert 'class="desk-language' not in text_of(client)


def test_a_number_that_nobody_has_confirmed_borrows_no_date_from_its_desk(client):
    desk = make_contact("new-number", verified_on="2025-02-17", confidence="official")
    phone = make_phone(desk, confidence="official")
    assert "出典は 2025年2月17日" in text_of(client)
    phone.number, phone.confidence = "03-9999-8888", "unconfirmed"
    phone.save()
    assert "未確認 ・ 出典の日付は不明" in text_of(client)
