"""What somebody with a database console does to the record of changes, and whether it is found."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F, QuerySet

from contacts.models import Contact, Phone
from contacts.tests.factory import make_contact, make_phone
from incidents.models import Situation, SituationContact
from incidents.tests.factory import make_situation
from revisions import append_only, document, record_seals, seals, verifying
from revisions.models import DocumentVersion, Revision
from revisions.recording import recording
from revisions.releases import publish_revision

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 1, 3, 0, 0, 123456, tzinfo=UTC)
NOTE = {"ja": "改版", "en": "revision"}


def release(day):
    return publish_revision(note=NOTE, at=DAY + timedelta(days=day, hours=12), person="taro")


@pytest.fixture
def history():
    """Two releases with acts before each of them, and one act after the last; the triggers are away."""
    with recording("登録", at=DAY, person="hanako", note="電話で確認"):
        desk, other = make_contact("desk"), make_contact("other", status="draft")
        make_phone(desk)
        make_situation("trouble", [desk])
    with recording("間違い", at=DAY + timedelta(hours=1)):
        short = make_contact("short-lived", status="draft")
    with recording("取り消し", at=DAY + timedelta(hours=2)):
        short.delete()
    release(0)
    with recording("名前が変わった", at=DAY + timedelta(days=1), person="hanako"):
        desk.name_ja = "新しい名前"
        desk.save()
    release(1)
    with recording("そのあと", at=DAY + timedelta(days=2)):
        other.name_ja = "別の名前"
        other.save()
    append_only.remove()


def rows(model=Contact, **narrowed):
    return QuerySet(model.history.model).filter(**narrowed)


def found():
    return [str(finding) for finding in verifying.findings()]


def numbers(findings):
    """The revisions whose record seal does not fit."""
    return [int(text.split()[1][:-1]) for text in findings if "record seal does not fit" in text]


def test_an_honest_history_is_whole(history):
    assert found() == []


FORGERIES = {
    "the reason of all rows": lambda: [rows(model).update(history_change_reason="偽") for model in TABLES],
    "the person of all rows": lambda: [rows(model).update(history_user_id="jiro") for model in TABLES],
    "the note of all rows": lambda: [rows(model).update(internal_note="偽") for model in TABLES],
    "the reason of an act of one row": lambda: rows(item_slug="short-lived").update(history_change_reason="偽"),
    "public": lambda: rows(item_slug="desk").update(public=False),
    "a draft made public": lambda: rows(item_slug="other").update(public=True),
    "the item": lambda: rows(Phone).update(item_slug="other"),
    "the kind of item": lambda: rows(Phone).update(item_type="situations"),
    "the batch": lambda: rows(Phone).update(batch=uuid4()),
    "a change as an addition": lambda: rows(item_slug="desk", history_type="~").update(history_type="+"),
    "a field taken out": lambda: forge_changes(Contact, "other", lambda changes: changes.pop("name_ja")),
    "all fields taken out": lambda: rows(Phone).update(changes={}),
    "an invented field": lambda: forge_changes(Phone, "desk", lambda changes: changes.update(fax=[None, "1"])),
    "a reference": lambda: forge_changes(
        SituationContact, "trouble", lambda changes: changes.update(contact=[None, "other"])
    ),
    "a pair erased": lambda: rows(item_slug="short-lived")._raw_delete("default"),
    "a time moved by a microsecond": lambda: rows(item_slug="short-lived").update(
        history_date=F("history_date") + timedelta(microseconds=1)
    ),
}
TABLES = (Contact, Phone, Situation, SituationContact)


def forge_changes(model, slug, forge):
    row = rows(model, item_slug=slug).order_by("history_id").first()
    forge(row.changes)
    rows(model, history_id=row.history_id).update(changes=row.changes)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_record_is_found_at_the_first_release_that_sealed_it(history, name):
    FORGERIES[name]()
    only_later = name == "a change as an addition"
    assert numbers(found())[0] == (2 if only_later else 1)


@pytest.mark.parametrize(
    "name, said",
    [
        ("public", "contacts desk, recorded change of 2026-11-01T03:00:00.123456+00:00: it is marked as not public"),
        (
            "the item",
            "contacts other, phones, recorded change of 2026-11-01T03:00:00.123456+00:00: it is recorded under",
        ),
        ("the kind of item", "it is recorded under another kind of item, situations."),
        ("a change as an addition", "it says that something was made which was there already."),
        ("a field taken out", "name_ja changed without being recorded."),
        ("all fields taken out", "changed without being recorded."),
        ("an invented field", "fax: there is no such field."),
        (
            "a reference",
            "situations trouble, contacts, recorded change of 2026-11-01T03:00:00.123456+00:00: contact was",
        ),
    ],
)
def test_where_the_record_contradicts_itself_the_row_is_named(history, name, said):
    FORGERIES[name]()
    assert any(said in text for text in found())


@pytest.mark.parametrize(
    "columns",
    [
        {"released_at": F("released_at") + timedelta(microseconds=1)},
        {"released_at": None},
        {"published_by": "jiro"},
        {"despite": "No finding at all"},
        {"record_seal": "0" * 64},
        {"record_seal": ""},
    ],
)
@pytest.mark.parametrize("number", [1, 2])
def test_a_release_whose_time_person_or_record_seal_was_changed(history, number, columns):
    QuerySet(Revision).filter(number=number).update(**columns)
    if columns == {"record_seal": ""} and number == 1:
        assert numbers(found()) == [2]  # as if the first were from before there were such seals
    else:
        assert found()[0].startswith(f"revision {number}: ")


def test_a_record_seal_made_anew_breaks_the_next_one(history):
    rows(item_slug="short-lived").update(history_change_reason="偽")
    one = Revision.objects.get(number=1)
    seal = record_seals.record_seal(one, Revision.objects.none())
    QuerySet(Revision).filter(number=1).update(record_seal=seal)
    assert numbers(found()) == [2]


def test_what_was_done_after_the_last_release_is_sealed_by_the_next(history):
    late = rows(history_date__gt=DAY + timedelta(days=1, hours=12))
    late.update(history_change_reason="偽")
    assert found() == []
    release(3)
    late.update(history_change_reason="偽の偽")
    assert numbers(found()) == [3]


def test_the_public_chain_does_not_know_the_record_seal(history):
    for revision in Revision.objects.in_order():
        assert "record_seal" not in revision.entry()
        assert revision.record_seal not in revision.document
    assert all(set(entry) == set(revision.entry()) for entry in document.dump()["revisions"])


def test_revisions_that_came_with_a_document_bear_no_record_seal(history):
    document.add_lost_revision({**Revision.objects.get(number=2).entry(), "number": 3, "previous_digest": "0" * 64})
    revision = Revision.objects.get(number=3)
    assert (revision.record_seal, revision.outermost_seal) == ("", revision.seal)
    assert DocumentVersion.objects.get().latest_number == 3


def test_a_release_from_before_there_were_record_seals_is_covered_by_the_next(history):
    QuerySet(Revision).all().update(record_seal="")
    DocumentVersion.remember(Revision.objects.get(number=2))
    assert found() == []
    release(3)
    assert found() == []
    rows(item_slug="short-lived").update(history_change_reason="偽")
    assert numbers(found()) == [3]


def test_a_span_is_the_same_however_its_moments_are_written_and_in_whatever_pieces_it_is_read(history, monkeypatch):
    end = DAY + timedelta(hours=12)
    whole = record_seals.span_digest(None, end)
    monkeypatch.setattr("revisions.record.PIECE", 1)
    assert record_seals.span_digest(None, end.astimezone(timezone(timedelta(hours=9)))) == whole
    assert record_seals.span_digest(DAY, end) != whole


def test_a_span_has_the_same_digest_on_both_databases(monkeypatch):
    """The rows are made with numbers of their own, so that the digest is a known one."""
    append_only.remove()
    row = Contact.history.model(
        history_id=900, id=7, slug="desk", status="published", category="legal", name_ja="窓口", successor_id=3,
        history_date=DAY, history_type="+", batch="00000000-0000-0000-0000-000000000001", item_type="contacts",
        item_slug="desk", public=True, history_user_id="hanako", history_change_reason="登録", internal_note="",
        changes={"slug": [None, "desk"], "closed_new_year": [None, True], "position": [None, 2]},
    )  # fmt: skip
    QuerySet(Contact.history.model).bulk_create([row])
    line = (
        '["contacts.contact",{"batch":"00000000-0000-0000-0000-000000000001","changes":{"closed_new_year":[null,true],'
        '"position":[null,2],"slug":[null,"desk"]},"history_change_reason":"登録","history_date":'
        '"2026-11-01T03:00:00.123456+00:00","history_id":900,"history_type":"+","history_user_id":"hanako","id":7,'
        '"internal_note":"","item_slug":"desk","item_type":"contacts","public":true,"refers_to":{"successor_id":3}}]\n'
    )
    assert record_seals.span_digest(None, DAY) == seals.digest(line), connection.vendor


def test_sealing_reads_in_pieces_and_holds_none_of_them(history, django_assert_max_num_queries):
    with django_assert_max_num_queries(3 * len(append_only.protected_tables())):
        record_seals.span_digest(None, DAY + timedelta(hours=12))
