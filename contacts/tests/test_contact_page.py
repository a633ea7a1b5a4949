import re

import pytest

from contacts.models import Contact
from contacts.views import phones_instead

from .factory import NIGHT, TUESDAY, make_closed_period, make_contact, make_hours, make_link, make_phone

pytestmark = pytest.mark.django_db


def page(client, slug, query="", language=""):
    return client.get(f"{language}/contacts/{slug}/{query}").content.decode()


def make_desk(slug="desk", **fields):
    contact = make_contact(slug, **fields)
    make_phone(contact)
    make_hours(contact)
    return contact


def test_it_shows_the_number_as_a_link_that_dials(client):
    contact = make_contact()
    make_phone(contact, "#9110", kind="hash")

    text = page(client, "desk")

    assert 'href="tel:%239110"' in text
    assert "#9110" in text


def test_it_says_that_the_desk_answers_and_until_when(client, at):
    at(TUESDAY)
    make_desk()

    text = page(client, "desk")

    assert "受付中" in text
    assert "〜17:15" in text


def test_it_says_that_the_desk_is_closed_and_when_it_opens(client, at):
    at(NIGHT)
    make_desk()

    text = page(client, "desk")

    assert "時間外" in text
    assert "次は 11月25日(水)8:30" in text


def test_it_says_why_the_desk_is_closed(client, at):
    at(TUESDAY)
    contact = make_desk()
    make_closed_period(contact, "2026-11-24", "2026-11-30", reason_ja="庁舎の工事", reason_en="Building works")

    assert "休止中です:庁舎の工事" in page(client, "desk")


def test_it_shows_both_what_it_takes_and_what_it_does_not(client):
    make_desk(summary_ja="詐欺の相談", not_handled_ja="緊急の通報")

    text = page(client, "desk")

    assert re.search(r"受け付けること</h2>.*詐欺の相談", text, re.DOTALL)
    assert re.search(r"受け付けないこと</h2>.*緊急の通報", text, re.DOTALL)


def test_it_says_how_the_number_dials_and_what_it_costs(client):
    contact = make_contact()
    make_phone(contact, "0570-003-110", kind="navi")

    text = page(client, "desk")

    assert "海外からはかけられません。" in text
    assert "かけ放題" in text


def test_it_offers_another_number_of_the_desk_where_the_first_may_not_dial(client):
    contact = make_contact()
    make_phone(contact, "0570-003-110", kind="navi")
    make_phone(contact, "03-1234-5678", position=2)

    assert 'この番号にかからないときは: <a href="tel:0312345678"' in re.sub(r"\s+", " ", page(client, "desk"))


def test_no_other_number_is_made_up():
    navi = type("Phone", (), {"kind": "navi"})()

    assert phones_instead(navi, [navi]) == []


def test_it_says_when_and_where_from_it_was_checked(client):
    make_desk(
        verified_on="2026-10-01",
        confidence="official",
        source_url="https://source.example.jp/",
        source_note_ja="公式ページ",
    )

    text = page(client, "desk")

    assert '<time datetime="2026-10-01">' in text
    assert "公的資料で確認" in text
    assert "公式ページ" in text
    assert "https://source.example.jp/" in text


@pytest.mark.parametrize(
    "verified_on, warning",
    [
        ("2026-05-28", ""),
        ("2026-05-27", "出典から180日以上たっています"),
        (None, "出典の日付が分かりません"),
    ],
)
def test_it_says_that_it_has_not_been_checked_for_180_days(client, at, verified_on, warning):
    at(TUESDAY)
    make_desk(verified_on=verified_on)

    text = page(client, "desk")

    assert ("source-note__warning" in text) == bool(warning)
    assert warning in text


def test_a_number_under_change_says_so(client):
    make_desk(under_change_ja="12月1日に番号が変わります。")

    assert "12月1日に番号が変わります。" in page(client, "desk")


