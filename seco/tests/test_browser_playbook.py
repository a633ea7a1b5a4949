"""A playbook as a working tool: ticks, times, notes, clocks, files and papers, all of it made and kept in the browser."""

import csv
import datetime
import io
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PLAYBOOK = {"ja": "/playbooks/ransomware/", "en": "/en/playbooks/ransomware/"}
SECRET = "極秘の取引先ABC"
NOW = datetime.datetime(2026, 11, 22, 3, 0, tzinfo=datetime.UTC)  # noon in Tokyo
CASES = json.loads((Path(settings.BASE_DIR) / "incidents/tests/deadline_cases.json").read_text())


@pytest.fixture
def open_playbook(open_page):
    """Opens a playbook at noon, 22 November 2026 in Tokyo. `page.requests` keeps what is asked for, `page.errors` what fails."""

    def open_one(language="ja", path=None, **options):
        page = open_page(accept_downloads=True, **options)
        page.requests, page.errors = [], []
        page.context.on("request", lambda request: page.requests.append(request))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: dialog.accept())
        page.clock.set_fixed_time(NOW)
        page.goto(path or PLAYBOOK[language])
        if options.get("javascript", True):
            page.wait_for_selector("#work-discovered", state="visible")
        return page

    return open_one


def choose(page, selector, value):
    """Write into a field as a person does: the change is told when the field is left."""
    page.fill(selector, value)
    page.locator(selector).blur()


def unfold(page, selector):
    page.locator(f"details:has({selector})").last.evaluate("fold => { fold.open = true; }")


def press(page, action):
    if page.locator(f'details [data-do="{action}"]').count():
        unfold(page, f'[data-do="{action}"]')
    page.click(f'[data-do="{action}"]')


def saved(page, action):
    with page.expect_download() as waiting:
        action()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes().decode()


def message(page):
    return page.locator("#work-panel [data-message]")


def kept(page):
    return json.loads(page.evaluate("localStorage.getItem('seco.incidents.1')") or "[]")


def work_through(page):
    """Everything a reader can do on the page, with a secret in every place where one can write."""
    choose(page, "#work-discovered", "2026-11-22T10:00")
    page.check("#tick-isolate")
    choose(page, "#isolate [data-note=by]", SECRET)
    page.locator("#isolate .step-notes summary").click()
    choose(page, "#isolate textarea", SECRET)
    page.locator("#tell-police-and-experts .step-desk__call button").first.click()
    choose(page, "#work-name", SECRET)
    unfold(page, "#work-note")
    page.fill("#work-note", SECRET)
    press(page, "add-note")
    unfold(page, "#work-what")
    choose(page, "#work-what", SECRET)
    choose(page, "#work-affected", SECRET)


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
        ('{"format": "seco-incident/1", "incident": {"id": "0123456789", "playbook": "emotet"}}', "別の手順(emotet)"),
        ("x" * 1_000_001, "大きすぎます"),
    ],
    ids=["text", "list", "other format", "damaged", "no moment", "other playbook", "too large"],
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


