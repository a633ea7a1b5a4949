"""A database that takes nothing: one plain sentence where somebody tried, and nothing half-written."""

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Contact
from contacts.tests.factory import make_contact
from revisions import document, release_checks
from revisions.items import dump_item, load_item
from revisions.models import Revision
from revisions.recording import recording
from revisions.releases import NotReleased, publish_revision
from revisions.tests.forms import fields_of
from revisions.writing import Unloadable

pytestmark = pytest.mark.django_db
NOTE = {"ja": "改版", "en": "Revision"}
SAID = "データベースに書き込めなかったので、何も変えていません"


@pytest.fixture(autouse=True)
def desk():
    desk = make_contact("desk")
    publish_revision(note=NOTE)
    with recording("直した"):
        desk.name_ja = "新しい名前"
        desk.save()
    return desk


def assert_unchanged():
    assert Revision.objects.count() == 1
    assert Contact.objects.get().name_ja == "新しい名前"


def test_a_release_says_so(read_only):
    read_only()
    with pytest.raises(NotReleased, match=SAID):
        publish_revision(note=NOTE)
    assert_unchanged()


def test_the_command_says_so(read_only):
    read_only()
    with pytest.raises(CommandError, match=SAID):
        call_command("publish_revision", note_ja="改版", note_en="Revision", despite="試し")
    assert_unchanged()


def test_loading_and_restoring_an_item_say_so(read_only):
    first, then = Revision.objects.get().data, dump_item(Contact, "desk") | {"status": "retired"}
    read_only()
    with pytest.raises(Unloadable, match=SAID):
        document.load(first, reason="戻す")
    with pytest.raises(Unloadable, match=SAID):
        load_item(Contact, then, reason="戻す")
    assert_unchanged()


def test_the_release_page_keeps_what_was_typed_and_says_so(admin_client, read_only, monkeypatch):
    monkeypatch.setattr(release_checks, "_checks", [])
    address = "/admin/revisions/revision/release/"
    data = fields_of(admin_client.get(address)) | {"kind": "minor", "note_ja": "消えては困る文"}
    read_only()
    answer = admin_client.post(address, data)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert SAID in text
    assert "消えては困る文" in text
    assert_unchanged()


def test_the_page_that_restores_the_document_says_so(admin_client, read_only):
    address = "/admin/revisions/revision/1/restore/"
    data = fields_of(admin_client.get(address)) | {"change_reason": "第1版に戻す"}
    read_only()
    answer = admin_client.post(address, data)
    assert answer.status_code == 200
    assert SAID in answer.content.decode()
    assert_unchanged()
