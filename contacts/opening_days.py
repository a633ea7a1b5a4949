"""What is known of a desk's weekly hours, and how one day of it is judged. Pure; `hours` answers for a moment.

First match wins:

1. the holiday calendar does not cover the date -> unknown, never open
2. a dated closure -> closed
3. no weekly rows -> unknown
4. 12/29-1/3 (官庁の年末年始) with `closed_new_year` True, or a national holiday with `closed_on_holidays` True -> closed
5. the same days with the flag None -> unknown. A day on which the desk has no rows anyway stays closed; and `holiday`
   rows, once someone has entered them, hold on holidays whether the flag is False or None
6. the rows: the `holiday` rows on a national holiday if there are any, else the weekday's

A span belongs to the day it starts on: Friday 22:00-05:00 is open early on Saturday even when Saturday is a holiday.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from . import holidays_jp

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAY = "holiday"
DAY = 24 * 60  # minutes

# Why a desk is closed
OUTSIDE_HOURS, ON_HOLIDAY, IN_NEW_YEAR, IN_CLOSED_PERIOD = "outside_hours", "holiday", "new_year", "closed_period"
# Why it is not known
NO_HOURS, NOT_COVERED = "no_hours", "not_covered"
OUTSIDE_CALENDAR, HOLIDAY_UNKNOWN, NEW_YEAR_UNKNOWN = "outside_calendar", "holiday_unknown", "new_year_unknown"

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Span:
    """Opening time on some days. `weekdays`: codes of WEEKDAYS and "holiday"; times "HH:MM"; closes may be "24:00", and a
    `closes` before `opens` means the next morning. ValueError for anything else."""

    weekdays: frozenset[str]
    opens: str
    closes: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "weekdays", frozenset(self.weekdays))
        unknown = self.weekdays - {*WEEKDAYS, HOLIDAY}
        if unknown or not self.weekdays:
            raise ValueError(f"not weekdays: {sorted(unknown) or 'none given'}")
        if self.opens == self.closes:
            raise ValueError(f"a span needs two different times; all day is 00:00 to 24:00, not {self.opens} twice")
        if _minutes(self.opens) == DAY:
            raise ValueError("a span cannot open at 24:00; use 00:00 of the next day")
        _minutes(self.closes)

    @cached_property
    def minutes(self) -> tuple[int, int]:
        """Start and end counted from midnight of the day the span starts on; the end is past 1440 after midnight."""
        start, end = _minutes(self.opens), _minutes(self.closes)
        return start, end if end > start else end + DAY


@dataclass(frozen=True)
class Closure:
    """Closed from `first` to `last`, both included. `reason` is already in the reader's language, or ""."""

    first: date
    last: date
    reason: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a closure ends before it starts: {self.first} to {self.last}")


@dataclass(frozen=True)
class Hours:
    """What is known of a desk's hours. The two flags are None when nobody has found out. `partial`: time the spans
    leave out is unknown instead of closed. `online_anytime`: forms and mail can be sent at any hour."""

    spans: tuple[Span, ...] = ()
    closures: tuple[Closure, ...] = ()
    closed_on_holidays: bool | None = None
    closed_new_year: bool | None = None
    partial: bool = False
    online_anytime: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", tuple(self.spans))
        object.__setattr__(self, "closures", tuple(self.closures))

    @cached_property
    def by_day(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Spans of each weekday and of "holiday" in minutes, earliest first."""
        return {
            code: tuple(sorted(span.minutes for span in self.spans if code in span.weekdays))
            for code in (*WEEKDAYS, HOLIDAY)
        }


@dataclass(frozen=True)
class DayPlan:
    """One day: minutes known to be open, minutes about which nothing is known, and why the rest is what it is."""

    open: tuple[tuple[int, int], ...] = ()
    unknown: tuple[tuple[int, int], ...] = ()
    reason: str = OUTSIDE_HOURS
    name: str = ""


def plan_for(hours: Hours, day: date) -> DayPlan:
    weekday_rows = hours.by_day[WEEKDAYS[day.weekday()]]
    if not holidays_jp.covers(day):
        return _not_known(weekday_rows + hours.by_day[HOLIDAY], OUTSIDE_CALENDAR)
    closure = next((period for period in hours.closures if period.first <= day <= period.last), None)
    if closure:
        return DayPlan(reason=IN_CLOSED_PERIOD, name=closure.reason)
    if not hours.spans:
        return _not_known((), NO_HOURS)

    holiday, new_year = holidays_jp.holiday_name(day), is_new_year(day)
    if new_year and hours.closed_new_year:
        return DayPlan(reason=IN_NEW_YEAR)
    if holiday and hours.closed_on_holidays:
        return DayPlan(reason=ON_HOLIDAY, name=holiday)

    holiday_rows = hours.by_day[HOLIDAY] if holiday else ()
    rows = holiday_rows or weekday_rows
    if rows and new_year and hours.closed_new_year is None:
        return _not_known(rows, NEW_YEAR_UNKNOWN)
    if rows and holiday and not holiday_rows and hours.closed_on_holidays is None:
        return _not_known(rows, HOLIDAY_UNKNOWN, holiday)
    if hours.partial:
        return DayPlan(open=rows, unknown=((0, DAY),), reason=NOT_COVERED)
    return DayPlan(open=rows)


def _not_known(rows: Iterable[tuple[int, int]], reason: str, name: str = "") -> DayPlan:
    """Nothing is known of the whole day, nor of the next morning as far as its spans would have run into it."""
    return DayPlan(unknown=((0, max([DAY, *(end for _, end in rows)])),), reason=reason, name=name)


def is_new_year(day: date) -> bool:
    """官庁の年末年始: 29 December to 3 January (行政機関の休日に関する法律)."""
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


def _minutes(clock: str) -> int:
    if clock == "24:00":
        return DAY
    match = _CLOCK.fullmatch(clock)
    if not match:
        raise ValueError(f"not a time from 00:00 to 24:00: {clock!r}")
    return int(match[1]) * 60 + int(match[2])
