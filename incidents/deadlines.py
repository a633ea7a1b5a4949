"""When is something due, counted from the discovery? Pure: a discovery and a rule's hours in, moments out. Asia/Tokyo.

The browser counts the same way (static/js/incident-deadlines.js); tests/deadline_cases.json holds both to it.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = 24  # hours

WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")

AHEAD, BETWEEN, PAST = "ahead", "between", "past"


class NotAMoment(ValueError):
    """Not a date and time as a form field writes it."""


@dataclass(frozen=True)
class Due:
    """By when.

    first     that many hours after the discovery; the earlier end where the rule says "about a to b"
    last      the later end, or None
    safe_day  for rules of whole days: the last day if the day of the discovery is itself counted as the first.
              Sources say "within n days" without saying how to count, and this is the earliest way of counting.
    """

    first: datetime
    last: datetime | None = None
    safe_day: date | None = None

    @property
    def by(self) -> datetime:
        """The limit to keep to, whichever way the days are counted: the end of the safe day, never after `first`."""
        if self.safe_day is None:
            return self.first
        return datetime.combine(self.safe_day + timedelta(days=1), time.min, TOKYO)


@dataclass(frozen=True)
class Left:
    """What is left: `ahead` until the limit to keep to, `between` it and the latest that can be meant, `past` since then.

    Whole days, hours and minutes; less than a minute counts as none, so that nobody is promised time that he has not.
    """

    state: str
    days: int
    hours: int
    minutes: int


def discovered_at(text: str) -> datetime:
    """The moment that "2026-11-22T10:00" names in Japan. Raises NotAMoment."""
    if not WRITTEN.fullmatch(text):
        raise NotAMoment(text)
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=TOKYO)
    except ValueError as error:
        raise NotAMoment(text) from error
    if not 2000 <= moment.year <= 2099:
        raise NotAMoment(text)
    return moment


def due(discovered: datetime, hours: int, latest_hours: int | None = None) -> Due:
    """When a rule of `hours` after the (aware) moment of discovery falls due."""
    local = discovered.astimezone(TOKYO)
    days, rest = divmod(hours, DAY)
    return Due(
        first=local + timedelta(hours=hours),
        last=local + timedelta(hours=latest_hours) if latest_hours else None,
        safe_day=local.date() + timedelta(days=days - 1) if days and not rest else None,
    )


def left(limits: Due, moment: datetime) -> Left:
    """What is left at an aware moment."""
    end = limits.last or limits.first
    if moment < limits.by:
        return _whole(AHEAD, limits.by - moment)
    if moment < end:
        return _whole(BETWEEN, end - moment)
    return _whole(PAST, moment - end)


def _whole(state: str, span: timedelta) -> Left:
    minutes = int(span.total_seconds() // 60)
    return Left(state, minutes // (60 * DAY), minutes // 60 % DAY, minutes % 60)
