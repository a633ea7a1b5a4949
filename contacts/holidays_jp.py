"""Japan's national holidays (国民の祝日), for the days of which we can be sure.

Source: the `holidays` package, which follows 国民の祝日に関する法律 with its substitute holidays (振替休日) and the
day between two holidays (国民の休日). A test compares every year of the range with a second package, `jpholiday`.

What "sure" means: the two equinox days become official only in February of the year before, and Parliament can move
any holiday. Days further ahead are what today's law gives. So the range ends well before the package does (2099), and
callers must show a date outside it as unknown. To move the range, change the two constants.
"""

from datetime import date
from functools import lru_cache

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2050, 12, 31)

# The names the calendar gives from FIRST_DAY to LAST_DAY, listed so that they are extracted for translation.
NAMES = frozenset(
    {
        gettext_noop("元日"),
        gettext_noop("成人の日"),
        gettext_noop("建国記念の日"),
        gettext_noop("天皇誕生日"),
        gettext_noop("春分の日"),
        gettext_noop("昭和の日"),
        gettext_noop("憲法記念日"),
        gettext_noop("みどりの日"),
        gettext_noop("こどもの日"),
        gettext_noop("海の日"),
        gettext_noop("山の日"),
        gettext_noop("敬老の日"),
        gettext_noop("秋分の日"),
        gettext_noop("体育の日"),
        gettext_noop("スポーツの日"),
        gettext_noop("文化の日"),
        gettext_noop("勤労感謝の日"),
        gettext_noop("振替休日"),
        gettext_noop("国民の休日"),
        gettext_noop("天皇の即位の日"),
        gettext_noop("即位礼正殿の儀が行われる日"),
    }
)


def covers(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY


def holiday_name(day: date) -> str:
    """The holiday's Japanese name, "" on an ordinary day. ValueError when the calendar does not cover the day."""
    if not covers(day):
        raise ValueError(f"the holiday calendar does not cover {day.isoformat()}")
    return _year(day.year).get(day, "")


def translated(name: str) -> str:
    """A name of NAMES in the reader's language."""
    return _(name)


@lru_cache(maxsize=128)
def _year(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("JP", years=year, language="ja").items())
