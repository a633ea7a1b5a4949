"""Two editors at once: what one saved while the other waited for a turn is not written over."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from contacts.models import Contact
from contacts.tests.factory import make_contact
from incidents.models import Situation
from incidents.tests.factory import make_situation
from revisions.models import DocumentVersion
from revisions.recording import recording
from revisions.releases import publish_revision
from revisions.tests.forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """Has `act` done by another editor just before the next act gets its turn. (In the same transaction: an act that is
    refused takes `act` back, too.)"""
    plain = DocumentVersion.hold

    def arrange(act):
        def wait():
            monkeypatch.setattr(DocumentVersion, "hold", plain)
            with recording("先の人"):
                act()
            plain()

        monkeypatch.setattr(DocumentVersion, "hold", wait)

    return arrange


def rename(model, **fields):
    """Saves `fields` of the only row, read anew."""
    row = model.objects.get()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def back_to_draft(client, contact):
    return client.post(
        reverse("admin:contacts_contact_changelist"),
        {
            "action": "back_to_draft",
            ACTION_CHECKBOX_NAME: [contact.pk],
            "confirmed": "yes",
            "change_reason": "見直し",
            "internal_note": "",
        },
    )


def test_a_status_keeps_what_was_saved_meanwhile(admin_client, meanwhile):
    contact = make_contact("desk")
    meanwhile(lambda: rename(Contact, name_ja="新しい名前"))
    back_to_draft(admin_client, contact)
    contact.refresh_from_db()
    assert (contact.status, contact.name_ja) == ("draft", "新しい名前")
    assert Contact.history.latest("history_id").changes == {"status": ["published", "draft"]}


def test_a_status_for_what_was_deleted_meanwhile_is_refused(admin_client, meanwhile):
    contact = make_contact("desk")
    meanwhile(lambda: Contact.objects.get().delete())
    assert "deskの窓口: もうありません。" in back_to_draft(admin_client, contact).content.decode()


def test_a_move_keeps_what_was_saved_meanwhile(admin_client, meanwhile):
    make_situation("first", position=1)
    second = make_situation("second", position=2)

    def act():
        row = Situation.objects.get(slug="second")
        row.title_ja = "新しい題"
        row.save()

    meanwhile(act)
    admin_client.post(reverse("admin:incidents_situation_move"), {"move": f"{second.pk}:in"})
    second.refresh_from_db()
    assert (second.parent.slug, second.title_ja) == ("first", "新しい題")


def test_a_restore_is_refused_when_somebody_saved_meanwhile(admin_client, meanwhile):
    with recording("新規登録") as first:
        make_contact("desk", name_ja="最初の名前")
    rename(Contact, name_ja="次の名前")
    address = reverse("admin:contacts_contact_restore", args=["desk", first.id])
    data = fields_of(admin_client.get(address)) | {"change_reason": "戻す"}
    meanwhile(lambda: rename(Contact, email="new@desk.example.jp"))
    assert "内容が変わりました" in admin_client.post(address, data).content.decode()
    assert Contact.objects.get().name_ja == "次の名前"


def test_a_restore_of_everything_is_refused_when_somebody_saved_meanwhile(admin_client, meanwhile):
    make_contact("desk", name_ja="最初の名前")
    revision = publish_revision(note={"ja": "最初", "en": "first"})
    rename(Contact, name_ja="次の名前")
    address = reverse("admin:revisions_revision_restore", args=[revision.number])
    data = fields_of(admin_client.get(address)) | {"change_reason": "戻す"}
    meanwhile(lambda: rename(Contact, email="new@desk.example.jp"))
    assert "内容が変わりました" in admin_client.post(address, data).content.decode()
    assert Contact.objects.get().name_ja == "次の名前"
