"""Putting the record right: a tick taken back, times corrected, what does not apply, files from elsewhere."""

import json

import pytest
from playwright.sync_api import expect

from seco.tests.playbook_page import choose, kept, message, paper_of, part, press, saved, unfold, work_through

pytestmark = pytest.mark.browser

DATA_LEAK = "/playbooks/data-leak/"


def later(page, minutes):
    page.clock.set_fixed_time(
        1_795_316_400_000 + minutes * 60_000
    )  # noon in Tokyo, 22 November 2026, and so many minutes


def set_aside(page, slug):
    return page.locator(f"#{slug} > .step__body [data-not-applicable]")


# Ticks


def test_a_tick_taken_back_by_mistake_keeps_its_time(open_playbook):
    page = open_playbook()
    page.check("#tick-isolate")
    choose(page, "#isolate [data-note=at]", "2026-11-22T10:30")
    page.uncheck("#tick-isolate")
    expect(page.locator("#isolate [data-note=at]")).to_be_hidden()
    paper = paper_of(page)
    assert "10:30" not in paper
    assert "ネットワークから切り離す" in part(paper, "まだ済んでいない手順")
    page.emulate_media(media="print")
    expect(page.locator("#isolate .step__signoff")).not_to_contain_text("10:30")
    page.emulate_media(media="screen")
    page.reload()
    later(page, 15)
    page.check("#tick-isolate")
    expect(page.locator("#isolate [data-note=at]")).to_have_value("2026-11-22T10:30")


# Times of notes and contacts


def test_the_times_of_a_note_and_of_a_contact_can_be_put_right(open_playbook):
    page = open_playbook(timezone_id="America/New_York")
    page.locator("#tell-police-and-experts .step-desk__call button").first.click()
    unfold(page, "#work-note")
    page.fill("#work-note", "業者に電話した")
    press(page, "add-note")
    times = page.locator("[data-log] input")
    expect(times).to_have_count(2)
    for place, at in ((0, "2026-11-22T09:40"), (1, "2026-11-22T09:15")):
        times.nth(place).fill(at)
    times.nth(1).blur()
    expect(page.locator("#tell-police-and-experts [data-called]").first).to_have_text("連絡済み 11月22日(日) 9:40")
    course = part(paper_of(page), "経過(時刻の順)")
    assert course.index("9:15 業者に電話した") < course.index("9:40 連絡: 警視庁")
    page.reload()
    unfold(page, "#work-note")
    expect(page.locator("[data-log] li").first).to_contain_text("業者に電話した")
    expect(page.locator("[data-log] input").first).to_have_value("2026-11-22T09:15")
    page.locator('[data-report="jpcert-incident"] summary').click()
    page.click('[data-draft="jpcert-incident"]')
    expect(page.locator("#sheet")).to_contain_text("2026年11月22日(日) 9:40 警視庁")


def test_a_time_is_written_digit_by_digit_without_losing_the_field(open_playbook):
    page = open_playbook(locale="en-GB")
    page.locator("#tell-police-and-experts .step-desk__call button").first.click()
    unfold(page, "#work-note")
    field = page.locator("[data-log] input")
    field.click(position={"x": 12, "y": 12})
    page.keyboard.type("112120260815am")
    expect(field).to_be_focused()
    expect(field).to_have_value("2026-11-21T08:15")
    assert kept(page)[0]["calls"][0]["at"] == "2026-11-21T08:15"


def test_an_entry_is_removed_and_no_other(open_playbook):
    page = open_playbook()
    unfold(page, "#work-note")
    for text in ("一つ目", "二つ目"):
        page.fill("#work-note", text)
        press(page, "add-note")
    page.get_by_role("button", name="消す: 一つ目").click()
    expect(page.locator("[data-log] li")).to_have_count(1)
    assert [entry["text"] for entry in kept(page)[0]["log"]] == ["二つ目"]


# What does not apply


def test_of_two_reports_that_exclude_each_other_one_is_set_aside(open_playbook):
    page = open_playbook(path=DATA_LEAK)
    choose(page, "#work-discovered", "2026-11-22T10:00")
    whole = page.locator("[data-progress]").inner_text()
    set_aside(page, "final-report-malice").check()
    for place in ('[data-work-clock="final-report-malice"] [data-due]', "#final-report-malice [data-due]"):
        expect(page.locator(place)).to_have_text("当てはまらない")
    expect(page.locator('[data-work-clock="final-report-malice"] [data-left]')).to_be_hidden()
    expect(page.locator('[data-work-clock="final-report"] strong')).to_have_text("2026年12月21日(月) まで")
    count = int(whole.split("件")[0])
    expect(page.locator("[data-progress]")).to_have_text(f"{count - 1}件中 0件 済み")
    _name, text = saved(page, lambda: press(page, "calendar"))
    assert text.count("BEGIN:VEVENT") == 2
    title = page.locator("#final-report-malice .step__title").inner_text()
    paper = paper_of(page)
    assert part(paper, "当てはまらないとした手順") == f"- 2026年11月22日(日) 12:00 {title}"
    assert title not in part(paper, "まだ済んでいない手順")
    assert title not in part(paper, "期限")
    assert title not in part(paper, "経過(時刻の順)")