# Clocks


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
                    return [minute(limits.first), minute(limits.last), limits.safeDay, rest.state, rest.days, rest.hours, rest.minutes];
                }),
                refused: not_moments.map((text) => discoveredAt(text)),
            };
        }""",
        CASES,
    )
    columns = ["first", "last", "safe_day", "state", "days_left", "hours_left", "minutes_left"]
    assert counted["cases"] == [[case[column] for column in columns] for case in CASES["cases"]]
    assert counted["refused"] == [None] * len(CASES["not_moments"])


def test_the_discovery_sets_the_clocks_here_and_at_the_step(open_playbook):
    page = open_playbook()
    choose(page, "#work-discovered", "2026-11-22T10:00")
    for place in ('[data-work-clock="report-personal-data"]', "#report-personal-data .deadline"):
        shown = page.locator(place).inner_text()
        assert "11月25日(水) 10:00 まで、遅くとも 11月27日(金) 10:00 まで" in shown
        assert "11月24日(火)" in shown
        assert "あと 2日22時間" in shown
    expect(page.locator("#report-personal-data .deadline")).to_contain_text("二次資料で確認")


def test_japanese_time_is_meant_wherever_the_reader_is(open_playbook):
    page = open_playbook(timezone_id="America/New_York")
    choose(page, "#work-discovered", "2026-11-22T10:00")
    page.click('[data-do="discovered-now"]')
    expect(page.locator("#work-discovered")).to_have_value("2026-11-22T12:00")
    expect(page.locator('[data-work-clock="report-personal-data"]')).to_contain_text("11月25日(水) 12:00 まで")


def test_what_is_late_and_what_is_done_is_said(open_playbook):
    page = open_playbook()
    clock = page.locator('[data-work-clock="report-personal-data"] [data-left]')
    choose(page, "#work-discovered", "2026-11-18T10:00")
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
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    plain = text.replace("\r\n ", "")
    assert plain.count("BEGIN:VEVENT") == 1
    assert "DTSTART:20261125T010000Z\r\n" in plain
    assert "SUMMARY:個人情報のおそれがあれば、速報を出す" in plain
    assert "https://www.businesslawyers.jp/practices/1433 二次資料で確認" in plain


# Papers


def test_the_record_is_in_the_order_of_time(open_playbook):
    page = open_playbook()
    work_through(page)
    choose(page, "#isolate [data-note=at]", "2026-11-22T10:30")
    press(page, "record")
    name, text = saved(page, lambda: page.locator("#sheet button").nth(1).click())
    assert name.endswith(".md")
    course = text.split("## 経過(時刻の順)")[1].split("##")[0]
    times = re.findall(r"2026年11月22日\(日\) (\d+:\d\d)", course)
    assert times == ["10:00", "10:30", "12:00", "12:00"]
    assert f"済み: ネットワークから切り離す({SECRET})" in course
    assert "バックアップを外す" in text.split("## まだ済んでいない手順")[1]


def test_a_draft_has_what_the_desk_asks_for_as_headings_and_invents_nothing(open_playbook):
    page = open_playbook()
    page.check("#tick-isolate")
    page.locator('[data-report="ppc-leak-report"] summary').click()
    page.click('[data-draft="ppc-leak-report"]')
    asked = page.locator('[data-report="ppc-leak-report"] [data-prepare]').all_text_contents()
    expect(page.locator("#sheet .sheet__part")).to_have_text(asked)
    assert page.locator("#sheet textarea").count() == len(asked) >= 6
    page.locator("#sheet textarea").nth(1).fill("約300人")
    page.locator("#sheet textarea").nth(1).blur()
    _name, text = saved(page, lambda: page.locator("#sheet button").nth(1).click())
    assert f"### {asked[1]}\n\n約300人" in text
    assert f"### {asked[0]}\n\n(ここに書く)" in text
    assert "## 起きたこと\n\n(ここに書く)" in text


@pytest.mark.parametrize(
    "desk", ["mpd-cyber", "npa-cyber-online", "jpcert-incident", "ipa-org-desk", "ipa-todokede", "ppc-leak-report"]
)
def test_there_is_a_draft_for_each_desk_that_takes_reports(open_playbook, desk):
    page = open_playbook()
    page.locator(f'[data-report="{desk}"] summary').click()
    page.click(f'[data-draft="{desk}"]')
    assert page.locator("#sheet h2").inner_text().endswith("への報告(下書き)")


def test_the_paper_goes_and_the_steps_come_back(open_playbook):
    page = open_playbook()
    page.check("#tick-isolate")
    press(page, "record")
    expect(page.locator("#isolate")).to_be_hidden()
    page.locator("#sheet button").nth(2).click()
    expect(page.locator("#isolate")).to_be_visible()
    expect(page.locator("#sheet")).to_be_hidden()


def test_the_record_is_in_english_on_the_english_page(open_playbook):
    page = open_playbook("en")
    choose(page, "#work-discovered", "2026-11-22T10:00")
    page.check("#tick-isolate")
    press(page, "record")
    shown = page.locator("#sheet").inner_text()
    assert "Isolate from the network" in shown
    assert "22 November 2026" in shown
    assert not re.search(r"[ぁ-んァ-ヶ一-龠]", shown)


# Paper and no script


def test_on_paper_there_are_boxes_and_lines_and_no_buttons(open_playbook):
    page = open_playbook(javascript=False)
    page.emulate_media(media="print")
    expect(page.locator("#isolate .step__tick")).to_be_visible()
    expect(page.locator("#isolate .step__signoff")).to_be_visible()
    expect(page.locator("#isolate .step__why p")).to_be_visible()
    expect(page.locator("#close-entrances .step__tick")).to_be_visible()
    expect(page.locator("#report-personal-data .deadline__blank")).to_be_visible()
    expect(page.locator("#work-panel button:visible")).to_have_count(0)
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_what_is_noted_stands_on_the_paper(open_playbook):
    page = open_playbook()
    work_through(page)
    page.emulate_media(media="print")
    line = page.locator("#isolate .step__signoff").inner_text()
    assert "11月22日(日) 12:00" in line
    assert SECRET in line
    expect(page.locator("[data-paper]")).to_contain_text(SECRET)
    expect(page.locator("#report-personal-data .deadline")).to_contain_text("11月25日(水) 10:00")
    expect(page.locator("#report-personal-data .deadline__blank")).to_be_hidden()


def test_without_a_script_the_page_is_whole_and_offers_nothing_that_does_not_work(open_playbook):
    page = open_playbook(javascript=False)
    expect(page.locator("#work-panel button:visible")).to_have_count(0)
    expect(page.locator("[data-draft]:visible")).to_have_count(0)
    page.check("#tick-isolate")
    expect(page.locator("#tick-isolate")).to_be_checked()
    expect(page.locator('#tell-police-and-experts a[href^="tel:"]').first).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(
    "path", ["/playbooks/", "/playbooks/emotet/", "/en/playbooks/data-leak/", "/roadmap/", "/roadmap/self-check/"]
)
def test_nothing_runs_out_of_the_page(open_page, width, path):
    page = open_page(width=width)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# The roadmap


@pytest.fixture
def road(open_page):
    page = open_page(accept_downloads=True)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    page.clock.set_fixed_time(NOW)
    page.goto("/roadmap/")
    page.wait_for_selector("#plan-panel", state="visible")
    return page


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
    expect(road.locator("[data-progress]")).to_have_text("11件中 1件 済み")
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
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261210\r\nDTEND;VALUE=DATE:20261211" in text


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
