import pytest
from django.utils import timezone

from contacts.tests.factory import make_contact, make_phone
from revisions import document
from revisions.recording import recording

pytestmark = pytest.mark.django_db


def slugs(moment):
    return [desk["slug"] for desk in document.dump(at=moment)["contacts"]]


def test_an_item_is_there_from_its_addition_until_its_removal():
    before = timezone.now()
    with recording("登録"):
        make_phone(make_contact("desk"))
    while_there = timezone.now()
    with recording("削除"):
        type(make_contact("other")).objects.get(slug="desk").delete()
    assert (slugs(before), slugs(while_there), slugs(timezone.now())) == ([], ["desk"], ["other"])
