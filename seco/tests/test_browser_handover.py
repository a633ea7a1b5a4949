"""An incident from its discovery to its end: how it is named, that it goes on in another playbook, that it can be finished."""

import pytest
from playwright.sync_api import expect

from conftest import follow
from seco.tests.playbook_page import choose, kept, message, paper_of, part, press

pytestmark = pytest.mark.browser

EMOTET, DATA_LEAK = "/playbooks/emotet/", "/playbooks/data-leak/"


@pytest.fixture
def emotet(open_playbook):
    """With an incident that was discovered two days ago."""
    page = open_playbook(path=EMOTET)
    choose(page, "#work-discovered", "2026-11-20T09:30")
    return page


def offers(page):
    return page.locator("[data-handover] button")


def go_on(page):
    follow(page.locator(f'.step__leads-to a[href="{DATA_LEAK}"]').click, page)


# The same discovery in another playbook


def test_where_a_step_leads_the_discovery_is_offered_and_starts_the_clocks(emotet):
    choose(emotet, "#work-name", "本社の感染")
    go_on(emotet)
    expect(emotet.locator("#work-discovered")).to_have_value("")
    expect(offers(emotet)).to_have_text(["この端末の事案「本社の感染」の発覚日時(11月20日(金) 9:30)を引き継ぐ"])
    offers(emotet).click()
    expect(offers(emotet)).to_have_count(0)
    expect(emotet.locator("#work-discovered")).to_have_value("2026-11-20T09:30")
    expect(emotet.locator("#work-incident")).to_be_focused()
    expect(emotet.locator("#work-name")).to_have_value("本社の感染")
    expect(emotet.locator('[data-work-clock="final-report"] strong')).to_have_text("2026年12月19日(土) まで")
    expect(message(emotet)).to_contain_text("引き継ぎました")
    emotet.reload()
    expect(emotet.locator("#work-discovered")).to_have_value("2026-11-20T09:30")
    expect(offers(emotet)).to_have_count(0)
    assert [(one["playbook"], one["name"]) for one in kept(emotet)] == [
        ("emotet", "本社の感染"),
        ("data-leak", "本社の感染"),
    ]
    assert emotet.errors == []


def test_nothing_of_it_is_sent(open_playbook):
    page = open_playbook(path=EMOTET, service_workers="block")
    choose(page, "#work-discovered", "2026-11-20T09:30")
    go_on(page)
    page.wait_for_load_state("networkidle")
    loaded = len(page.requests)
    offers(page).click()
    expect(page.locator("#work-discovered")).to_have_value("2026-11-20T09:30")
    assert [request.url for request in page.requests[loaded:]] == []
    assert page.context.cookies() == []


def test_it_is_offered_in_english(open_playbook):
    page = open_playbook(path=f"/en{EMOTET}")
    choose(page, "#work-discovered", "2026-11-20T09:30")
    choose(page, "#work-name", "Head office")
    page.goto(f"/en{DATA_LEAK}")
    expect(offers(page)).to_have_text(
        ["Take over the discovery (Fri 20 November at 9:30) of the incident “Head office” on this device"]
    )


def test_it_is_offered_until_something_here_has_a_discovery(emotet):
    go_on(emotet)
    emotet.check("#tick-note-discovery")
    offers(emotet).click()
    expect(emotet.locator("#tick-note-discovery")).to_be_checked()
    expect(emotet.locator("#work-incident option")).to_have_count(1)
    expect(emotet.locator("#work-discovered")).to_have_value("2026-11-20T09:30")


def test_beside_another_incident_it_is_offered_to_who_comes_from_there(open_playbook):
    page = open_playbook(path=DATA_LEAK)
    choose(page, "#work-discovered", "2026-10-01T10:00")
    choose(page, "#work-name", "先月の件")
    page.goto(EMOTET)
    press(page, "new")
    choose(page, "#work-discovered", "2026-11-20T09:30")
    go_on(page)
    offers(page).click()
    expect(page.locator("#work-incident option")).to_have_text(["先月の件", "11月20日(金) の事案"])
    page.select_option("#work-incident", label="先月の件")
    expect(page.locator("#work-discovered")).to_have_value("2026-10-01T10:00")
    expect(offers(page)).to_have_count(0)


def test_without_a_discovery_there_is_nothing_to_offer(open_playbook):
    page = open_playbook(path=EMOTET)
    page.locator("input[data-step]:visible").first.check()
    page.goto(DATA_LEAK)
    expect(page.locator("#work-discovered")).to_be_visible()
    expect(offers(page)).to_have_count(0)


# Names


def test_an_incident_is_named_after_its_discovery_and_follows_it(emotet):
    expect(emotet.locator("#work-name")).to_have_value("11月20日(金) の事案")
    choose(emotet, "#work-discovered", "2026-11-19T18:00")
    expect(emotet.locator("#work-name")).to_have_value("11月19日(木) の事案")
    expect(emotet.locator("#work-incident option")).to_have_text(["11月19日(木) の事案"])
    press(emotet, "new")
    choose(emotet, "#work-discovered", "2026-11-19T20:00")
    expect(emotet.locator("#work-name")).to_have_value("11月19日(木) の事案 2")


def test_a_name_that_was_written_stays(emotet):
    choose(emotet, "#work-name", "本社の感染")
    emotet.reload()
    choose(emotet, "#work-discovered", "2026-11-19T18:00")
    expect(emotet.locator("#work-name")).to_have_value("本社の感染")


# The end


def test_an_incident_is_finished_without_preparation(emotet):
    boxes = emotet.locator("[data-phase]:not([data-preparation]) input[data-step]")
    count = boxes.count()
    assert 0 < count < emotet.locator("input[data-step]").count()
    progress = emotet.locator("[data-progress]")
    expect(progress).to_have_text(f"{count}件中 0件 済み")
    for place in range(count):
        boxes.nth(place).check()
    expect(progress).to_have_text(f"{count}件 すべて済みました")
    assert part(paper_of(emotet), "まだ済んでいない手順") == "ありません"
    emotet.goto("/playbooks/")
    expect(emotet.locator("#kept-incidents li")).to_contain_text(f"{count}件 すべて済みました")
    expect(emotet.locator('[data-playbook="emotet"] .tag').first).to_have_text(f"手順 {count}件")
