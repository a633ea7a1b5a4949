import json
from datetime import datetime
from pathlib import Path

import pytest

from incidents.deadlines import NotAMoment, discovered_at, due, left

TABLE = json.loads(Path(__file__).with_name("deadline_cases.json").read_text())


def each(cases):
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in cases])


def limits_of(case):
    return due(discovered_at(case["discovered"]), case["hours"], case["latest_hours"])


def minute(moment):
    return moment.isoformat(timespec="minutes") if moment else None


@each(TABLE["cases"])
def test_it_is_due(case):
    limits = limits_of(case)
    safe_day = limits.safe_day.isoformat() if limits.safe_day else None
    counted = (minute(limits.first), minute(limits.last), safe_day, minute(limits.by))
    assert counted == (case["first"], case["last"], case["safe_day"], case["by"])


@each(TABLE["cases"])
def test_what_is_left(case):
    rest = left(limits_of(case), datetime.fromisoformat(case["moment"]))
    assert (rest.state, rest.days, rest.hours, rest.minutes) == (
        case["state"],
        case["days_left"],
        case["hours_left"],
        case["minutes_left"],
    )


@each(TABLE["cases"])
def test_the_limit_to_keep_to_is_the_earlier_way_of_counting(case):
    limits = limits_of(case)
    assert discovered_at(case["discovered"]) < limits.by <= limits.first


@pytest.mark.parametrize("text", TABLE["not_moments"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(NotAMoment):
        discovered_at(text)