def test_a_local_desk_shows_the_nationwide_way_beside_it(client):
    make_desk(area="JP-13")
    make_contact("police-9110")

    text = page(client, "desk")

    assert "東京都の外の方:" in text
    assert 'href="/contacts/police-9110/"' in text


def test_it_says_that_the_desk_does_not_serve_this_reader(client):
    make_desk(area="JP-13")
    make_contact("police-9110")

    text = page(client, "desk", "?area=JP-27")

    assert "東京都の方のための窓口です。" in text
    assert 'href="/contacts/police-9110/?area=JP-27"' in text


def test_the_police_are_not_named_instead_of_a_local_desk_for_advice(client):
    make_contact("tokyo", area="JP-13", category="technical", audience="company")
    for slug, fields in {
        "police-9110": {"category": "police"},
        "ipa-org-desk": {"audience": "company"},
        "ipa-anshin": {"audience": "individual"},
    }.items():
        make_contact(slug, **fields)

    box = re.search(r"東京都の外の方:(.*?)</p>", page(client, "tokyo"))[1]

    assert re.findall(r'href="/contacts/([^/]*)/"', box) == ["ipa-org-desk"]


def test_the_nationwide_way_is_not_needed_where_the_desk_is(client):
    make_desk(area="JP-13")
    make_contact("police-9110")

    assert "東京都の外の方:" not in page(client, "desk", "?area=JP-13")


def test_similar_desks_are_of_the_same_kind_and_public(client):
    make_desk(category="rights")
    make_contact("other", category="rights")
    make_contact("hidden", category="rights", status="draft")
    make_contact("apart", category="telecom")

    text = page(client, "desk")

    assert "/contacts/other/" in text
    assert "/contacts/hidden/" not in text
    assert "/contacts/apart/" not in text


def test_a_code_hands_the_number_to_a_telephone(client):
    make_desk()

    text = page(client, "desk")

    assert 'class="qr"' in text
    assert "screen-only" in text


def test_a_form_is_the_first_button_where_there_is_no_number(client):
    contact = make_contact(online_anytime=True)
    make_link(contact, "https://form.example.jp/", kind="form")

    assert re.search(r'class="button button--primary" href="https://form.example.jp/"', page(client, "desk"))


def test_a_draft_is_not_found(client):
    make_desk("hidden", status="draft")

    assert client.get("/contacts/hidden/").status_code == 404


def test_a_retired_desk_is_gone_and_names_its_successor(client):
    successor = make_desk("new")
    make_desk("old", status="retired", successor=successor)

    response = client.get("/contacts/old/")

    assert response.status_code == 410
    assert "/contacts/new/" in response.content.decode()


def test_a_successor_that_is_still_a_draft_is_not_named(client):
    make_desk("old", status="retired", successor=make_desk("secret", status="draft"))

    response = client.get("/contacts/old/")

    assert response.status_code == 410
    assert "secret" not in response.content.decode()


def test_it_is_written_in_english_at_the_english_address(client):
    make_desk()

    assert "The desk desk" in page(client, "desk", language="/en")


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    def fill(slug, rows):
        contact = make_contact(slug, category="rights")
        for number in range(rows):
            make_phone(contact, f"03-1234-567{number}", position=number + 1)
            make_link(contact, f"https://{slug}.example.jp/{number}", position=number + 1)
        make_hours(contact)

    fill("one", 1)
    make_contact("near", category="rights")
    first = count_queries(client, "/contacts/one/")
    fill("many", 3)
    for number in range(3):
        make_contact(f"near-{number}", category="rights")

    assert count_queries(client, "/contacts/many/") == first


def count_queries(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_contacts_know_whether_something_can_be_sent_at_any_hour():
    from contacts.desks import desk_at

    contact = make_contact(online_anytime=True, email="desk@example.jp")
    silent = make_contact("silent", online_anytime=True)

    wanted = {
        desk.contact.slug: desk.is_writable for desk in (desk_at(c, TUESDAY) for c in Contact.objects.with_details())
    }

    assert wanted == {contact.slug: True, silent.slug: False}
