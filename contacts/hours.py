"""Is a desk open at a given moment, and how is that said? Pure: data and a moment in, an answer out.

Everything is reckoned in Asia/Tokyo, which has had no summer time since 1951, so a day always has 1440 minutes.
How one day is judged (holidays, the turn of the year, closures) stands in `opening_days`. Opening minutes are inside a
span, closing minutes are not; spans that touch are one opening.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import holidays_jp
from .opening_days import DAY, HOLIDAY, OUTSIDE_CALENDAR, WEEKDAYS, Closure, DayPlan, Hours, Span, is_new_year, plan_for

__all__ = [
    "Closure",
    "Hours",
    "Row",
    "Span",
    "State",
    "reason_sentence",
    "short_date",
    "state_at",
    "table_notes",
    "week_table",
]

TOKYO = ZoneInfo("Asia/Tokyo")
HORIZON = 40  # days looked ahead for the next opening, and for the end of an opening

NEW_YEAR = "new_year"  # a line of the table

OPEN, CLOSED, UNKNOWN = "open", "closed", "unknown"


@dataclass(frozen=True)
class State:
    """The answer for one moment.

    status          "open", "closed" or "unknown"
    reason          a code of `opening_days` when closed or unknown, "" when open
    reason_name     the holiday's Japanese name, or the closure's reason, where `reason` has one
    until           when open: the first moment no longer known to be open; None when none comes within HORIZON days
    next_opening    when closed: the first moment known to be open; None when none comes within HORIZON days
    earlier_possible  when closed: some time before `next_opening` is unknown, so the desk may open sooner
    anytime         forms and mail can be sent now all the same
    """

    status: str
    reason: str = ""
    reason_name: str = ""
    until: datetime | None = None
    next_opening: datetime | None = None
    earlier_possible: bool = False
    anytime: bool = False

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    @property
    def always(self) -> bool:
        """Open round the clock, as far as we look ahead."""
        return self.is_open and self.until is None


@dataclass(frozen=True)
class Row:
    """A line of the hours table, in the reader's language.

    day      a weekday code, "holiday" or "new_year"
    spans    "8:30〜17:15", or one phrase such as "曜日どおり"; none means closed, or not known where `unknown` is set
    text     the same in one string
    today    whether this line is the one that holds today
    """

    day: str
    label: str
    spans: tuple[str, ...] = ()
    unknown: bool = False
    today: bool = False

    @property
    def text(self) -> str:
        if self.spans:
            return pgettext("list separator", "、").join(self.spans)
        return _("不明") if self.unknown else _("休み")


def state_at(hours: Hours, moment: datetime) -> State:
    """The desk's state at an aware moment. ValueError for a naive one."""
    if moment.utcoffset() is None:
        raise ValueError("the moment needs a time zone")
    outside = State(UNKNOWN, OUTSIDE_CALENDAR, anytime=hours.online_anytime)
    if not holidays_jp.FIRST_DAY.year - 1 <= moment.year <= holidays_jp.LAST_DAY.year + 1:
        return outside  # the first and last hours of all time have no Tokyo equivalent
    local = moment.astimezone(TOKYO)
    today = local.date()
    if not holidays_jp.covers(today):
        return outside

    now = local.hour * 60 + local.minute
    yesterday, plan = plan_for(hours, today - timedelta(days=1)), plan_for(hours, today)
    if _inside(plan.open, now) or _inside(yesterday.open, now + DAY):
        return State(OPEN, until=_until(hours, today, now), anytime=hours.online_anytime)
    for day, minute in ((plan, now), (yesterday, now + DAY)):
        if _inside(day.unknown, minute):
            return State(UNKNOWN, day.reason, day.name, anytime=hours.online_anytime)
    opening, earlier_possible = _next_opening(hours, today, now)
    return State(
        CLOSED,
        plan.reason,
        plan.name,
        next_opening=opening,
        earlier_possible=earlier_possible,
        anytime=hours.online_anytime,
    )


def reason_sentence(state: State) -> str:
    """Why the desk is closed or its state unknown, "" where the state already says it all."""
    match state.reason:
        case "holiday":
            return _("祝日(%(name)s)のため休みです。") % {"name": holidays_jp.translated(state.reason_name)}
        case "new_year":
            return _("年末年始(12月29日〜1月3日)のため休みです。")
        case "closed_period" if state.reason_name:
            return _("休止中です:%(name)s") % {"name": state.reason_name}
        case "closed_period":
            return _("休止中です。")
        case "holiday_unknown":
            return _("祝日(%(name)s)に受け付けるかどうかは確認できていません。") % {
                "name": holidays_jp.translated(state.reason_name)
            }
        case "new_year_unknown":
            return _("年末年始に受け付けるかどうかは確認できていません。")
        case "not_covered":
            return _("この時間帯に受け付けるかどうかは確認できていません。")
        case "outside_calendar":
            return _("この日の祝日が分からないため、受付時間を示せません。")
    return ""


