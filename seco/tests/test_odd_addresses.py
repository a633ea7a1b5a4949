"""Addresses of the editors' desk that nobody has written by a link: a page that is not there, never a fault."""

import pytest

from contacts.tests.factory import make_contact
from incidents.tests.factory import make_playbook, make_situation
from roadmap.tests.factory import make_stage

pytestmark = pytest.mark.django_db
NUMBERS = ["²", "9" * 26, "-1", "x"]


@pytest.fixture(autouse=True)
def content():
    make_contact("desk")
    make_situation("trouble")
    make_playbook("plan", steps=["isolate"])
    make_stage(1)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "address",
    [
        "/admin/incidents/incidentplaybook/{}/change/",
        "/admin/incidents/step/{}/change/",
        "/admin/contacts/contact/{}/change/",
        "/admin/roadmap/roadmapstage/past/{}/",
        "/admin/roadmap/roadmapstage/past/{}/5f0c1a52-8d2e-4d55-9d0b-0f1c2a3b4c5d/",
    ],
)
def test_a_number_that_no_row_has(admin_client, address, number):
    assert admin_client.get(address.format(number)).status_code in (302, 404)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", ["playbook", "parent"])
def test_a_new_step_of_nothing_is_an_empty_form(admin_client, name, number):
    assert admin_client.get("/admin/incidents/step/add/", {name: number}).status_code == 200


@pytest.mark.parametrize("number", NUMBERS)
def test_a_move_of_nothing(admin_client, number):
    assert admin_client.post("/admin/incidents/situation/move/", {"move": f"{number}:up"}).status_code == 404


@pytest.mark.parametrize("number", NUMBERS)
def test_a_release_since_nothing(admin_client, number):
    assert admin_client.post("/admin/revisions/revision/release/", {"since": number}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/admin/contacts/contact/?category__exact=%00",
        "/en/admin/contacts/contact/?area=%00",
        "/admin/revisions/revision/?kind__exact=%00",
        "/admin/autocomplete/?app_label=incidents&model_name=situationcontact&field_name=contact&term=%00",
    ],
)
def test_a_nul_is_in_no_address(admin_client, address):
    assert admin_client.get(address).status_code == 404


def test_patterns_are_not_for_addresses(admin_client):
    assert admin_client.get("/admin/contacts/contact/?slug__regex=(").status_code == 400
