"""Desks for tests: plain functions with sensible defaults."""

from datetime import datetime

from contacts.models import ClosedPeriod, Contact, Link, OpeningHours, Phone

# Moments at which pages are asked for: most desks answer in the one, few in the other.
TUESDAY = datetime.fromisoformat("2026-11-24T14:05:00+09:00")
NIGHT = datetime.fromisoformat("2026-11-24T22:00:00+09:00")


def make_contact(slug="desk", **fields):
    fields = {
        "status": "published",
        "category": "technical",
        "name_ja": f"{slug}の窓口",
        "name_en": f"The {slug} desk",
        **fields,
    }
    return Contact.objects.create(slug=slug, **fields)


def make_phone(contact, number="03-1234-5678", **fields):
    fields = {"kind": "geographic", "label_ja": "相談", "label_en": "Advice", **fields}
    return Phone.objects.create(contact=contact, number=number, **fields)


def make_hours(contact, weekdays="mon,tue,wed,thu,fri", opens="08:30", closes="17:15"):
    return OpeningHours.objects.create(contact=contact, weekdays=weekdays, opens=opens, closes=closes)


def make_closed_period(contact, first_day, last_day, **fields):
    return ClosedPeriod.objects.create(contact=contact, first_day=first_day, last_day=last_day, **fields)


def make_link(contact, url="https://desk.example.jp/", **fields):
    return Link.objects.create(contact=contact, url=url, **{"label_ja": "案内", "label_en": "Guide", **fields})
