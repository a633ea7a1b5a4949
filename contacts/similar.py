"""What stands near a desk: desks for the same trouble, and the situations that lead to it."""

from django.db.models import Count, Q

from revisions.tracked import Status

from .models import Contact

SHOWN = 4


def similar_desks(contact):
    """Published desks that share most situations with this one, then those of its category; at most four, as
    ``{title, hint, url}``."""
    shared = Q(
        in_situations__situation__in=contact.in_situations.values("situation"),
        in_situations__situation__status=Status.PUBLISHED,
    )
    others = Contact.objects.published().exclude(pk=contact.pk).annotate(shared=Count("in_situations", filter=shared))
    near = others.filter(Q(shared__gt=0) | Q(category=contact.category))
    nearest = sorted(near, key=lambda other: (other.category != contact.category, -other.shared, other.position))
    return [_choice(other) for other in nearest[:SHOWN]]


def _choice(contact):
    return {
        "title": contact.name,
        "hint": next(iter(contact.summary_lines), ""),
        "url": contact.get_absolute_url(),
    }


def situations_of(contact):
    """The published situations that lead to this desk, in the flow's order."""
    rows = contact.in_situations.filter(situation__status=Status.PUBLISHED)
    return [row.situation for row in rows.select_related("situation").order_by("situation__position", "situation_id")]
