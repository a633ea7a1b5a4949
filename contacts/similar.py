"""What stands near a desk: desks for the same trouble, and the situations that lead to it."""

from django.db.models import Count, Q

from .models import Contact

SHOWN = 4


def similar_desks(contact):
    """Published desks that share most situations with this one, then those of its category; at most four, as
    ``{title, hint, url}``."""
    shared = Q(in_situations__situation__in=situations_of(contact))
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
    situations = contact.in_situations.model._meta.get_field("situation").related_model  # of an app that we do not know
    return situations.objects.published().filter(desks__contact=contact).order_by("position", "pk")
