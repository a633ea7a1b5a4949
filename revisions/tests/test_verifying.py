import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, QuerySet

from contacts.models import Contact, Phone
from contacts.tests.factory import make_contact, make_phone
from revisions import append_only, seals, verifying
from revisions.models import DocumentVersion, Revision
from revisions.record_checks import record_findings
from revisions.recording import recording
from revisions.releases import NotReleased, publish_revision

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 1, tzinfo=UTC)


def release(day):
    note = {"ja": f"{day}日目の改版", "en": f"The revision of day {day}"}
    return publish_revision(
        note=note, at=DAY + timedelta(days=day, hours=12), released_on=(DAY + timedelta(days=day)).date()
    )


@pytest.fixture
def history():
    """Three revisions, a day apart, with a change before each."""
    with recording("登録", at=DAY, person="hanako"):
        phone = make_phone(make_contact("desk"))
    release(0)
    for day in (1, 2):
        with recording("番号が変わった", at=DAY + timedelta(days=day)):
            phone.number = f"03-1111-000{day}"
            phone.save()
        release(day)


@pytest.fixture
def open_tables(history):
    """The triggers are away, as for somebody with a database console."""
    append_only.remove()


def forge(which, /, **columns):
    QuerySet(Revision).filter(number=which).update(**columns)


def record(model):
    return model.history.model.objects.order_by("history_id")


def first(checkpoints=()):
    return str(next(verifying.findings(checkpoints), "nothing"))


def in_the_record():
    """The first row of the record that contradicts another."""
    return ": ".join(next(record_findings()))


def kept_checkpoints():
    return json.loads(json.dumps(verifying.checkpoints()))["revisions"]


def test_an_honest_history_is_whole(history):
    assert first(kept_checkpoints()) == "nothing"


def test_one_changed_byte_of_a_document(open_tables):
    text = Revision.objects.get(number=2).document
    forge(2, document=text.replace("03-1111-0001", "03-1111-0009"))
    assert first().startswith("revision 2: its document has the SHA-256")


def test_one_changed_byte_with_a_new_digest(open_tables):
    text = Revision.objects.get(number=2).document.replace("03-1111-0001", "03-1111-0009")
    forge(2, document=text, digest=seals.digest(text))
    assert first().startswith("revision 2: its seal")


@pytest.mark.parametrize(
    "columns",
    [
        {"note_ja": "別の内容"},
        {"note_en": "Another note"},
        {"kind": "minor"},
        {"released_on": DAY.date()},
        {"seal": "0" * 64},
    ],
)
def test_a_changed_note_kind_date_or_seal(open_tables, columns):
    forge(2, **columns)
    assert first().startswith("revision 2: its seal")


def test_a_changed_previous_digest(open_tables):
    forge(2, previous_digest="1" * 64)
    assert first().startswith("revision 2: its previous digest")


def test_a_removed_document(open_tables):
    forge(3, document="")
    assert first().startswith("revision 3: its document is gone")


def test_another_order(open_tables):
    for number, new in [(2, 99), (3, 2), (99, 3)]:
        forge(number, number=new)
    assert first().startswith("revision 2: ")


def test_a_revision_put_in_between(open_tables):
    one = Revision.objects.get(number=1)
    for number in (3, 2):
        forge(number, number=number + 1)
    Revision(
        number=2, released_on=one.released_on, note_ja="偽", note_en="x", document=one.document, digest=one.digest,
        previous_digest="2" * 64, released_at=one.released_at,
    ).save()  # fmt: skip
    assert first().startswith("revision 2: ")


def test_a_revision_taken_out_of_the_middle(open_tables):
    QuerySet(Revision).filter(number=2)._raw_delete("default")
    assert first().startswith("revision 2: it is missing")


@pytest.mark.parametrize("numbers", [[3], [2, 3], [1, 2, 3]])
def test_revisions_that_were_simply_dropped_from_the_end_are_missed(open_tables, numbers):
    QuerySet(Revision).filter(number__in=numbers)._raw_delete("default")
    assert first() == f"revision {numbers[0]}: it was there, up to revision 3, but is not here any more."


