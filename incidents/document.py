"""The flow's and the playbooks' parts of the document."""

from contacts.sources import LinkFields
from revisions.document import Section, register
from revisions.shapes import Child, Shape

SITUATION = Shape(
    "incidents.Situation",
    (
        "slug", "status", "successor", "parent", "title", "hint", "question", "advice", "avoid", "script", "prepare", "urgency",
        "origin", "origin_note", "leads_to", "playbook", "keywords",
    ),
    (Child("contacts", Shape("incidents.SituationContact", ("contact", "reason"), key="contact"), "situation"),),
    key="slug",
)  # fmt: skip

STEP = Shape(
    "incidents.Step",
    (
        "slug", "phase", "kind", "title", "detail", "why", "caution", "if_cannot", "owner_role", "leads_to", "deadline_hours",
        "deadline_latest_hours", "deadline_note", "deadline_source_url", "deadline_confidence",
    ),
    (
        Child("contacts", Shape("incidents.StepContact", ("contact",), key="contact"), "step", bare="contact"),
        Child("links", Shape("incidents.StepLink", LinkFields.document_fields, key="url"), "step"),
    ),
    key="slug",
)  # fmt: skip

PLAYBOOK = Shape(
    "incidents.IncidentPlaybook",
    ("slug", "status", "successor", "title", "summary", "keywords", "origin", "origin_note"),
    (Child("steps", STEP, "playbook", tree="parent"),),
    key="slug",
)


def register_sections():
    register(Section("playbooks", PLAYBOOK, order=2))
    register(Section("situations", SITUATION, order=3))
