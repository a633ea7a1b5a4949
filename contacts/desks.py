"""A desk as a page shows it at one moment: its state, its age, and why it stands where it stands."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext as _

from revisions.codes import CodesField

from .hours import TOKYO, State, state_at
from .models import REVIEW_AFTER_DAYS, Contact
from .on_paper import on_paper
from .reader import OTHER_AREA, OTHER_AUDIENCE, why_not


@dataclass(frozen=True)
class Desk:
    """`back`: why this desk does not serve the reader, or "". `elsewhere`: desks to use outside its area. `for_whom`: the
    sentence to say where it is put before others, or ""."""

    contact: Contact
    state: State
    stale: bool
    reason: str = ""
    back: str = ""
    elsewhere: tuple[Contact, ...] = ()
    first: bool = False
    for_whom: str = ""

    def but(self, **changes):
        return replace(self, **changes)

    @property
    def paper(self):
        return on_paper(self.contact)

    @property
    def is_writable(self):
        """Whether something can be sent to it at any hour."""
        return self.contact.online_anytime and can_be_written_to(self.contact)


def desk_at(contact, moment, reason=""):
    """`contact` (with its details) at an aware moment."""
    return Desk(contact, state_at(contact.hours, moment), is_stale(contact, moment), reason)


def can_be_written_to(contact):
    return bool(contact.form_link or contact.email)


def next_check(contact):
    """The day by which the source should be looked at again; None when its date is not known."""
    return contact.verified_on + timedelta(days=REVIEW_AFTER_DAYS) if contact.verified_on else None


def is_stale(contact, moment):
    """Not checked for 180 days, or nobody knows when."""
    due = next_check(contact)
    return due is None or due < moment.astimezone(TOKYO).date()


def speaks(contact, language):
    """Whether the desk is known to work in `language` (a code)."""
    return language in CodesField.split(contact.languages)


def audience_of(contact):
    return frozenset(CodesField.split(contact.audience))


def why_not_for(contact, reader):
    """Why `contact` does not serve `reader`, as a sentence; "" when it does."""
    return not_served(contact, why_not(contact.area, audience_of(contact), reader.area, reader.audience))


def not_served(contact, code):
    """The sentence for a code of `reader.why_not`."""
    if code == OTHER_AREA:
        return _("%(area)sの方のための窓口です。") % {"area": contact.get_area_display()}
    if code == OTHER_AUDIENCE:
        return for_whom(contact)
    return ""


def for_whom(contact):
    """The sentence for a desk that does not serve everybody."""
    return _("%(audience)sのための窓口です。") % {"audience": _("・").join(map(str, contact.audience_labels))}
