import pytest

from contacts.hours import Hours, Span
from contacts.hours_line import hours_line

WORKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri"})
EVERY_DAY = WORKDAYS | {"sat", "sun"}


@pytest.mark.parametrize(
    "spans, expected",
    [
        ([], ""),
        ([Span(WORKDAYS, "08:30", "17:15")], "月〜金 8:30〜17:15"),
        ([Span(WORKDAYS, "10:00", "12:00"), Span(WORKDAYS, "13:30", "17:00")], "月〜金 10:00〜12:00、13:30〜17:00"),
        ([Span(WORKDAYS, "09:00", "21:00"), Span({"sat"}, "09:00", "17:00")], "月〜金 9:00〜21:00、土 9:00〜17:00"),
        ([Span({"mon", "wed"}, "09:00", "17:00")], "月 9:00〜17:00、水 9:00〜17:00"),
        ([Span(EVERY_DAY, "09:00", "17:00")], "毎日 9:00〜17:00"),
        ([Span(EVERY_DAY | {"holiday"}, "00:00", "24:00")], "24時間"),
    ],
)
def test_days_with_the_same_hours_stand_together(spans, expected):
    assert hours_line(Hours(spans=tuple(spans))) == expected
