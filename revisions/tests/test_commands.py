import datetime
import json

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Contact
from contacts.tests.factory import make_contact, make_phone
from revisions import document, seals
from revisions.models import Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def dumped(tmp_path):
    make_contact("police")
    call_command("dump_document", output=str(tmp_path / "d.json"))
    return tmp_path / "d.json"


def test_a_dumped_file_has_the_document_s_bytes_and_the_command_says_their_digest(tmp_path, capsys):
    make_contact("police")
    call_command("dump_document", output=str(tmp_path / "d.json"))
    text = (tmp_path / "d.json").read_bytes().decode()
    assert text == document.text_of(document.dump())
    assert seals.digest(text) in capsys.readouterr().out


def test_the_document_goes_to_standard_output_as_bytes(capfdbinary):
    make_contact("police")
    call_command("dump_document")
    assert json.loads(capfdbinary.readouterr().out)["contacts"][0]["slug"] == "police"


def test_a_file_that_can_t_be_written_is_said_plainly(tmp_path):
    with pytest.raises(CommandError, match="could not be written"):
        call_command("dump_document", output=str(tmp_path / "no" / "d.json"))


def change(file):
    data = json.loads(file.read_text())
    data["contacts"][0]["name"]["ja"] = "新しい名前"
    data["contacts"].append(
        {"slug": "new", "status": "published", "category": "legal", "name": {"ja": "新", "en": "new"}}
    )
    file.write_text(json.dumps(data))


def test_loading_says_what_it_did_and_records_why(dumped, capsys):
    change(dumped)
    call_command("load_document", str(dumped), reason="隣の役所から")
    assert "1 added, 1 changed, 0 removed" in capsys.readouterr().out
    assert Contact.objects.get(slug="police").name_ja == "新しい名前"
    assert set(
        Contact.history.model.objects.exclude(history_change_reason="").values_list("history_change_reason", flat=True)
    ) == {"隣の役所から"}


def test_a_dry_run_changes_nothing(dumped, capsys):
    change(dumped)
    call_command("load_document", str(dumped), dry_run=True)
    assert "Would load" in capsys.readouterr().out
    assert Contact.objects.count() == 1
    assert Contact.history.model.objects.count() == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"format": "other/1"}', "\udcff"])
def test_a_malformed_file_loads_nothing_with_one_clear_message(tmp_path, text):
    (tmp_path / "bad.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(CommandError) as refused:
        call_command("load_document", str(tmp_path / "bad.json"))
    assert "bad.json" in str(refused.value)
    assert not Contact.objects.exists()


def test_a_missing_file_is_said_plainly(tmp_path):
    with pytest.raises(CommandError, match="could not be read"):
        call_command("load_document", str(tmp_path / "none.json"))


def test_releasing_by_command(capsys):
    make_contact("police")
    call_command("publish_revision", note_ja="追加", note_en="Added", despite="試し", date=datetime.date(2026, 11, 22))
    assert (Revision.objects.get().number, str(Revision.objects.get().released_on)) == (1, "2026-11-22")
    assert "Released revision 1" in capsys.readouterr().out


def test_what_lint_finds_stops_a_release_until_somebody_says_why(capsys):
    make_contact("police", name_en="")
    with pytest.raises(CommandError, match="say why with --despite") as refused:
        call_command("publish_revision", note_ja="追加", minor=True)
    assert "contacts police" in str(refused.value)
    assert not Revision.objects.exists()
    call_command("publish_revision", note_ja="追加", minor=True, despite="英語は来週")
    assert Revision.objects.get().despite.startswith("英語は来週\n- contacts police")
    assert "Left as it is (英語は来週): contacts police" in capsys.readouterr().out


def test_nothing_new_is_no_revision():
    contact = make_contact("police", online_anytime=True)
    make_phone(contact)
    call_command("publish_revision", note_ja="追加", minor=True)
    with pytest.raises(CommandError, match="Nothing has changed since revision 1"):
        call_command("publish_revision", note_ja="追加", minor=True)
    contact.name_ja = "新しい名前"
    contact.save()
    call_command("publish_revision", note_ja="改名", minor=True)
    assert Revision.objects.count() == 2


def test_a_major_revision_without_english_is_refused():
    with pytest.raises(CommandError):
        call_command("publish_revision", note_ja="追加")
    assert not Revision.objects.exists()


def test_a_minor_revision_by_command():
    call_command("publish_revision", note_ja="誤字", minor=True)
    assert Revision.objects.get().kind == "minor"