def test_it_is_taken_back_as_easily(open_playbook):
    page = open_playbook(path=DATA_LEAK)
    choose(page, "#work-discovered", "2026-11-22T10:00")
    set_aside(page, "final-report").check()
    page.reload()
    expect(set_aside(page, "final-report")).to_be_checked()
    set_aside(page, "final-report").uncheck()
    expect(page.locator('[data-work-clock="final-report"] strong')).to_have_text("2026年12月21日(月) まで")
    assert part(paper_of(page), "当てはまらないとした手順") == ""


def test_a_step_is_done_or_does_not_apply_but_not_both(open_playbook):
    page = open_playbook(path=DATA_LEAK)
    page.check("#tick-final-report")
    set_aside(page, "final-report").check()
    expect(page.locator("#tick-final-report")).not_to_be_checked()
    page.check("#tick-final-report")
    expect(set_aside(page, "final-report")).not_to_be_checked()


def test_when_it_was_decided_can_be_put_right_but_not_left_out(open_playbook):
    page = open_playbook(path=DATA_LEAK)
    set_aside(page, "final-report").check()
    field = "#final-report [data-note=notApplicable]"
    choose(page, field, "2026-11-21T18:00")
    assert "2026年11月21日(土) 18:00" in part(paper_of(page), "当てはまらないとした手順")
    choose(page, field, "")
    assert kept(page)[0]["steps"]["final-report"]["notApplicable"] == "2026-11-21T18:00"


def test_on_paper_it_is_shown_as_such(open_playbook):
    page = open_playbook(path=DATA_LEAK)
    set_aside(page, "final-report").check()
    page.emulate_media(media="print")
    expect(page.locator("#final-report .step__signoff")).to_contain_text("当てはまらない 2026年11月22日(日) 12:00")
    expect(page.locator("#final-report .deadline__blank")).to_be_hidden()
    expect(page.locator("#final-report-malice .step__signoff")).not_to_contain_text("当てはまらない")


def test_it_is_in_the_file_and_older_files_still_load(open_playbook, tmp_path):
    page = open_playbook(path=DATA_LEAK)
    set_aside(page, "final-report").check()
    page.check("#tick-note-discovery")
    _name, text = saved(page, lambda: press(page, "save-file"))
    data = json.loads(text)
    assert data["incident"]["steps"]["final-report"]["notApplicable"] == "2026-11-22T12:00"
    for step in data["incident"]["steps"].values():
        del step["notApplicable"]
    (tmp_path / "old.json").write_text(json.dumps(data))
    page.set_input_files("#work-file", tmp_path / "old.json")
    expect(message(page)).to_contain_text("読み込みました")
    expect(page.locator("#tick-note-discovery")).to_be_checked()
    expect(set_aside(page, "final-report")).not_to_be_checked()


def test_the_list_of_incidents_counts_the_same(open_playbook):
    page = open_playbook(path=DATA_LEAK)
    set_aside(page, "final-report").check()
    told = page.locator("[data-progress]").inner_text()
    page.goto("/playbooks/")
    expect(page.locator("#kept-incidents li")).to_contain_text(told)


# Files


def test_an_incident_from_a_file_gets_a_name_of_its_own(open_playbook, tmp_path):
    page = open_playbook()
    work_through(page)
    choose(page, "#work-name", "本社の事案")
    _name, text = saved(page, lambda: press(page, "save-file"))
    (tmp_path / "incident.json").write_text(text)
    page.set_input_files("#work-file", tmp_path / "incident.json")
    expect(message(page)).to_have_text("読み込みました: 本社の事案 2")
    expect(page.locator("#work-incident option")).to_have_text(["本社の事案", "本社の事案 2"])


@pytest.mark.parametrize(
    ("language", "title"), [("ja", "Emotetなどのマルウェア感染"), ("en", "Malware infection such as Emotet")]
)
def test_a_file_of_another_playbook_leads_there(open_playbook, tmp_path, language, title):
    page = open_playbook(language)
    prefix = "" if language == "ja" else "/en"
    file = {"format": "seco-incident/1", "incident": {"id": "0123456789", "playbook": "emotet", "name": "メール"}}
    (tmp_path / "incident.json").write_text(json.dumps(file))
    page.set_input_files("#work-file", tmp_path / "incident.json")
    link = message(page).locator("a")
    expect(link).to_have_attribute("href", f"{prefix}/playbooks/emotet/")
    expect(link).to_have_text(title)
    link.click()
    page.set_input_files("#work-file", tmp_path / "incident.json")
    expect(page.locator("#work-name")).to_have_value("メール")


# Without a script


@pytest.mark.parametrize(("language", "heading"), [("ja", "記録"), ("en", "Record")])
def test_without_a_script_nothing_is_promised(open_playbook, language, heading):
    path = {"ja": "/playbooks/fake-ec-site/", "en": "/en/playbooks/fake-ec-site/"}[language]
    page = open_playbook(path=path, javascript=False)
    expect(page.locator("#work-panel-title")).to_have_text(heading)
    expect(page.locator(".work__promise")).to_be_hidden()
    expect(page.locator("#work-panel noscript")).to_be_visible()
    page.goto(path.replace("fake-ec-site", "ransomware"))
    expect(page.locator("#work-panel-title")).to_have_text({"ja": "期限と記録", "en": "Deadlines and record"}[language])
