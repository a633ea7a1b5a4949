"""What must hold for any hours at any moment. The examples are the same in every run."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contacts import holidays_jp
from contacts.hours import HORIZON, TOKYO, Closure, Hours, Span, state_at
from contacts.opening_days import WEEKDAYS, is_new_year

quickly = settings(max_examples=150, deadline=None, database=None, derandomize=True)

MINUTE = timedelta(minutes=1)
MINUTES = [0, 1, 30, 59]  # of the hour, at which spans start and end here
clocks = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from(MINUTES))
closing = clocks | st.just("24:00")
codes = st.frozensets(st.sampled_from([*WEEKDAYS, "holiday"]), min_size=1)
spans = (
    st.tuples(codes, clocks, closing).filter(lambda span: span[1] != span[2]).map(lambda span: Span(*span))
    | st.builds(Span, codes, st.just("00:00"), st.just("24:00"))
)  # fmt: skip
flags = st.sampled_from([True, False, None])

# The days on which something can go wrong, and any other day the calendar covers.
edges = st.builds(
    lambda year, day, shift: date(year, *day) + timedelta(days=shift),
    st.integers(2001, 2049),
    st.sampled_from([(12, 31), (1, 1), (2, 28), (5, 4), (9, 22), (11, 23)]),
    st.integers(-3, 3),
)
days = edges | st.dates(date(2000, 1, 2), date(2050, 10, 31))
public_holidays = st.sampled_from(
    [
        day
        for day in (holidays_jp.FIRST_DAY + timedelta(days=number) for number in range(365 * 50))
        if holidays_jp.holiday_name(day)
    ]
)
moments = st.builds(
    lambda day, clock: datetime.combine(day, clock, TOKYO),
    days,
    st.times() | st.sampled_from([time(0, 0), time(23, 59), time(23, 59, 59, 999999), time(8, 30)]),
)


@st.composite
def desks(draw, **fixed):
    facts = {
        "spans": draw(st.lists(spans, max_size=4)),
        "closures": [
            Closure(day, day + timedelta(days=draw(st.integers(0, 5)))) for day in draw(st.lists(days, max_size=2))
        ],
        "closed_on_holidays": draw(flags),
        "closed_new_year": draw(flags),
        "partial": draw(st.booleans()),
        "online_anytime": draw(st.booleans()),
    }
    return Hours(**facts | fixed)


def floor(moment):
    return moment.replace(second=0, microsecond=0)


def minutes_between(start, end):
    """The first and the last minutes of the interval, and every 17th between."""
    count = int((end - start) / MINUTE)
    return [start + MINUTE * number for number in {*range(0, count, 17), *range(max(0, count - 3), count)}]


def slowly_open(hours, moment):
    """The rule again, written without looking at the module: is any span running that started today or yesterday?"""
    for day in (moment.date(), moment.date() - timedelta(days=1)):
        name = holidays_jp.holiday_name(day)
        shut = any(closure.first <= day <= closure.last for closure in hours.closures)
        shut = shut or (name and hours.closed_on_holidays) or (is_new_year(day) and hours.closed_new_year)
        special = [span for span in hours.spans if "holiday" in span.weekdays] if name else []
        usual = [span for span in hours.spans if WEEKDAYS[day.weekday()] in span.weekdays]
        doubtful = (is_new_year(day) and hours.closed_new_year is None) or (
            name and not special and hours.closed_on_holidays is None
        )
        if shut or doubtful:
            continue
        midnight = datetime.combine(day, time(), TOKYO)
        for span in special or usual:
            opens = midnight + timedelta(hours=int(span.opens[:2]), minutes=int(span.opens[3:]))
            closes = midnight + timedelta(hours=int(span.closes[:2]), minutes=int(span.closes[3:]))
            closes += timedelta(days=1) if closes < opens else timedelta()
            if opens <= moment < closes:
                return True
    return False


@quickly
@given(desks(), moments)
def test_open_means_that_a_span_is_running(hours, moment):
    assert state_at(hours, moment).is_open == slowly_open(hours, moment)


@quickly
@given(desks(), moments)
def test_an_opening_lasts_exactly_until_it_says(hours, moment):
    state = state_at(hours, moment)
    assume(state.is_open)
    end = state.until or floor(moment) + timedelta(days=HORIZON)
    assert all(state_at(hours, minute).is_open for minute in minutes_between(floor(moment), end)[:400])
    if state.until:
        assert moment < state.until
        assert state_at(hours, state.until - timedelta(microseconds=1)).is_open
        assert not state_at(hours, state.until).is_open


@quickly
@given(desks(), moments)
def test_the_next_opening_is_the_first(hours, moment):
    state = state_at(hours, moment)
    assume(state.status == "closed")
    end = state.next_opening or floor(moment) + timedelta(days=HORIZON)
    assert not any(state_at(hours, minute).is_open for minute in minutes_between(floor(moment), end)[:400])
    if state.next_opening:
        assert moment < state.next_opening
        assert state_at(hours, state.next_opening).is_open
        assert not state_at(hours, state.next_opening - timedelta(microseconds=1)).is_open


@quickly
@given(desks(spans=[Span(frozenset(WEEKDAYS[:5]), "09:00", "17:00")], partial=False), days)
def test_unknown_time_before_the_next_opening_is_admitted_exactly_when_there_is_some(hours, day):
    evening = datetime.combine(day, time(17), TOKYO)
    state = state_at(hours, evening)
    assume(state.next_opening)
    met = {
        state_at(hours, evening + timedelta(hours=number)).status
        for number in range(int((state.next_opening - evening) / timedelta(hours=1)))
    }
    assert state.earlier_possible == ("unknown" in met)


@quickly
@given(desks(), moments, st.sampled_from(["UTC", "America/New_York", "Europe/London", "Pacific/Kiritimati"]))
def test_the_zone_in_which_the_moment_is_written_does_not_matter(hours, moment, zone):
    assert state_at(hours, moment.astimezone(ZoneInfo(zone))) == state_at(hours, moment)


@quickly
@given(desks(), st.datetimes(timezones=st.just(UTC)))
def test_any_moment_gets_an_answer_and_outside_the_calendar_it_is_unknown(hours, moment):
    state = state_at(hours, moment)
    if not date(2000, 1, 1) <= (moment.replace(tzinfo=None).date()) <= date(2051, 1, 1):
        assert state.status == "unknown"


@quickly
@given(desks(spans=[Span(frozenset(WEEKDAYS), "00:00", "24:00")], closed_on_holidays=True), public_holidays, st.times())
def test_a_desk_closed_on_holidays_is_closed_on_every_one(hours, day, clock):
    assert state_at(hours, datetime.combine(day, clock, TOKYO)).status == "closed"


@quickly
@given(desks(), moments)
def test_what_is_said_without_knowing_the_flags_holds_whatever_they_turn_out_to_be(hours, moment):
    hours = replace(
        hours, spans=tuple(replace(span, weekdays=span.weekdays - {"holiday"} or {"mon"}) for span in hours.spans)
    )
    vague = state_at(replace(hours, closed_on_holidays=None, closed_new_year=None), moment)
    assume(vague.status != "unknown")
    for on_holidays in (True, False):
        for new_year in (True, False):
            known = state_at(replace(hours, closed_on_holidays=on_holidays, closed_new_year=new_year), moment)
            assert known.status == vague.status


@quickly
@given(desks(), moments)
def test_partial_hours_differ_from_full_ones_only_by_admitting_doubt(hours, moment):
    full, partial = (state_at(replace(hours, partial=flag), moment) for flag in (False, True))
    assert partial.is_open == full.is_open
    if partial.status == "closed":
        assert full.status == "closed"


@quickly
@given(st.integers(2000, 2049).filter(lambda year: year % 4 == 0), st.sampled_from(WEEKDAYS))
def test_a_leap_day_is_an_ordinary_day(year, weekday):
    leap_day = date(year, 2, 29)
    hours = Hours((Span(frozenset({weekday}), "09:00", "17:00"),), (), False, False)
    expected = WEEKDAYS[leap_day.weekday()] == weekday
    assert state_at(hours, datetime.combine(leap_day, time(9), TOKYO)).is_open == expected


@quickly
@given(st.integers(2000, 2049))
def test_a_night_span_crosses_new_years_eve(year):
    hours = Hours((Span(frozenset(WEEKDAYS), "22:00", "02:00"),), (), False, False)
    state = state_at(hours, datetime(year, 12, 31, 23, 30, tzinfo=TOKYO))
    assert state.until == datetime(year + 1, 1, 1, 2, tzinfo=TOKYO)


@quickly
@given(moments)
def test_round_the_clock_is_always_open(moment):
    hours = Hours((Span(frozenset(WEEKDAYS), "00:00", "24:00"),), (), False, False)
    assert state_at(hours, moment).always
