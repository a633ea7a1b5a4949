"""Weekly hours in one line, for paper: 月〜金 8:30〜17:15、土 9:00〜12:00. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .hours import Hours, Row, week_table
from .opening_days import HOLIDAY, WEEKDAYS


def hours_line(hours: Hours) -> str:
    """Days with the same hours together; days off are left out. "" when no hours are known."""
    rows = week_table(hours)
    weekdays = [row for row in rows if row.day in WEEKDAYS]
    groups = [group for group in _runs(weekdays) if group[0].spans]
    if len(groups) == 1 and len(groups[0]) == len(WEEKDAYS):
        return _every_day(groups[0][0].text, rows)
    return pgettext("list separator", "、").join(f"{_days(group)} {group[0].text}" for group in groups)


def _every_day(text: str, rows: tuple[Row, ...]) -> str:
    holiday = next(row for row in rows if row.day == HOLIDAY)
    if text == _("24時間") and not holiday.unknown and holiday.spans:
        return _("24時間")
    return _("毎日 %(hours)s") % {"hours": text}


def _runs(rows: list[Row]) -> list[list[Row]]:
    """Neighbouring days with the same hours."""
    runs: list[list[Row]] = []
    for row in rows:
        if runs and runs[-1][-1].text == row.text:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _days(group: list[Row]) -> str:
    first, last = group[0].label, group[-1].label
    return first if len(group) == 1 else _("%(first)s〜%(last)s") % {"first": first, "last": last}
