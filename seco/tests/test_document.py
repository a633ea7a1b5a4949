import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.tests.factory import make_contact, make_hours, make_link, make_phone
from incidents.tests.factory import make_situation
from revisions.releases import publish_revision

pytestmark = pytest.mark.django_db


def make_desk(slug, number="03-1234-5678", **fields):
    contact = make_contact(slug, **fields)
    make_phone(contact, number)
    make_hours(contact)
    return contact


def text_of(client, path="/document/"):
    return client.get(path).content.decode()


def entries(text):
    """``{slug's name: (index, number)}`` of the back."""
    found = re.findall(
        r'quick-sheet__index">(\d+)</span>.*?quick-sheet__name">([^<]*?)(?: <strong>.*?)?</span>(.*?)</li>',
        text,
        re.DOTALL,
    )
    return {name: (int(index), re.sub(r"<[^>]*>", "", rest).strip()) for index, name, rest in found}


def test_it_has_two_sides(client):
    assert text_of(client).count('<section class="quick-sheet">') == 2


def test_the_front_names_the_desks_by_the_numbers_of_the_back(client):
    other = make_desk("other", "03-1111-1111", category="rights", position=1)
    desk = make_desk("desk", category="police", position=2)
    make_situation("trouble", [desk, other])

    text = text_of(client)

    assert {name: index for name, (index, _rest) in entries(text).items()} == {"otherの窓口": 1, "deskの窓口": 2}
    assert ">2-1</text>" in text


def test_every_published_desk_is_on_the_back_with_number_and_hours(client):
    make_desk("desk")
    make_desk("hidden", "03-9999-9999", status="draft")

    text = text_of(client)

    assert "月〜金 8:30〜17:15" in text
    assert 'class="quick-sheet__number" href="tel:0312345678">03-1234-5678</a>' in text
    assert "03-9999-9999" not in text


def test_a_desk_without_a_number_shows_where_to_write(client):
    make_link(make_contact("form"), "https://www.form.example.jp/report/", kind="form")

    assert '<span class="quick-sheet__web">form.example.jp/report</span>' in text_of(client)


def test_ones_own_bank_has_a_line_for_its_number(client):
    make_contact("own-bank", category="provider")

    assert "番号を書く" in text_of(client)


def test_a_local_desk_says_where_it_is(client):
    make_desk("desk", area="JP-13")

    assert "[東京都]" in text_of(client)


def test_a_desk_under_change_says_so_on_both_sides(client):
    make_situation("trouble", [make_desk("desk", under_change_ja="番号が変わります")])

    front, back = text_of(client).split('<section class="quick-sheet">')[1:]

    assert ">※deskの窓口</text>" in front
    assert "変更が予告されている窓口" in front
    assert "※ 番号が変わります" in back


def test_each_side_names_revision_date_and_digest(client):
    revision = publish_revision(note={"ja": "版", "en": "One"}, released_on=datetime.date(2026, 11, 22))

    feet = re.findall(r'<footer class="quick-sheet__foot">.*?</footer>', text_of(client), re.DOTALL)

    assert len(feet) == 2
    for foot in feet:
        assert "第1版(2026年11月22日)" in foot
        assert revision.digest[:12] in foot
        assert 'class="qr"' in foot


def test_the_sheet_can_be_made_for_a_reader_elsewhere(client):
    make_desk("police-9110", "03-2222-2222", category="police")
    make_situation("trouble", [make_desk("mpd", category="police", area="JP-13")])

    here, there = text_of(client), text_of(client, "/document/?area=JP-27")

    assert re.search(r'flow-figure__number"[^>]*>03-1234-5678<', here)
    assert re.search(r'flow-figure__number"[^>]*>03-2222-2222<', there)


def test_it_works_before_there_is_any_content(client):
    assert client.get("/document/").status_code == client.get("/en/document/").status_code == 200


def test_the_number_of_queries_does_not_grow(client):
    def queries():
        with CaptureQueriesContext(connection) as made:
            text_of(client)
        return len(made)

    def add(number):
        contact = make_desk(f"desk-{number}", position=number)
        make_link(contact)
        make_situation(f"trouble-{number}", [contact], position=number)

    add(1)
    first = queries()
    add(2)
    add(3)

    assert queries() == first
