"""By when: the clocks of a playbook, counted in the browser, and the calendar made of them."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from seco.tests.calendar_rules import events_of
from seco.tests.playbook_page import choose, kept, message, press, saved

pytestmark = pytest.mark.browser

CASES = json.loads((Path(settings.BASE_DIR) / "incidents/tests/deadline_cases.json").read_text())


def test_the_browser_counts_as_the_server_does(open_playbook):
    page = open_playbook()
    counted = page.evaluate(
        """async ({cases, not_moments}) => {
            const { discoveredAt, due, left, wallTime } = await import('/static/js/incident-deadlines.js');
            const minute = (moment) => moment === null ? null : `${wallTime(moment)}+09:00`;
            return {
                cases: cases.map((one) => {
                    const limits = due(discoveredAt(one.discovered), one.hours, one.latest_hours);
                    const rest = left(limits, Date.parse(one.moment));
                    return [minute(limits.first), minute(limits.last), limits.safeDay, minute(limits.by), rest.state, rest.days, rest.hours, rest.minutes];
                }),
                refused: not_moments.map((text) => discoveredAt(text)),
            };
        }""",
        CASES,
    )
    columns = ["first", "last", "safe_day", "by", "state", "days_left", "hours_left", "minutes_left"]
    assert counted["cases"] == [[case[column] for column in columns] for case in CASES["cases"]]
    assert counted["refused"] == [None] * len(CASES["not_moments"])


def test_the_discovery_sets_the_clocks_here_and_at_the_step(open_playbook):
    page = open_playbook()
    choose(page, "#work-discovered", "2026-11-22T10:00")
    for place in ('[data-work-clock="report-personal-data"]', "#report-personal-data .deadline"):
        expect(page.locator(f"{place} strong")).to_have_text("2026年11月24日(火) まで")
        shown = page.locator(place).inner_text()
        assert "11月25日(水) 10:00 まで、遅くとも 11月27日(金) 10:00 まで" in shown
        assert "あと 2日12時間" in shown
    expect(page.locator("#report-personal-data .deadline")).to_contain_text("二次資料で確認")


def test_japanese_time_is_meant_wherever_the_reader_is(open_playbook):
    page = open_playbook(timezone_id="America/New_York")
    choose(page, "#work-discovered", "2026-11-22T10:00")
    page.click('[data-do="discovered-now"]')
    expect(page.locator("#work-discovered")).to_have_value("2026-11-22T12:00")
    expect(page.locator('[data-work-clock="report-personal-data"]')).to_contain_text("11月25日(水) 12:00 まで")


def test_now_asks_before_it_replaces_a_moment_that_was_entered(open_playbook):
    page = open_playbook(answer=False)
    page.click('[data-do="discovered-now"]')
    expect(page.locator("#work-discovered")).to_have_value("2026-11-22T12:00")
    assert page.asked == []
    choose(page, "#work-discovered", "2026-11-20T09:30")
    page.click('[data-do="discovered-now"]')
    expect(page.locator("#work-discovered")).to_have_value("2026-11-20T09:30")
    assert page.asked == ["発覚した日時は 11月20日(金) 9:30 になっています。いまの時刻に変えますか。"]
    assert kept(page)[0]["discovered"] == "2026-11-20T09:30"


def test_a_due_time_of_another_year_says_so(open_playbook):
    page = open_playbook(path="/playbooks/data-leak/")
    choose(page, "#work-discovered", "2026-12-10T18:30")
    clock = page.locator('[data-work-clock="final-report"]')
    expect(clock.locator("strong")).to_have_text("2027年1月8日(金) まで")
    expect(clock).to_contain_text("気づいた時刻から数えると、2027年1月9日(土) 18:30 までです。")


def test_what_is_late_and_what_is_done_is_said(open_playbook):
    page = open_playbook()
    clock = page.locator('[data-work-clock="report-personal-data"] [data-left]')
    choose(page, "#work-discovered", "2026-11-18T10:00")  # day one; the safe day is the 20th
    expect(clock).to_have_text("早いほうの期限を過ぎました。あと 22時間0分")
    choose(page, "#work-discovered", "2026-11-16T10:00")
    assert clock.inner_text().startswith("期限を 1日2時間 過ぎました。")
    page.check("#tick-report-personal-data")
    expect(clock).to_have_text("済み")


def test_a_discovery_to_come_is_doubted(open_playbook):
    page = open_playbook()
    choose(page, "#work-discovered", "2026-11-23T10:00")
    expect(message(page)).to_contain_text("いまより先")


def test_the_deadlines_are_saved_as_a_calendar(open_playbook):
    page = open_playbook()
    press(page, "calendar")
    expect(message(page)).to_have_text("先に、発覚した日時を入れてください。")
    choose(page, "#work-discovered", "2026-11-22T10:00")
    page.check("#tick-final-report")
    name, text = saved(page, lambda: press(page, "calendar"))
    assert name.endswith(".ics")
    (event,) = events_of(text)
    assert event["DTSTART"] == ("DATE", "20261124")
    assert event["alarm"]["TRIGGER"][1] == "-PT15H"  # nine in the morning of the day before
    assert event["SUMMARY"][1].startswith("個人情報のおそれがあれば、速報を出す")
    told = event["DESCRIPTION"][1]
    assert told.startswith("2026年11月24日(火) まで\\n")
    assert "2026年11月25日(水) 10:00 まで、遅くとも 2026年11月27日(金) 10:00 まで" in told
    assert "https://www.businesslawyers.jp/practices/1433 二次資料で確認" in told


def test_a_moment_takes_no_time_in_the_calendar(open_playbook):
    page = open_playbook()
    text = page.evaluate(
        """async () => {
            const { calendar } = await import('/static/js/incident-files.js');
            const moment = Date.UTC(2026, 10, 22, 7);
            return calendar([{ uid: "one@seco", at: moment, title: "速報、急ぎ;".repeat(20), text: "a\\nb", url: "" }], moment);
        }"""
    )
    (event,) = events_of(text)
    assert event["DTSTART"] == ("DATE-TIME", "20261122T070000Z")
    assert "DTEND" not in event
    assert event["alarm"]["TRIGGER"][1] == "-P1D"
