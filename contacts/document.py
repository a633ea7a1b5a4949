"""The desks' part of the document."""

from revisions.document import Section, register
from revisions.shapes import Child, Shape

from .sources import LinkFields

SOURCED = ("confidence", "source_url", "verified_on")

PHONE = Shape("contacts.Phone", ("number", "kind", "label", "note", "languages", *SOURCED), key="number")
OPENING_HOURS = Shape("contacts.OpeningHours", ("weekdays", "opens", "closes"))
CLOSED_PERIOD = Shape("contacts.ClosedPeriod", ("first_day", "last_day", "reason"))
LINK = Shape("contacts.Link", LinkFields.document_fields, key="url")

CONTACT = Shape(
    "contacts.Contact",
    (
        "slug", "status", "successor", "name", "operator", "summary", "not_handled", "prepare", "cost", "keywords", "audience",
        "area", "languages", "takes_reports", "category", "email", "email_confidence", "online_anytime", "hours_partial",
        "closed_on_holidays", "closed_new_year", "hours_note", "hours_confidence", "hours_source_url", "hours_verified_on",
        "source_note", "in_source", "under_change", *SOURCED,
    ),
    (
        Child("phones", PHONE, "contact"),
        Child("hours", OPENING_HOURS, "contact"),
        Child("closed_periods", CLOSED_PERIOD, "contact"),
        Child("links", LINK, "contact"),
    ),
    key="slug",
)  # fmt: skip


def register_section():
    register(Section("contacts", CONTACT, order=1))
