"""Weekly hours in one line, for paper: 月〜金 8:30〜17:15、土 9:00〜12:00、祝日・年末年始は休み. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .hours import NEW_YEAR, Hours, Row, week_table
from .opening_days import HOLIDAY, WEEKDAYS


def hours_line(hours: Hours) -> str:
    """Days with the same hours together; days off are left out. Holidays and the turn of the year are said too: who
    reads paper cannot see that today is one. "" when no hours are known."""
    rows = week_table(hours)
    if not rows:
        return ""
    by_day = {row.day: row for row in rows}
    week = [by_day[day] for day in WEEKDAYS]
    if hours.by_day[HOLIDAY] and by_day[HOLIDAY].spans:
        week.append(by_day[HOLIDAY])
    groups = [_named(group) for group in _runs(week) if group[0].spans]
    week_line = pgettext("list separator", "、").join(groups)
    return pgettext("between remarks", "、").join([week_line, *_exceptions(hours, by_day)])


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Neighbouring days with the same hours."""
    runs: list[list[Row]] = []
    for row in rows:
        if runs and runs[-1][-1].text == row.text:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _named(group: Sequence[Row]) -> str:
    """毎日 9:00〜17:00, 土〜日・祝日 10:00〜16:00. 24 hours on all days, holidays too, need no days."""
    text, days = group[0].text, [row for row in group if row.day != HOLIDAY]
    if len(days) == len(WEEKDAYS):
        return text if len(group) > len(days) and text == _("24時間") else _("毎日 %(hours)s") % {"hours": text}
    labels = [_special()[HOLIDAY]] if len(days) < len(group) else []
    if days:
        first, last = days[0].label, days[-1].label
        labels.insert(0, first if len(days) == 1 else _("%(first)s〜%(last)s") % {"first": first, "last": last})
    return f"{_together(labels)} {text}"


def _exceptions(hours: Hours, by_day: dict[str, Row]) -> list[str]:
    """The special days on which the desk is closed, and the times of which nobody knows."""
    closed = [name for day, name in _special().items() if not by_day[day].spans and not by_day[day].unknown]
    unknown = [name for day, name in _special().items() if by_day[day].unknown]
    said = [_("%(days)sは休み") % {"days": _together(closed)}] if closed else []
    if hours.partial:
        return [*said, _("ほかの時間は要確認")]
    return [*said, _("%(days)sは要確認") % {"days": _together(unknown)}] if unknown else said


def _special() -> dict[str, str]:
    return {HOLIDAY: pgettext("in a line of hours", "祝日"), NEW_YEAR: pgettext("in a line of hours", "年末年始")}


def _together(labels: Sequence[str]) -> str:
    return pgettext("list separator, narrow", "・").join(labels)
