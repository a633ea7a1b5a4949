"""The desks of a situation for one reader at one moment: the rules of `triage` on real rows."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.desks import Desk, audience_of, desk_at, not_served
from contacts.models import Contact
from contacts.reader import DEFAULT_DESKS, NATIONWIDE

from . import triage


@dataclass(frozen=True)
class DeskOrder:
    """`desks` serve the reader, in order; `back` do not. `closed`, `open`, `meanwhile`: for "who answers now", or None."""

    desks: list[Desk]
    back: list[Desk]
    closed: Desk | None
    open: Desk | None
    meanwhile: Desk | None

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
        wanted, nationwide = self._known(reasons), self._known(NATIONWIDE)
        places = triage.in_order(wanted, nationwide, reader.area, reader.audience)
        online = next((way for way in nationwide if way.anytime), None)
        answer = triage.answering(places, online)
        desks = [self._shown(place, answer, reasons.get(place.slug, "")) for place in places]
        told = answer if answer.says_something else triage.Answer()
        return DeskOrder(
            desks=[desk for desk in desks if not desk.back],
            back=[desk for desk in desks if desk.back],
            closed=self._desk_of(told.leading),
            open=self._desk_of(told.open),
            meanwhile=self._desk_of(told.meanwhile),
        )

    def default_desks(self, reader):
        """Where anybody may turn when nothing fits: those of the default desks that serve the reader."""
        reasons = (_("会社・団体の方"), _("個人の方"), _("警察のどの窓口か迷うとき"))
        return self.order(dict(zip(DEFAULT_DESKS, reasons, strict=True)), reader).desks

    def _desk_of(self, found):
        return self._desks[found.slug] if found else None

    def _shown(self, place, answer, reason):
        desk = self._desks[place.slug]
        if place.stands_in and not reason:
            reason = _("全国どこからでも、その地域の警察の窓口につながります。")
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
        anytime=desk.is_writable,
    )
