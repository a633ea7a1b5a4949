"""Situations and playbooks for tests: plain functions with sensible defaults."""

from contacts.tests.factory import make_contact, make_hours, make_phone
from incidents.models import IncidentPlaybook, Situation, SituationContact, Step


def make_situation(slug="trouble", contacts=(), **fields):
    fields = {"status": "published", "title_ja": f"{slug}が起きた", "title_en": f"{slug} happened", **fields}
    situation = Situation.objects.create(slug=slug, **fields)
    for position, contact in enumerate(contacts, 1):
        SituationContact.objects.create(
            situation=situation, contact=contact, position=position, reason_ja="理由", reason_en="reason"
        )
    return situation


def make_playbook(slug="plan", steps=(), **fields):
    fields = {"status": "published", "title_ja": f"{slug}の手順", "title_en": f"The {slug} plan", **fields}
    playbook = IncidentPlaybook.objects.create(slug=slug, **fields)
    for position, step in enumerate(steps, 1):
        make_step(playbook, step, position=position)
    return playbook


def make_step(playbook, slug="isolate", **fields):
    fields = {
        "phase": "contain", "title_ja": f"{slug}する", "title_en": f"Do {slug}", "owner_role_ja": "担当", "owner_role_en": "IT",
        **fields,
    }  # fmt: skip
    return Step.objects.create(playbook=playbook, slug=slug, **fields)


def make_desk(slug, number="03-1234-5678", kind="geographic", **fields):
    """A desk that answers on weekdays, with one number."""
    contact = make_contact(slug, **fields)
    make_phone(contact, number, kind=kind)
    make_hours(contact)
    return contact


def text_of(client, slug="trouble", query=""):
    """The page of a situation, as written."""
    response = client.get(f"/situations/{slug}/{query}")
    assert response.status_code == 200
    return response.content.decode()
