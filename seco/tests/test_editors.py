"""The groups that a new installation starts with are enough for the work, and for no more."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from contacts.models import Contact
from revisions.tests.forms import save
from seco import editors

pytestmark = pytest.mark.django_db
RELEASE = "/admin/revisions/revision/release/"


@pytest.fixture(params=list(editors.GROUPS))
def member(request, client, django_user_model):
    """A signed-in member of a group."""
    call_command("seed", verbosity=0)
    user = django_user_model.objects.create_user("member", is_staff=True)
    user.groups.add(Group.objects.get(name=request.param))
    client.force_login(user)
    return client, "Releasing" in request.param


def test_a_member_changes_a_number_and_releases_only_if_that_is_the_group(member):
    client, may_release = member
    desk = Contact.objects.get(slug="mpd-cyber")
    changes = {"phones-0-number": "03-1234-5678", "change_reason": "番号が変わった"}
    assert save(client, f"/admin/contacts/contact/{desk.pk}/change/", changes).status_code == 302
    assert desk.phones.first().number == "03-1234-5678"
    for address in ("", "incidents/step/", "roadmap/roadmapmission/", "seco/unansweredwords/", "revisions/revision/"):
        assert client.get(f"/admin/{address}").status_code == 200, address
    assert client.get(RELEASE).status_code == (200 if may_release else 403)
    assert client.get("/admin/auth/user/").status_code == 403


def test_an_office_with_groups_of_its_own_keeps_them():
    Group.objects.create(name="本課")
    editors.make_groups()
    assert [group.name for group in Group.objects.all()] == ["本課"]