def test_a_last_revision_that_was_dropped_and_made_forgotten_is_known_from_the_checkpoints(open_tables):
    kept = kept_checkpoints()
    QuerySet(Revision).filter(number=3)._raw_delete("default")
    DocumentVersion.remember(Revision.objects.get(number=2))
    assert first() == "nothing"
    assert first(kept) == "revision 3: the checkpoints have it, but it is not here any more."


def test_a_memory_of_the_latest_release_that_is_gone_is_said(open_tables):
    DocumentVersion.objects.all().delete()
    assert first() == "revision 3: it is not what was remembered of the latest release."


def test_a_last_revision_in_the_place_of_another_is_not_what_is_remembered(open_tables):
    DocumentVersion.objects.update(latest_seal="0" * 64)
    assert first() == "revision 3: it is not what was remembered of the latest release."


@pytest.mark.parametrize("number", [2, 3])
def test_a_document_that_was_emptied_together_with_its_time_and_record_seal(open_tables, number):
    forge(number, document="", released_at=None, record_seal="")
    assert first() == f"revision {number}: its document is gone, though those of revisions before it are kept."


def test_checkpoints_from_before_there_were_record_seals_still_compare(history):
    old = [{name: value for name, value in entry.items() if name != "record_seal"} for entry in kept_checkpoints()]
    assert first(old) == "nothing"


def test_checkpoints_know_the_record_seal(history):
    kept = kept_checkpoints()
    kept[1]["record_seal"] = "0" * 64
    assert first(kept) == "revision 2: not what the checkpoints say: record_seal."


def test_a_chain_written_anew_is_known_from_the_checkpoints_and_from_the_record(open_tables):
    kept, before = kept_checkpoints(), Revision.objects.get(number=1)
    for number in (2, 3):
        one = Revision.objects.get(number=number)
        data = json.loads(one.document.replace("03-1111-0001", "03-1111-0009"))
        data["revisions"] = [earlier.entry() for earlier in Revision.objects.filter(number__lt=number).in_order()]
        one.document = seals.canonical(data)
        one.digest, one.previous_digest = seals.digest(one.document), before.digest
        seal = seals.seal(one.entry(), before.seal)
        forge(number, document=one.document, digest=one.digest, previous_digest=one.previous_digest, seal=seal)
        before = Revision.objects.get(number=number)
    assert list(verifying.chain_findings(list(Revision.objects.in_order()))) == []
    assert first().startswith("revision 2: its document and the record disagree: contacts desk, phones")
    assert first(kept) == "revision 2: not what the checkpoints say: digest, seal."


# The record


def test_a_record_in_another_time_zone_is_found_at_the_revision_it_crosses(open_tables):
    record(Phone).update(history_date=F("history_date") + timedelta(hours=15))
    assert first().startswith("revision 1: its document and the record disagree: contacts desk, phones")


def test_one_row_in_another_time_zone_is_found_though_it_crosses_no_revision(open_tables):
    record(Phone).filter(history_type="+").update(history_date=F("history_date") - timedelta(hours=9))
    assert first().startswith("revision 1: its record seal")
    assert in_the_record().startswith(
        "contacts desk, phones, recorded change of 2026-10-31T15:00:00+00:00: history_date"
    )


def test_a_changed_value_in_the_record(open_tables):
    record(Phone).filter(history_date__gt=DAY, history_date__lt=DAY + timedelta(days=2)).update(number="03-9999-9999")
    assert first().startswith(
        "revision 2: its document and the record disagree: contacts desk, phones.03-9999-9999.number"
    )


def test_a_changed_difference_in_the_record(open_tables):
    record(Phone).filter(history_date__gt=DAY + timedelta(days=1)).update(changes={"number": ["03-1", "03-2"]})
    assert first().startswith("revision 3: its record seal")
    assert (
        in_the_record()
        == "contacts desk, phones, recorded change of 2026-11-03T00:00:00+00:00: number was not changed as recorded."
    )


