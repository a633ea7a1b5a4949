import datetime
import re

import pytest
from django.utils import translation

from contacts import vcards
from contacts.models import Contact

from .factory import make_contact, make_hours, make_link, make_phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    contact = make_contact(
        "mpd", name_ja="警視庁; サイバー, 犯罪\\対策課", operator_ja="警視庁", summary_ja="犯罪の相談\n情報の提供", category="police",
        verified_on=datetime.date(2025, 2, 17), email="desk@example.jp",
    )  # fmt: skip
    make_phone(contact, "03-5805-1731")
    make_phone(contact, "#9110", kind="hash", position=2)
    make_phone(contact, "0570-003-110", kind="navi", position=3)
    make_hours(contact)
    make_link(contact, "https://www.example.jp/desk")
    return Contact.objects.with_details().get(pk=contact.pk)


def card_of(contact, version="3.0"):
    return vcards.vcard(contact, "https://seco.example.jp/contacts/mpd/", version)


def unfolded(card):
    return card.replace("\r\n ", "").split("\r\n")


def test_it_begins_and_ends_as_a_card(desk):
    lines = unfolded(card_of(desk))

    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert lines[-2:] == ["END:VCARD", ""]


def test_every_line_ends_with_crlf_and_has_at_most_75_octets(desk):
    card = card_of(desk)

    assert "\n" not in card.replace("\r\n", "")
    assert max(len(line.encode()) for line in card.split("\r\n")) <= 75


def test_folding_never_cuts_a_character():
    folded = vcards.folded("NOTE:" + "窓口" * 60)

    assert folded.replace("\r\n ", "") == "NOTE:" + "窓口" * 60 + "\r\n"
    assert all(line.encode().decode() for line in folded.split("\r\n") if line)


def test_signs_with_a_meaning_are_escaped_and_read_back(desk):
    name = next(line for line in unfolded(card_of(desk)) if line.startswith("FN:"))

    assert name == r"FN:警視庁\; サイバー\, 犯罪\\対策課"


def test_numbers_stand_as_one_dials_them(desk):
    numbers = [line.split(":", 1)[1] for line in unfolded(card_of(desk)) if ".TEL" in line]

    assert numbers == ["03-5805-1731", "#9110", "0570-003-110"]


def test_version_4_gives_tel_addresses_where_there_is_one(desk):
    lines = [line for line in unfolded(card_of(desk, "4.0")) if ".TEL" in line]

    assert lines == [
        'item1.TEL;VALUE=uri;TYPE="work,voice":tel:+81-3-5805-1731',
        'item2.TEL;VALUE=text;TYPE="work,voice":#9110',
        'item3.TEL;VALUE=text;TYPE="work,voice":0570-003-110',
    ]


def test_the_note_says_hours_and_age(desk):
    note = next(line for line in unfolded(card_of(desk)) if line.startswith("NOTE:"))

    assert "月〜金 8:30〜17:15" in note
    assert "2025-02-17" in note
    assert r"犯罪の相談\n情報の提供" in note


def test_the_same_desk_keeps_its_identity(desk):
    uids = {re.search("UID:(.*)", card_of(desk, version))[1] for version in vcards.VERSIONS}

    assert len(uids) == 1


def test_it_is_written_in_the_readers_language(desk):
    with translation.override("en"):
        assert "FN:The mpd desk" in unfolded(card_of(desk))


def test_the_address_answers_with_a_card(client, desk):
    response = client.get("/contacts/mpd.vcf")

    assert response.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'inline; filename="mpd.vcf"'
    assert response.content.decode().startswith("BEGIN:VCARD\r\nVERSION:3.0")


def test_an_unknown_version_gives_the_usual_one(client, desk):
    assert b"VERSION:3.0" in client.get("/contacts/mpd.vcf?version=2.1").content


def test_a_draft_has_no_card(client):
    make_contact("hidden", status="draft")

    assert client.get("/contacts/hidden.vcf").status_code == 404
