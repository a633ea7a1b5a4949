"""What was noted at a step stays in the record when an editor removes the step."""

import json

import pytest
from playwright.sync_api import expect

from seco.tests.playbook_page import PLAYBOOK, choose, edited, message, paper_of, part, press, saved

pytestmark = pytest.mark.browser

TITLE = {"ja": "ネットワークから切り離す", "en": "Isolate from the network"}
GONE = {"ja": "(今の手順にはありません)", "en": " (no longer in the playbook)"}
HEADINGS = {"ja": ("経過(時刻の順)", "済み: "), "en": ("Course of events, in order of time", "Done: ")}


def without_isolate(html):
    """As if the step had been removed, and another one put in its place."""
    for old, new in (
        ('"isolate"', '"unplug"'),
        ('"tick-isolate"', '"tick-unplug"'),
        *((title, "…") for title in TITLE.values()),
    ):
        html = html.replace(old, new)
    return html


@pytest.fixture
def start(open_playbook):
    return lambda language="ja": open_playbook(language, service_workers="block")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_done_step_that_is_gone_is_still_in_the_course(start, language):
    page = start(language)
    page.check("#tick-isolate")
    edited(page, without_isolate)
    heading, done = HEADINGS[language]
    assert f"{done}{TITLE[language]}{GONE[language]}" in part(paper_of(page), heading)


def test_so_is_one_that_does_not_apply_and_a_note(start):
    page = start()
    page.locator("#isolate > .step__body [data-not-applicable]").check()
    edited(page, without_isolate)
    assert f"{TITLE['ja']}{GONE['ja']}" in part(paper_of(page), "当てはまらないとした手順")

    page.unroute_all()
    page.goto(PLAYBOOK["ja"])
    page.locator("#isolate > .step__body [data-not-applicable]").uncheck()
    page.locator("#isolate .step-notes summary").click()
    choose(page, "#isolate textarea", "無線だけ残っている")
    edited(page, without_isolate)
    assert part(paper_of(page), "メモ") == f"- {TITLE['ja']}{GONE['ja']}\n  無線だけ残っている"


def test_a_draft_tells_of_it_too(start):
    page = start()
    page.check("#tick-isolate")
    edited(page, without_isolate)
    page.locator('[data-report="jpcert-incident"] summary').click()
    page.click('[data-draft="jpcert-incident"]')
    expect(page.locator("#sheet")).to_contain_text(f"済み: {TITLE['ja']}{GONE['ja']}")


def test_the_title_is_in_the_file_and_an_older_tick_without_one_shows_its_name(start, tmp_path):
    page = start()
    page.check("#tick-isolate")
    _name, text = saved(page, lambda: press(page, "save-file"))
    data = json.loads(text)
    assert data["incident"]["steps"]["isolate"]["title"] == TITLE["ja"]
    del data["incident"]["steps"]["isolate"]["title"]
    (tmp_path / "old.json").write_text(json.dumps(data))
    edited(page, without_isolate)
    page.set_input_files("#work-file", tmp_path / "old.json")
    expect(message(page)).to_contain_text("読み込みました")
    assert f"済み: isolate{GONE['ja']}" in part(paper_of(page), "経過(時刻の順)")


def test_a_file_with_a_title_that_is_no_text_is_refused(start, tmp_path):
    page = start()
    page.check("#tick-isolate")
    _name, text = saved(page, lambda: press(page, "save-file"))
    data = json.loads(text)
    data["incident"]["steps"]["isolate"]["title"] = {"ja": 1}
    (tmp_path / "wrong.json").write_text(json.dumps(data))
    page.set_input_files("#work-file", tmp_path / "wrong.json")
    expect(message(page)).to_contain_text("壊れています")
