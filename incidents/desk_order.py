"""The desks of a situation for one reader at one moment: the rules of `triage` on real rows."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.default_desks import default_desks, default_reasons
from contacts.desks import Desk, audience_of, can_be_written_to, desk_at, for_whom, not_served
from contacts.models import Contact
from contacts.reader import DEFAULT_DESKS, NATIONWIDE

from . import triage


@dataclass(frozen=True)
class DeskOrder:
    """`desks` serve the reader, in order; `back` do not. `closed`, `open`, `meanwhile`, `own`: for "who answers now", or
    None. `is_default`: none of the wanted desks serves the reader; these are where anybody may turn."""

    desks: list[Desk]
    back: list[Desk]
    closed: Desk | None
    open: Desk | None
    meanwhile: Desk | None
    own: Desk | None
    is_default: bool

    @property
    def all(self):
        return [*self.desks, *self.back]

    @property
    def contacts(self):
        return [desk.contact for desk in self.desks]


class DeskBook:
    """The published desks that one page may need, read once: those wanted and the nationwide ways."""

    def __init__(self, moment, slugs=None):
        """`slugs`: which desks besides the nationwide and the default ones; None reads every published one."""
        contacts = Contact.objects.published().with_details()
        if slugs is not None:
            contacts = contacts.filter(Q(slug__in=slugs) | Q(slug__in=[*NATIONWIDE, *DEFAULT_DESKS]))
        self._desks = {contact.slug: desk_at(contact, moment) for contact in contacts}
        self._candidates = {slug: candidate(desk) for slug, desk in self._desks.items()}

    def __iter__(self):
        """Every desk read, in the editors' order."""
        return iter(self._desks.values())

    def _known(self, slugs):
        return [self._candidates[slug] for slug in slugs if slug in self._candidates]

    def order(self, reasons, reader):
        """The `DeskOrder` of ``{slug: reason}`` for `reader`. Slugs that are not published are left out."""
        wanted, nationwide, defaults = map(self._known, (reasons, NATIONWIDE, DEFAULT_DESKS))
        places = triage.in_order(wanted, nationwide, reader.area, reader.audience, defaults)
        online = next((way for way in nationwide if way.anytime), None)
        answer = triage.answering(places, online, reader.audience)
        shown = {place.slug: self._shown(place, answer, reasons.get(place.slug, ""), reader) for place in places}
        told = answer if answer.says_something else triage.Answer()
        return DeskOrder(
            desks=[desk for desk in shown.values() if not desk.back],
            back=[desk for desk in shown.values() if desk.back],
            closed=self._told(told.leading, shown, reader),
            open=self._told(told.open, shown, reader),
            meanwhile=self._told(told.meanwhile, shown, reader),
            own=self._told(told.own, shown, reader),
            is_default=any(place.is_default for place in places),
        )

    def default_desks(self, reader):
        """Where anybody may turn when nothing fits."""
        return default_desks(self._desks, reader)

    def _told(self, found, shown, reader):
        """A desk of the answer with its reason and, as long as nobody said who is reading, for whom it is."""
        if found is None:
            return None
        desk = shown.get(found.slug, self._desks[found.slug])
        return desk.but(for_whom="" if reader.audience or found.is_for_all else for_whom(desk.contact))

    def _shown(self, place, answer, reason, reader):
        desk = self._desks[place.slug]
        if place.is_default:
            reason = default_reasons(reader).get(place.slug, "")
        elif place.stands_in and not reason and desk.contact.category == triage.POLICE:
            reason = _("全国どこからでも、その地域の警察の窓口につながります。")
        elif place.stands_in and not reason:
            reason = _("全国どこからでも相談できます。")
        return desk.but(
            reason=reason,
            back=not_served(desk.contact, place.back),
            elsewhere=tuple(self._desks[slug].contact for slug in place.elsewhere),
            first=answer.to_call is not None and answer.to_call.slug == place.slug,
        )


def candidate(desk):
    contact = desk.contact
    return triage.Candidate(
        slug=contact.slug,
        area=contact.area,
        audience=audience_of(contact),
        category=contact.category,
        answers=desk.state.status,
        has_phone=contact.main_phone is not None,
        writable=can_be_written_to(contact),
        anytime=desk.is_writable,
    )
