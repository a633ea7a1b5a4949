"""A playbook as a working tool: ticks, times, notes and files, all of it made and kept in the browser."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from seco.tests.playbook_page import PLAYBOOK, SECRET, choose, kept, message, press, saved, unfold, work_through

pytestmark = pytest.mark.browser


# Nothing is sent


def test_nothing_of_the_record_leaves_the_browser(open_playbook, site):
    page = open_playbook(service_workers="block")  # it stores pages in the meantime, which has its own tests
    page.wait_for_load_state("networkidle")
    loaded = len(page.requests)
    work_through(page)
    saved(page, lambda: press(page, "save-file"))
    saved(page, lambda: press(page, "calendar"))
    press(page, "record")
    saved(page, lambda: page.locator("#sheet button").nth(1).click())
    page.locator("#sheet button").nth(2).click()
    page.locator("[data-report] summary").first.click()
    page.locator("[data-draft]").first.click()
    page.wait_for_load_state("networkidle")
    after = [request for request in page.requests[loaded:] if not request.url.startswith("blob:")]
    assert [(request.method, request.url) for request in after] == []
    page.reload()
    page.wait_for_load_state("networkidle")
    for request in page.requests:
        assert request.url.startswith((site.url, "blob:"))
        assert request.method == "GET"
        assert request.post_data is None
        assert SECRET not in str(request.all_headers()) + request.url
    assert page.context.cookies() == []
    assert page.errors == []


def test_no_module_of_the_page_can_send(site):
    """Not only was nothing sent in a test: none of the modules knows how to."""
    sending = re.compile(r"\b(fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|submit\()\b")
    modules = [
        path
        for name in ("playbook", "incident", "roadmap")
        for path in Path(settings.BASE_DIR).glob(f"static/js/{name}*.js")
    ]
    assert len(modules) >= 10
    assert [path.name for path in modules if sending.search(path.read_text())] == []


def test_the_page_says_so(open_playbook):
    assert open_playbook().locator(".work__promise").inner_text().startswith("この記録はこの端末だけに残ります。")


# Ticking and reloading


def test_ticks_times_names_and_notes_are_there_after_reloading(open_playbook):
    page = open_playbook()
    work_through(page)
    page.reload()
    expect(page.locator("#tick-isolate")).to_be_checked()
    expect(page.locator("#isolate [data-note=at]")).to_have_value("2026-11-22T12:00")
    expect(page.locator("#isolate [data-note=by]")).to_have_value(SECRET)
    expect(page.locator("#isolate textarea")).to_have_value(SECRET)
    expect(page.locator("#work-name")).to_have_value(SECRET)
    expect(page.locator("#work-discovered")).to_have_value("2026-11-22T10:00")
    expect(page.locator("#work-what")).to_have_value(SECRET)
    assert "連絡済み 11月22日(日) 12:00" in page.locator("#tell-police-and-experts [data-called]").all_inner_texts()
    assert page.errors == []


def test_nothing_is_kept_before_something_is_noted(open_playbook):
    page = open_playbook()
    assert kept(page) == []
    expect(page.locator("[data-has-incident]")).to_be_hidden()


def test_the_figure_says_where_one_is(open_playbook):
    page = open_playbook()
    here = page.locator("[data-phase-stop][aria-current=step]")
    expect(here).to_have_count(0)
    page.check("#tick-start-record")
    expect(here).to_have_attribute("data-phase-stop", "contain")
    page.uncheck("#tick-start-record")
    expect(here).to_have_attribute("data-phase-stop", "assess")


def test_a_second_tab_shows_what_the_first_one_noted(open_playbook):
    page = open_playbook()
    other = page.context.new_page()
    page.check("#tick-isolate")
    other.goto(PLAYBOOK["ja"])
    expect(other.locator("#tick-isolate")).to_be_checked()
    page.check("#tick-restore")
    expect(other.locator("#tick-restore")).to_be_checked()


def test_texts_are_shown_as_text(open_playbook):
    page = open_playbook()
    choose(page, "#work-discovered", "2026-11-22T10:00")
    choose(page, "#work-name", "<img src=x onerror=alert(1)>")
    unfold(page, "#work-note")
    page.fill("#work-note", "<b>bold</b>")
    press(page, "add-note")
    press(page, "record")
    expect(page.locator("#sheet img, #sheet b, #work-panel img, #work-panel b")).to_have_count(0)
    expect(page.locator("#sheet")).to_contain_text("<b>bold</b>")


# Several incidents


def test_several_incidents_stand_side_by_side(open_playbook):
    page = open_playbook()
    page.check("#tick-isolate")
    choose(page, "#work-name", "一つ目")
    press(page, "new")
    expect(page.locator("#tick-isolate")).not_to_be_checked()
    page.check("#tick-restore")
    choose(page, "#work-name", "二つ目")
    page.select_option("#work-incident", label="一つ目")
    expect(page.locator("#tick-isolate")).to_be_checked()
    expect(page.locator("#tick-restore")).not_to_be_checked()
    page.goto("/playbooks/")
    expect(page.locator("#kept-incidents a")).to_have_text(["一つ目", "二つ目"])
    page.click("#kept-incidents a:text('二つ目')")
    expect(page.locator("#tick-restore")).to_be_checked()


def test_one_incident_is_removed_and_the_others_stay(open_playbook):
    page = open_playbook()
    choose(page, "#work-discovered", "2026-11-22T10:00")
    press(page, "new")
    press(page, "remove")
    assert len(kept(page)) == 1
    expect(page.locator("#work-discovered")).to_have_value("2026-11-22T10:00")


def test_one_button_wipes_everything(open_playbook):
    page = open_playbook()
    work_through(page)
    press(page, "wipe")
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    expect(page.locator("#tick-isolate")).not_to_be_checked()
    expect(page.locator("#work-what")).to_have_value("")
    page.reload()
    expect(page.locator("#tick-isolate")).not_to_be_checked()


# Files


def test_an_incident_comes_back_from_its_file(open_playbook, tmp_path):
    page = open_playbook()
    work_through(page)
    name, text = saved(page, lambda: press(page, "save-file"))
    assert name.endswith(".json")
    assert json.loads(text)["format"] == "seco-incident/1"
    (tmp_path / "incident.json").write_text(text)
    press(page, "wipe")
    page.set_input_files("#work-file", tmp_path / "incident.json")
    expect(page.locator("#tick-isolate")).to_be_checked()
    expect(message(page)).to_have_text(f"読み込みました: {SECRET}")
    (after,), before = kept(page), json.loads(text)["incident"]
    assert {**after, "id": ""} == {**before, "id": ""}


def test_reading_a_file_overwrites_nothing(open_playbook, tmp_path):
    page = open_playbook()
    page.check("#tick-isolate")
    _name, text = saved(page, lambda: press(page, "save-file"))
    (tmp_path / "incident.json").write_text(text)
    page.set_input_files("#work-file", tmp_path / "incident.json")
    expect(page.locator("#work-incident option")).to_have_count(2)
    assert len({incident["id"] for incident in kept(page)}) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("not json", "ファイルを読めません"),
        ("[]", "記録のファイルではありません"),
        ('{"format": "something/1"}', "記録のファイルではありません"),
        (
            '{"format": "seco-incident/1", "incident": {"id": "0123456789", "playbook": "ransomware", "steps": 5}}',
            "壊れています",
        ),
        (
            '{"format": "seco-incident/1", "incident": {"id": "0123456789", "playbook": "ransomware", "discovered": "soon"}}',
            "壊れています",
        ),
        ('{"format": "seco-incident/1", "incident": {"id": "0123456789", "playbook": "emotet"}}', "別のプレイブック"),
        ('{"format": "seco-incident/1", "incident": {"id": "0123456789", "playbook": "gone"}}', "公開されていない"),
        ("x" * 1_000_001, "大きすぎます"),
    ],
    ids=["text", "list", "other format", "damaged", "no moment", "other playbook", "no playbook", "too large"],
)
def test_a_file_that_is_none_is_refused_with_a_reason(open_playbook, tmp_path, content, said):
    page = open_playbook()
    (tmp_path / "file.json").write_text(content)
    page.set_input_files("#work-file", tmp_path / "file.json")
    expect(page.locator("#work-panel [data-message]")).to_contain_text(said)
    assert kept(page) == []


def test_a_browser_that_keeps_nothing_says_so_and_works_on(open_playbook):
    page = open_playbook()
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page.reload()
    page.check("#tick-isolate")
    expect(message(page)).to_contain_text("残せませんでした")
    page.check("#tick-restore")
    expect(page.locator("#tick-isolate")).to_be_checked()
    _name, text = saved(page, lambda: press(page, "save-file"))
    assert set(json.loads(text)["incident"]["steps"]) == {"isolate", "restore"}
