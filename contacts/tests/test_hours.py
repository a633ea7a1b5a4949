import re
from datetime import UTC, date, datetime, timedelta

import holidays
import jpholiday
import pytest
from django.utils import translation

from contacts import holidays_jp
from contacts.hours import (
    TOKYO,
    Closure,
    Hours,
    Span,
    reason_sentence,
    short_date,
    state_at,
    table_notes,
    week_table,
)

WORKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri"})
EVERY_DAY = WORKDAYS | {"sat", "sun"}
OFFICE = Span(WORKDAYS, "08:30", "17:15")
NIGHT = Span(frozenset({"fri"}), "22:00", "05:00")
ALL_DAY = Span(EVERY_DAY, "00:00", "24:00")


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


def at(text):
    """2026-11-24 10:00 in Tokyo. In November 2026 the 23rd, a Monday, is 勤労感謝の日."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)


def office(**facts):
    return Hours(**{"spans": (OFFICE,), "closed_on_holidays": True, "closed_new_year": True} | facts)


# Ordinary days


@pytest.mark.parametrize(
    "moment, status",
    [
        ("2026-11-24 08:29", "closed"),
        ("2026-11-24 08:30", "open"),
        ("2026-11-24 17:14", "open"),
        ("2026-11-24 17:15", "closed"),
        ("2026-11-22 10:00", "closed"),
    ],
)
def test_the_opening_minute_is_inside_and_the_closing_minute_is_not(moment, status):
    assert state_at(office(), at(moment)).status == status


def test_the_last_second_before_closing_is_open():
    assert state_at(office(), at("2026-11-24 17:14") + timedelta(seconds=59, microseconds=999999)).is_open


def test_an_open_desk_says_until_when():
    state = state_at(office(), at("2026-11-24 10:00"))
    assert state.until == at("2026-11-24 17:15")
    assert state.next_opening is None


def test_spans_that_touch_are_one_opening():
    hours = office(spans=(Span(WORKDAYS, "09:00", "12:00"), Span(WORKDAYS, "12:00", "17:00")))
    assert state_at(hours, at("2026-11-24 10:00")).until == at("2026-11-24 17:00")


def test_a_lunch_break_closes_the_desk():
    hours = office(spans=(Span(WORKDAYS, "13:00", "17:00"), Span(WORKDAYS, "09:00", "12:00")))
    state = state_at(hours, at("2026-11-24 12:00"))
    assert state.status == "closed"
    assert state.next_opening == at("2026-11-24 13:00")


def test_the_moment_is_read_in_tokyo():
    assert state_at(office(), datetime(2026, 11, 23, 23, 30, tzinfo=UTC)).is_open


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        state_at(office(), datetime(2026, 11, 24, 10))


# Past midnight


@pytest.mark.parametrize(
    "moment, status",
    [
        ("2026-11-20 21:59", "closed"),
        ("2026-11-20 22:00", "open"),
        ("2026-11-21 04:59", "open"),
        ("2026-11-21 05:00", "closed"),
        ("2026-11-20 04:00", "closed"),
    ],
)
def test_a_span_past_midnight_belongs_to_the_day_it_starts_on(moment, status):
    assert state_at(office(spans=(NIGHT,)), at(moment)).status == status


def test_a_night_span_runs_on_into_a_holiday():
    hours = office(spans=(Span(frozenset({"sun", "mon"}), "22:00", "02:00"),))
    assert state_at(hours, at("2026-11-23 01:00")).until == at("2026-11-23 02:00")
    assert state_at(hours, at("2026-11-23 22:30")).status == "closed"
    assert state_at(hours, at("2026-11-24 01:00")).status == "closed"


def test_a_night_span_that_may_have_started_on_an_unknown_day_is_unknown_in_the_morning():
    hours = office(spans=(Span(frozenset({"mon"}), "22:00", "02:00"),), closed_on_holidays=None)
    assert state_at(hours, at("2026-11-24 01:00")).status == "unknown"
    assert state_at(hours, at("2026-11-24 02:00")).status == "closed"


def test_open_until_midnight_into_the_next_morning_is_one_opening():
    hours = office(spans=(Span(frozenset({"tue"}), "18:00", "24:00"), Span(frozenset({"wed"}), "00:00", "06:00")))
    assert state_at(hours, at("2026-11-24 20:00")).until == at("2026-11-25 06:00")


# Holidays


def test_closed_on_holidays():
    state = state_at(office(), at("2026-11-23 10:00"))
    assert (state.status, state.reason, state.reason_name) == ("closed", "holiday", "勤労感謝の日")
    assert state.next_opening == at("2026-11-24 08:30")


def test_open_on_holidays_as_on_the_weekday():
    assert state_at(office(closed_on_holidays=False), at("2026-11-23 10:00")).until == at("2026-11-23 17:15")


def test_holiday_rows_take_the_place_of_the_weekday():
    hours = office(spans=(OFFICE, Span(frozenset({"holiday"}), "10:00", "16:00")), closed_on_holidays=False)
    assert state_at(hours, at("2026-11-23 09:00")).status == "closed"
    assert state_at(hours, at("2026-11-23 10:00")).until == at("2026-11-23 16:00")


def test_holiday_rows_hold_even_when_nobody_set_the_flag():
    hours = office(spans=(OFFICE, Span(frozenset({"holiday"}), "10:00", "16:00")), closed_on_holidays=None)
    assert state_at(hours, at("2026-11-23 10:00")).is_open


def test_closed_on_holidays_overrules_holiday_rows():
    hours = office(spans=(OFFICE, Span(frozenset({"holiday"}), "10:00", "16:00")), closed_on_holidays=True)
    assert state_at(hours, at("2026-11-23 10:00")).status == "closed"


def test_a_holiday_without_knowledge_is_unknown():
    state = state_at(office(closed_on_holidays=None), at("2026-11-23 10:00"))
    assert (state.status, state.reason, state.reason_name) == ("unknown", "holiday_unknown", "勤労感謝の日")


def test_a_holiday_on_a_day_without_rows_is_closed_either_way():
    assert state_at(office(closed_on_holidays=None), at("2029-02-11 10:00")).status == "closed"


def test_a_substitute_holiday_counts():
    assert state_at(office(), at("2026-05-06 10:00")).reason_name == "振替休日"


def test_the_day_between_two_holidays_counts():
    assert state_at(office(), at("2026-09-22 10:00")).reason_name == "国民の休日"


def test_an_uncertain_day_before_the_next_opening_is_admitted():
    state = state_at(office(closed_on_holidays=None), at("2026-11-22 10:00"))
    assert state.next_opening == at("2026-11-24 08:30")
    assert state.earlier_possible


def test_a_certain_next_opening_is_said_plainly():
    assert not state_at(office(), at("2026-11-22 10:00")).earlier_possible


# The turn of the year (12/29-1/3)


@pytest.mark.parametrize("day", ["2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01"])
def test_closed_from_29_december_to_3_january(day):
    state = state_at(office(), at(f"{day} 10:00"))
    assert (state.status, state.reason) == ("closed", "new_year")
    assert state.next_opening == at("2027-01-04 08:30")


@pytest.mark.parametrize("day", ["2026-12-28", "2027-01-04"])
def test_the_days_around_the_turn_of_the_year_are_ordinary(day):
    assert state_at(office(), at(f"{day} 10:00")).is_open


def test_open_at_the_turn_of_the_year_but_closed_on_new_years_day():
    hours = office(closed_new_year=False)
    assert state_at(hours, at("2026-12-30 10:00")).is_open
    assert state_at(hours, at("2027-01-01 10:00")).reason == "holiday"


def test_the_turn_of_the_year_without_knowledge_is_unknown():
    hours = office(closed_new_year=None)
    assert state_at(hours, at("2026-12-30 10:00")).reason == "new_year_unknown"
    assert state_at(hours, at("2027-01-01 10:00")).status == "closed"


# Dated closures


def test_a_dated_closure_includes_both_days():
    hours = office(closures=(Closure(date(2026, 11, 25), date(2026, 11, 26), "建物の点検"),))
    assert state_at(hours, at("2026-11-24 10:00")).is_open
    for day in ("2026-11-25", "2026-11-26"):
        state = state_at(hours, at(f"{day} 10:00"))
        assert (state.status, state.reason, state.reason_name) == ("closed", "closed_period", "建物の点検")
        assert state.next_opening == at("2026-11-27 08:30")


def test_a_long_closure_has_no_next_opening():
    hours = office(closures=(Closure(date(2026, 11, 1), date(2027, 3, 31)),))
    assert state_at(hours, at("2026-11-24 10:00")).next_opening is None


def test_a_closure_is_known_even_when_the_hours_are_not():
    assert (
        state_at(Hours(closures=(Closure(date(2026, 11, 24), date(2026, 11, 24)),)), at("2026-11-24 10:00")).status
        == "closed"
    )


def test_round_the_clock_ends_where_a_closure_starts():
    hours = Hours((ALL_DAY,), (Closure(date(2026, 11, 26), date(2026, 11, 26)),), False, False)
    assert state_at(hours, at("2026-11-24 10:00")).until == at("2026-11-26 00:00")


# Not known


def test_no_rows_is_unknown():
    assert state_at(Hours(), at("2026-11-24 10:00")).reason == "no_hours"


def test_forms_can_be_sent_although_the_hours_are_unknown():
    state = state_at(Hours(online_anytime=True), at("2026-11-24 10:00"))
    assert (state.status, state.anytime) == ("unknown", True)


def test_time_left_out_of_partial_hours_is_unknown():
    hours = office(partial=True)
    assert state_at(hours, at("2026-11-24 10:00")).is_open
    assert state_at(hours, at("2026-11-24 20:00")).reason == "not_covered"
    assert state_at(hours, at("2026-11-28 10:00")).status == "unknown"


def test_partial_hours_still_close_on_a_known_holiday():
    state = state_at(office(partial=True), at("2026-11-23 10:00"))
    assert (state.status, state.earlier_possible) == ("closed", True)


@pytest.mark.parametrize("day", ["1999-12-31", "2051-01-01", "2100-06-01", "9999-12-31", "0001-01-01"])
def test_outside_the_calendar_even_round_the_clock_is_unknown(day):
    state = state_at(Hours((ALL_DAY,), (), False, False), at(f"{day} 12:00"))
    assert (state.status, state.reason) == ("unknown", "outside_calendar")


def test_the_end_of_time_has_no_tokyo_hour_and_is_unknown():
    assert state_at(office(), datetime.max.replace(tzinfo=UTC)).status == "unknown"


# Round the clock


def test_round_the_clock_has_no_end():
    state = state_at(Hours((ALL_DAY,), (), False, False), at("2026-12-31 23:59"))
    assert state.always
    assert state.until is None


def test_round_the_clock_with_unknown_holidays_ends_before_the_next_one():
    assert state_at(Hours((ALL_DAY,)), at("2026-11-20 10:00")).until == at("2026-11-23 00:00")


# Input


@pytest.mark.parametrize(
    "weekdays, opens, closes",
    [
        (WORKDAYS, "8:30", "17:15"),
        (WORKDAYS, "08:30", "25:00"),
        (WORKDAYS, "08:60", "17:15"),
        (WORKDAYS, "24:00", "08:00"),
        (WORKDAYS, "08:30", "08:30"),
        (WORKDAYS, "08:30", "24:01"),
        (frozenset(), "08:30", "17:15"),
        (frozenset({"monday"}), "08:30", "17:15"),
    ],
)
def test_an_impossible_span_is_refused(weekdays, opens, closes):
    with pytest.raises(ValueError):
        Span(weekdays, opens, closes)


def test_a_closure_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        Closure(date(2026, 11, 25), date(2026, 11, 24))


# Words


def test_the_reason_names_the_holiday():
    assert reason_sentence(state_at(office(), at("2026-11-23 10:00"))) == "祝日(勤労感謝の日)のため休みです。"


def test_the_reason_of_a_closure_is_quoted():
    hours = office(closures=(Closure(date(2026, 11, 24), date(2026, 11, 24), "建物の点検"),))
    assert reason_sentence(state_at(hours, at("2026-11-24 10:00"))) == "休止中です:建物の点検"


def test_outside_ordinary_hours_needs_no_reason():
    assert reason_sentence(state_at(office(), at("2026-11-24 20:00"))) == ""


def test_dates_are_written_in_the_readers_language():
    assert short_date(date(2026, 11, 24)) == "11月24日(火)"
    with translation.override("en"):
        assert short_date(date(2026, 11, 24)) == "Tue 24 Nov"


@pytest.mark.parametrize("moment", ["2026-11-22 10:00", "2026-11-23 10:00", "2026-11-24 10:00", "2026-12-30 10:00"])
def test_english_readers_get_english(moment):
    with translation.override("en"):
        state = state_at(office(), at(moment))
        text = reason_sentence(state)
        assert not re.search(r"[\u3000-\u9fff]", text), text


# The table


def test_the_table_has_a_line_for_each_weekday_holidays_and_the_turn_of_the_year():
    hours = office(spans=(Span(WORKDAYS, "13:00", "17:15"), Span(WORKDAYS, "08:30", "12:00")), closed_new_year=None)
    rows = week_table(hours)
    assert [row.day for row in rows] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday", "new_year"]
    assert rows[0].label == "月"
    assert [rows[index].text for index in (0, 5, 7, 8)] == ["8:30〜12:00、13:00〜17:15", "休み", "休み", "不明"]


def test_the_table_of_partial_hours_admits_what_is_unknown():
    rows = {row.day: row for row in week_table(office(partial=True, closed_on_holidays=False))}
    assert rows["mon"].text == "8:30〜17:15"
    assert (rows["sun"].text, rows["sun"].unknown) == ("不明", True)
    assert rows["holiday"].text == "曜日どおり"


@pytest.mark.parametrize("closed, text", [(True, "休み"), (False, "10:00〜16:00"), (None, "10:00〜16:00")])
def test_the_holiday_line_says_what_holds(closed, text):
    hours = office(spans=(OFFICE, Span(frozenset({"holiday"}), "10:00", "16:00")), closed_on_holidays=closed)
    assert {row.day: row.text for row in week_table(hours)}["holiday"] == text


@pytest.mark.parametrize(
    "day, facts, line",
    [
        (date(2026, 11, 24), {}, "tue"),
        (date(2026, 11, 23), {}, "holiday"),
        (date(2026, 11, 23), {"closed_on_holidays": False}, "mon"),
        (date(2026, 12, 30), {}, "new_year"),
        (date(2026, 12, 30), {"closed_new_year": False}, "wed"),
        (date(2100, 1, 5), {}, "tue"),
    ],
)
def test_the_table_marks_the_line_that_holds_today(day, facts, line):
    assert [row.day for row in week_table(office(**facts), day) if row.today] == [line]


def test_the_notes_tell_of_closures_still_to_come():
    past, coming, single = (
        Closure(date(2026, 11, 1), date(2026, 11, 2), "過去"),
        Closure(date(2026, 11, 23), date(2026, 11, 25), "建物の点検"),
        Closure(date(2026, 12, 7), date(2026, 12, 7)),
    )
    assert table_notes(office(closures=(single, past, coming)), date(2026, 11, 24)) == (
        "11月23日(月)〜11月25日(水)は休みます:建物の点検",
        "12月7日(月)は休みます。",
    )


def test_the_notes_admit_that_other_times_are_unknown():
    assert "確認できていません" in table_notes(office(partial=True), date(2026, 11, 24))[0]
    assert table_notes(office(), date(2026, 11, 24)) == ()


def test_the_table_writes_nights_and_whole_days():
    rows = {row.day: row.text for row in week_table(Hours((NIGHT, Span(frozenset({"holiday"}), "00:00", "24:00"))))}
    assert rows["fri"] == "22:00〜翌5:00"
    assert rows["holiday"] == "24時間"


def test_no_hours_no_table():
    assert week_table(Hours()) == ()


# The calendar


@pytest.mark.parametrize("year", range(holidays_jp.FIRST_DAY.year, holidays_jp.LAST_DAY.year + 1))
def test_two_holiday_sources_agree(year):
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    ours = {day for day in days if day.year == year and holidays_jp.holiday_name(day)}
    assert ours == {day for day, _name in jpholiday.year_holidays(year)}


def test_the_package_computes_more_than_the_range_we_trust():
    assert holidays.JP.start_year <= holidays_jp.FIRST_DAY.year
    assert holidays.JP.end_year >= holidays_jp.LAST_DAY.year


def test_every_name_in_the_calendar_can_be_translated():
    days = (holidays_jp.LAST_DAY - holidays_jp.FIRST_DAY).days
    names = {holidays_jp.holiday_name(holidays_jp.FIRST_DAY + timedelta(days=number)) for number in range(days + 1)}
    assert names - {""} <= holidays_jp.NAMES


def test_a_day_outside_the_calendar_is_an_error_not_an_ordinary_day():
    with pytest.raises(ValueError, match="2051-01-01"):
        holidays_jp.holiday_name(date(2051, 1, 1))
