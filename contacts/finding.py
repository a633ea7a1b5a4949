"""The desks that fit a text, best first."""

from . import searching
from .models import Contact


def found(text):
    """Published desks with their details, in the order of the search."""
    contacts = Contact.objects.published().with_details()
    order = {slug: place for place, slug in enumerate(searching.search(text))}
    return sorted(contacts.filter(slug__in=order), key=lambda contact: order[contact.slug])