def test_a_changed_person_or_reason_in_one_row_of_an_act(open_tables):
    record(Phone).filter(history_type="+").update(history_user_id="taro")
    assert "history_user_id" in in_the_record()


def test_a_removed_row_of_the_record(open_tables):
    record(Contact).filter(item_slug="desk")._raw_delete("default")
    assert first().startswith("revision 1: its document and the record disagree: contacts desk")


def test_content_that_was_changed_past_the_record(open_tables):
    QuerySet(Phone).update(number="03-9999-9999")
    assert first() == "contacts desk, phones: number: not what was recorded last."


def test_content_that_was_removed_past_the_record(open_tables):
    QuerySet(Phone).all()._raw_delete("default")
    assert first() == "contacts desk, phones: recorded, but it is not there any more, and nobody removed it."


def test_content_that_was_put_there_past_the_record(open_tables):
    QuerySet(Phone).bulk_create([Phone(contact=Contact.objects.get(), number="188", kind="short")])
    assert first().endswith("it stands there, but was never recorded.")


def test_a_draft_is_checked_as_well(history):
    append_only.remove()
    make_contact("draft", status="draft")
    QuerySet(Contact).filter(slug="draft").update(name_ja="すり替え")
    assert first().startswith("contacts draft: name_ja")


# The command


def test_the_command_says_that_the_history_is_whole(history, capsys, tmp_path):
    (tmp_path / "c.json").write_text(json.dumps(verifying.checkpoints()))
    call_command("verify_revisions", checkpoints=str(tmp_path / "c.json"))
    said = capsys.readouterr().out
    assert "The history is whole." in said
    assert "can't be proven" not in said


def test_without_checkpoints_the_command_says_that_the_end_is_unproven(history, capsys):
    call_command("verify_revisions")
    assert "dropped from its end" in capsys.readouterr().out


def test_the_command_names_the_first_wrong_place(open_tables):
    forge(2, note_ja="別の内容")
    with pytest.raises(CommandError, match="First at revision 2: its seal"):
        call_command("verify_revisions")


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"format": "seco-checkpoints/1"}', '{"format":"seco-checkpoints/1","revisions":[{"number":"1"}]}'],
)
def test_a_file_that_holds_no_checkpoints_is_refused(tmp_path, text):
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(CommandError, match=r"c\.json could not be read"):
        call_command("verify_revisions", checkpoints=str(tmp_path / "c.json"))


def test_a_missing_file_is_said_plainly(tmp_path):
    with pytest.raises(CommandError, match="could not be read"):
        call_command("verify_revisions", checkpoints=str(tmp_path / "none.json"))


def test_the_published_checkpoints_have_what_a_seal_is_made_of(client, history):
    (one, *_others) = client.get("/revisions/checkpoints.json").json()["revisions"]
    revision = Revision.objects.get(number=1)
    assert (
        one["seal"]
        == revision.seal
        == seals.seal({k: v for k, v in one.items() if k not in ("seal", "record_seal", "document")}, "")
    )
    assert one["record_seal"] == revision.record_seal
    assert client.get(one["document"]).content == revision.document.encode()


# What is wrong is neither served as right nor built upon


def test_a_changed_document_is_neither_shown_as_right_nor_released_upon(client, open_tables):
    forged = Revision.objects.latest_released()
    forge(forged.number, document=forged.document.replace("窓口", "偽窓口", 1))
    for address in (f"/revisions/{forged.number}/", f"/revisions/{forged.number}/document/"):
        assert "公開したときの一覧ではありません" in client.get(address).content.decode()
    answer = client.get(f"/revisions/{forged.number}/document.json")
    assert answer.status_code == 500
    assert "X-Seco-Digest" not in answer
    with pytest.raises(NotReleased, match="verify_revisions"):
        publish_revision(note={"ja": "次", "en": "next"})