def week_table(hours: Hours, today: date | None = None) -> tuple[Row, ...]:
    """Monday to Sunday, national holidays, and the turn of the year; empty when no hours are known at all."""
    if not hours.spans:
        return ()
    current = _line_of(hours, today) if today else None
    labels = {code: str(WEEKDAYS_ABBR[number]) for number, code in enumerate(WEEKDAYS)}
    labels |= {HOLIDAY: _("祝日"), NEW_YEAR: _("年末年始(12/29〜1/3)")}
    flags = {HOLIDAY: hours.closed_on_holidays, NEW_YEAR: hours.closed_new_year}
    rows = []
    for code, label in labels.items():
        spans = tuple(_span_text(start, end) for start, end in hours.by_day.get(code, ()))
        unknown = hours.partial and not spans
        if flags.get(code):
            spans, unknown = (), False
        elif code in flags and not spans:
            spans, unknown = ((_("曜日どおり"),), False) if flags[code] is False else ((), True)
        rows.append(Row(code, label, spans, unknown, code == current))
    return tuple(rows)


def table_notes(hours: Hours, today: date) -> tuple[str, ...]:
    """What the table cannot show: doubt about other times, and the closures of today and later."""
    notes = [_("書いていない時間に受け付けるかどうかは、確認できていません。")] if hours.spans and hours.partial else []
    for closure in sorted(hours.closures, key=lambda closure: closure.first):
        if closure.last >= today:
            notes.append(_closure_note(closure))
    return tuple(notes)


def _closure_note(closure: Closure) -> str:
    first, last = short_date(closure.first), short_date(closure.last)
    days = first if first == last else _("%(first)s〜%(last)s") % {"first": first, "last": last}
    if closure.reason:
        return _("%(days)sは休みます:%(reason)s") % {"days": days, "reason": closure.reason}
    return _("%(days)sは休みます。") % {"days": days}


def _line_of(hours: Hours, today: date) -> str:
    """The line of the table that decides about today."""
    if is_new_year(today) and hours.closed_new_year is not False:
        return NEW_YEAR
    holiday = holidays_jp.covers(today) and holidays_jp.holiday_name(today)
    if holiday and (hours.closed_on_holidays is not False or hours.by_day[HOLIDAY]):
        return HOLIDAY
    return WEEKDAYS[today.weekday()]


def short_date(day: date) -> str:
    """11月24日(火), Tue 24 Nov: the pattern is a Django date format and belongs to each language's catalogue."""
    return format_date(day, pgettext("date format", "n月j日(D)"))


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _span_text(start: int, end: int) -> str:
    if (start, end) == (0, DAY):
        return _("24時間")
    if end > DAY:
        return _("%(start)s〜翌%(end)s") % {"start": _clock(start), "end": _clock(end - DAY)}
    return _("%(start)s〜%(end)s") % {"start": _clock(start), "end": _clock(end)}


def _inside(spans: Iterable[tuple[int, int]], minute: int) -> bool:
    return any(start <= minute < end for start, end in spans)


def _plans(hours: Hours, today: date) -> Iterator[tuple[int, DayPlan]]:
    """The plans from yesterday to the horizon, each with its offset in minutes from today's midnight."""
    for days in range(-1, HORIZON + 1):
        yield days * DAY, plan_for(hours, today + timedelta(days=days))


def _until(hours: Hours, today: date, now: int) -> datetime | None:
    """End of the opening that covers `now`; spans that touch or overlap are one. They come in order of their start."""
    reach = now
    for offset, plan in _plans(hours, today):
        for start, end in plan.open:
            if offset + start > reach:
                return _at(today, reach)
            reach = max(reach, offset + end)
        if reach < offset + DAY:
            return _at(today, reach)
    return None


def _next_opening(hours: Hours, today: date, now: int) -> tuple[datetime | None, bool]:
    """The first known opening after `now`, and whether unknown time lies before it."""
    unknown_before = False
    for offset, plan in _plans(hours, today):
        opening = next((offset + start for start, _end in plan.open if offset + start > now), None)
        limit = opening if opening is not None else offset + 2 * DAY
        unknown_before |= any(offset + start < limit and offset + end > now for start, end in plan.unknown)
        if opening is not None:
            return _at(today, opening), unknown_before
    return None, unknown_before


def _at(today: date, minute: int) -> datetime:
    return datetime.combine(today, time(), TOKYO) + timedelta(minutes=minute)
