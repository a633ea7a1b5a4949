import gzip
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from contacts.models import Contact, Phone
from contacts.tests.factory import make_contact, make_phone
from revisions import append_only, document
from revisions.models import Revision
from revisions.releases import publish_revision
from seco import backups

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled():
    get_user_model().objects.create_user("hanako", password="a long password")
    make_phone(make_contact("police"), "#9110", kind="hash")
    publish_revision(note={"ja": "版", "en": "revision"})
    make_contact("draft", status="draft")


def empty_the_database():
    append_only.remove()
    for model in backups.backed_up_models():
        QuerySet(model)._raw_delete("default")
    append_only.install()


def test_what_was_backed_up_comes_back_whole(filled, tmp_path):
    before = document.text_of(document.dump())
    history = Phone.history.model.objects.values_list("history_id", "history_date", "batch").get()
    call_command("backup", str(tmp_path / "b.gz"))
    empty_the_database()
    assert not Contact.objects.exists()
    call_command("restore", str(tmp_path / "b.gz"))
    assert document.text_of(document.dump()) == before
    assert Phone.history.model.objects.values_list("history_id", "history_date", "batch").get() == history
    assert Revision.objects.get().data["contacts"]
    assert Contact.objects.filter(slug="draft").exists()
    assert get_user_model().objects.get().check_password("a long password")


def test_new_rows_get_new_numbers_after_a_restore(filled, tmp_path):
    backups.backup(tmp_path / "b.gz")
    empty_the_database()
    backups.restore(tmp_path / "b.gz")
    assert make_contact("later").pk not in Contact.objects.exclude(slug="later").values_list("pk", flat=True)


def test_a_filled_database_is_not_restored_over(filled, tmp_path):
    backups.backup(tmp_path / "b.gz")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(tmp_path / "b.gz"))


def test_a_cut_file_restores_nothing(filled, tmp_path):
    backups.backup(tmp_path / "b.gz")
    (tmp_path / "cut.gz").write_bytes((tmp_path / "b.gz").read_bytes()[:-200])
    empty_the_database()
    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", str(tmp_path / "cut.gz"))
    assert not Contact.objects.exists()


def test_a_damaged_line_restores_nothing(filled, tmp_path):
    backups.backup(tmp_path / "b.gz")
    lines = gzip.decompress((tmp_path / "b.gz").read_bytes()).decode().splitlines()
    lines[-1] = lines[-1][:-5]
    (tmp_path / "bad.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    empty_the_database()
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", str(tmp_path / "bad.gz"))
    assert not Contact.objects.exists()


@pytest.mark.parametrize("content", ["no gzip", "no json", '{"format": "x"}'])
def test_another_file_is_refused(tmp_path, content):
    data = content.encode()
    (tmp_path / "x").write_bytes(data if content == "no gzip" else gzip.compress(data))
    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", str(tmp_path / "x"))


def test_a_backup_of_another_version_is_refused(filled, tmp_path):
    backups.backup(tmp_path / "b.gz")
    lines = gzip.decompress((tmp_path / "b.gz").read_bytes()).decode().splitlines()
    header = json.loads(lines[0])
    header["migrations"].append("contacts.9999_later")
    lines[0] = json.dumps(header)
    (tmp_path / "later.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    empty_the_database()
    with pytest.raises(CommandError, match="9999_later"):
        call_command("restore", str(tmp_path / "later.gz"))


def test_the_file_is_for_its_owner_only(filled, tmp_path):
    backups.backup(tmp_path / "b.gz")
    assert (tmp_path / "b.gz").stat().st_mode & 0o077 == 0


def test_a_folder_that_is_not_there_is_said_plainly(filled, tmp_path):
    with pytest.raises(CommandError, match="could not be written"):
        call_command("backup", str(tmp_path / "none" / "b.gz"))
