import pytest
from django.utils import translation

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
    assert hours_line(Hours(spans=tuple(spans), closed_on_holidays=False, closed_new_year=False)) == expected


OFFICE = Span(WORKDAYS, "08:30", "17:15")
WEEKEND = Span({"sat", "sun", "holiday"}, "10:00", "16:00")
ALWAYS = Span(EVERY_DAY, "00:00", "24:00")


@pytest.mark.parametrize(
    "hours, expected",
    [
        (Hours((OFFICE,), closed_on_holidays=True, closed_new_year=True), "月〜金 8:30〜17:15、祝日・年末年始は休み"),
        (Hours((OFFICE,), closed_on_holidays=True), "月〜金 8:30〜17:15、祝日は休み、年末年始は要確認"),
        (Hours((OFFICE,)), "月〜金 8:30〜17:15、祝日・年末年始は要確認"),
        (Hours((OFFICE,), partial=True), "月〜金 8:30〜17:15、ほかの時間は要確認"),
        (Hours((OFFICE,), closed_on_holidays=True, partial=True), "月〜金 8:30〜17:15、祝日は休み、ほかの時間は要確認"),
        (Hours((OFFICE, WEEKEND), (), False, True), "月〜金 8:30〜17:15、土〜日・祝日 10:00〜16:00、年末年始は休み"),
        (
            Hours((OFFICE, Span({"holiday"}, "10:00", "12:00")), (), False, False),
            "月〜金 8:30〜17:15、祝日 10:00〜12:00",
        ),
        (Hours((ALWAYS,)), "毎日 24時間、祝日・年末年始は要確認"),
    ],
)
def test_it_says_what_holds_on_holidays_and_at_the_turn_of_the_year(hours, expected):
    assert hours_line(hours) == expected


def test_it_is_written_in_english():
    with translation.override("en"):
        assert hours_line(Hours((OFFICE,), closed_on_holidays=True)) == (
            "Mon to Fri 8:30–17:15; closed: national holidays; to be checked: New Year"
        )
