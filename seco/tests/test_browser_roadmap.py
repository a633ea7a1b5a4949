"""The roadmap as one's own walk: marks, what comes next, the plan to take along, the self-check."""

import csv
import io

import pytest
from playwright.sync_api import expect

from seco.tests.calendar_rules import events_of
from seco.tests.playbook_page import saved

pytestmark = pytest.mark.browser


def mark(page, slug, name):
    return page.locator(f'[data-mission="{slug}"] > .mission-progress [data-mark="{name}"]')


def expect_next(page, slug):
    expect(page.locator(".mission-stop--next")).to_have_attribute("data-mission", slug)


def test_the_first_open_mission_is_the_next_one(road):
    expect_next(road, "self-check-5min")
    mark(road, "self-check-5min", "done").check()
    expect_next(road, "mission-3-8")
    assert "mission-stop--done" in road.locator('[data-mission="know-your-state"]').get_attribute("class")
    road.reload()
    expect(mark(road, "self-check-5min", "done")).to_be_checked()
    expect(road.locator("[data-progress]")).to_have_text("8件中 1件 済み")
    assert road.errors == []


def test_all_parts_of_the_fuller_way_are_as_good_as_the_quick_one(road):
    for slug in ("mission-3-5", "mission-3-6"):
        mark(road, slug, "done").check()
    expect_next(road, "self-check-5min")
    mark(road, "mission-3-7", "done").check()
    expect_next(road, "mission-3-8")


def test_a_mission_is_marked_on_its_own_page_too(road):
    road.goto("/roadmap/mission-3-9/")
    road.check('[data-mark="done"]')
    road.goto("/roadmap/")
    expect(mark(road, "mission-3-9", "done")).to_be_checked()


def test_the_plan_is_a_table_for_excel(road):
    mark(road, "self-check-5min", "done").check()
    mark(road, "mission-3-8", "by").fill("2026-12-10")
    mark(road, "mission-3-8", "by").blur()
    name, text = saved(road, lambda: road.click('[data-do="csv"]'))
    assert name.endswith(".csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 11
    assert (rows[0]["状態"], rows[0]["済んだ日"]) == ("済み", "2026-11-22")
    planned = next(row for row in rows if row["番号(Ver. 2.x)"] == "MISSION 3-8")
    assert (planned["状態"], planned["いつまでに"]) == ("次はこれ", "2026-12-10")
    assert (
        next(row for row in rows if row["番号(Ver. 3.0a)"] == "INFORMATION 6-6")["番号(Ver. 2.x)"]
        == "INFORMATION 6-4 App.02"
    )


def test_the_plan_is_a_calendar_of_what_has_a_date(road):
    road.click('[data-do="calendar"]')
    expect(road.locator("#plan-panel [data-message]")).to_contain_text("先に")
    mark(road, "mission-3-8", "by").fill("2026-12-10")
    mark(road, "mission-3-8", "by").blur()
    _name, text = saved(road, lambda: road.click('[data-do="calendar"]'))
    (event,) = events_of(text)
    assert (event["DTSTART"], event["DTEND"]) == (("DATE", "20261210"), ("DATE", "20261211"))


def plan(page):
    _name, text = saved(page, lambda: page.click('[data-do="csv"]'))
    return {row["題名"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))}


def test_where_one_way_is_enough_the_progress_counts_it_once(road):
    progress = road.locator("[data-progress]")
    for slug in ("mission-3-5", "mission-3-6"):
        mark(road, slug, "done").check()
    expect(progress).to_have_text("8件中 0件 済み")
    mark(road, "mission-3-7", "done").check()
    expect(progress).to_have_text("8件中 1件 済み")
    mark(road, "self-check-5min", "done").check()
    expect(progress).to_have_text("8件中 1件 済み")


def test_all_done_is_all_of_them(road):
    for box in road.locator("[data-mark=done]").all():
        box.check()
    for slug in ("mission-3-5", "mission-3-6", "mission-3-7"):
        mark(road, slug, "done").uncheck()
    expect(road.locator("[data-next]")).to_contain_text("すべて済みました")
    expect(road.locator("[data-progress]")).to_have_text("8件中 8件 済み")


def test_the_plan_says_what_one_way_spares(road):
    rows = plan(road)
    spared = [row for row in rows.values() if row["番号(Ver. 2.x)"] in ("MISSION 3-5", "MISSION 3-6", "MISSION 3-7")]
    assert len(spared) == 3
    assert {row["状態"] for row in spared} == {"あとで"}
    assert all("どれか1つで足ります" in row["選び方"] and "すべて行います" in row["選び方"] for row in spared)
    mark(road, "mission-3-5", "by").fill("2026-12-10")
    mark(road, "mission-3-5", "by").blur()
    mark(road, "self-check-5min", "done").check()
    rows = plan(road)
    assert {row["状態"] for row in rows.values()} == {"済み", "次はこれ", "あとで", "不要(ほかの方法で済み)"}
    assert [row["状態"] for row in rows.values()].count("不要(ほかの方法で済み)") == 3
    assert next(row for row in rows.values() if row["番号(Ver. 2.x)"] == "MISSION 3-8")["選び方"] == ""
    expect(road.locator('[data-mission="mission-3-5"] > [data-state-tag]')).to_have_text("不要(ほかの方法で済み)")
    road.click('[data-do="calendar"]')
    expect(road.locator("#plan-panel [data-message]")).to_contain_text("先に")  # a spared mission reminds nobody


@pytest.mark.parametrize(("language", "shown"), [("", "証し:"), ("/en", "How to show that it is done:")])
def test_the_plan_on_paper_shows_how_it_is_proven_and_where_to_read(road, language, shown):
    road.goto(f"{language}/roadmap/")
    stop = road.locator('[data-mission="mission-3-8"]')
    expect(stop.locator(".mission-stop__evidence")).to_be_hidden()
    road.emulate_media(media="print")
    expect(stop.locator(".mission-stop__evidence")).to_contain_text(shown)
    link = stop.locator(".mission-stop__links a")
    expect(link).to_be_visible()
    printed = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://cybersecurity.metro.tokyo.lg.jp/security/guidebook/208/" in printed


def test_the_progress_is_wiped_by_one_button(road):
    mark(road, "self-check-5min", "done").check()
    road.click('[data-do="wipe"]')
    assert road.evaluate("JSON.stringify(localStorage)") == "{}"
    expect(mark(road, "self-check-5min", "done")).not_to_be_checked()


def test_the_self_check_suggests_where_to_start_without_a_script(open_page):
    page = open_page(javascript=False)
    page.goto("/roadmap/self-check/")
    page.check('input[name="self-check-5min"][value="yes"]')
    page.check('input[name="mission-3-8"][value="yes"]')
    page.check('input[name="mission-3-9"][value="no"]')
    page.click('.check-form button[type="submit"]')
    expect(page.locator(".check-result__start a")).to_have_attribute("href", "/roadmap/mission-3-9/")
    expect(page.locator('input[name="mission-3-9"][value="no"]')).to_be_checked()


def test_what_was_answered_with_yes_can_be_marked_as_done(road):
    road.goto("/roadmap/self-check/?self-check-5min=yes&mission-3-8=yes&mission-3-9=no")
    road.click('[data-do="mark-answers"]')
    road.goto("/roadmap/")
    expect_next(road, "mission-3-9")
    expect(mark(road, "mission-3-8", "done")).to_be_checked()
