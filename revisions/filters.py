"""What a reader or a command asked the history for, checked: texts in, a `Question` or a clear message out."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .items import kinds
from .models import Revision
from .record import Releases, Selection

KNOWN = ("since", "until", "revision", "item")


class BadFilter(ValueError):
    """A filter can't be used; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Question:
    """Days are Japanese days, both included; `item_type` narrows the changes to one kind of item."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    number: int | None = None
    item_type: str = ""

    def revisions(self):
        """The revisions asked for, oldest first, without their documents. A kind of item is no question about revisions."""
        asked = Q()
        if self.since:
            asked &= Q(released_on__gte=self.since)
        if self.until:
            asked &= Q(released_on__lte=self.until)
        if self.number:
            asked &= Q(number=self.number)
        found = Revision.objects.filter(asked).without_documents().in_order()
        return found.none() if self.item_type else found

    def selection(self, everything=False):
        """The recorded changes asked for."""
        selection = Selection(item_type=self.item_type, everything=everything)
        if self.since:
            selection = replace(selection, since=_midnight(self.since))
        if self.until:
            selection = replace(selection, before=_midnight(self.until + datetime.timedelta(days=1)))
        if self.number:
            span = Releases().span(self.number)
            selection = replace(selection, after=span[0], upto=span[1]) if span else replace(selection, nothing=True)
        return selection


def _midnight(day):
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=timezone.get_default_timezone())


def question(asked):
    """The `Question` in ``{"since", "until", "revision", "item"}``; empty texts ask nothing. Raises BadFilter."""
    since, until = _day(asked.get("since")), _day(asked.get("until"))
    if since and until and since > until:
        raise BadFilter(_("期間の始まり(%(since)s)が終わり(%(until)s)より後です。") % {"since": since, "until": until})
    item_type = asked.get("item") or ""
    if item_type and item_type not in kinds():
        known = {"given": item_type[:40], "known": ", ".join(kinds())}
        raise BadFilter(_("項目の種類「%(given)s」はありません。使える値: %(known)s") % known)
    return Question(since, until, _released(asked.get("revision")), item_type)


def _day(text):
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    # The last days of the calendar have no day after them, and its first moments no time in UTC.
    if day is None or not 1000 < day.year < 9000:
        raise BadFilter(
            _("「%(given)s」は日付として読めません。2026-11-22 のように書いてください。") % {"given": text[:40]}
        )
    return day


def whole_number(text):
    """The number of a revision in `text`. Raises BadFilter."""
    number = row_key(text)
    if number is None or len(text) > 9:
        raise BadFilter(
            _("「%(given)s」は版の番号として読めません。6 のように数字で書いてください。") % {"given": text[:40]}
        )
    return number


def row_key(text):
    """The number of a row in `text`, or None where there is none (²) or no row can have it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _released(text):
    if not text:
        return None
    number = whole_number(text)
    if not Revision.objects.filter(number=number).exists():
        raise BadFilter(_("第%(number)s版はありません。") % {"number": number})
    return number
