"""What is made of a record: the chronological paper, drafts of reports, and the playbook on paper."""

import re

import pytest
from playwright.sync_api import expect

from seco.tests.playbook_page import SECRET, choose, press, saved, work_through

pytestmark = pytest.mark.browser

EMOTET = {"ja": "/playbooks/emotet/", "en": "/en/playbooks/emotet/"}


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
    ("desk", "ways"),
    [
        ("ipa-todokede", ["メール: virus@ipa.go.jp", "案内ページ: https://www.ipa.go.jp/security/todokede/"]),
        ("ipa-org-desk", ["メール: cs-support@ipa.go.jp"]),
        (
            "jpcert-incident",
            ["電話: 03-6271-8901", "フォーム: https://www.jpcert.or.jp/form/", "メール: info@jpcert.or.jp"],
        ),
        ("ppc-leak-report", ["フォーム: https://www.ppc.go.jp/personalinfo/legal/leakAction/"]),
    ],
)
def test_a_draft_says_where_to_send_it(open_playbook, desk, ways):
    page = open_playbook()
    page.locator(f'[data-report="{desk}"] summary').click()
    page.click(f'[data-draft="{desk}"]')
    lines = page.locator("#sheet .sheet__text").all_inner_texts()
    assert [line for line in lines if line.startswith(tuple(ways))] == lines[1 : 1 + len(ways)]
    assert len(lines[1 : 1 + len(ways)]) == len(ways)


def test_times_on_paper_have_their_year(open_playbook):
    page = open_playbook()
    work_through(page)
    press(page, "record")
    deadlines = page.locator("#sheet").inner_text().split("期限")[1]
    assert "2026年11月24日(火) まで" in deadlines
    assert "2026年11月25日(水) 10:00 まで、遅くとも 2026年11月27日(金) 10:00 まで" in deadlines


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


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ja", ["フォーム: jpcert.or.jp/form", "メール: cs-support@ipa.go.jp", "月〜金 8:30〜17:15"]),
        ("en", ["Form: jpcert.or.jp/form", "Email: cs-support@ipa.go.jp", "Mon to Fri 8:30–17:15"]),
    ],
)
def test_on_paper_a_desk_has_its_hours_and_where_to_write(open_playbook, language, shown):
    page = open_playbook(language, javascript=False)
    desks = page.locator("#tell-police-and-experts .step-desks").first
    expect(desks.locator(".desk-on-paper").first).to_be_hidden()
    page.emulate_media(media="print")
    for text in shown:
        expect(desks.get_by_text(text)).to_be_visible()
    expect(page.locator("#isolate .desk-on-paper").first).to_contain_text(
        "番号: ____" if language == "ja" else "Number: ____"
    )


def test_a_title_stays_with_its_text_on_paper_and_the_line_to_sign_with_what_was_done(open_playbook):
    """Between the parts of a long step the page may end; else a third of it would stay empty."""
    page = open_playbook(path="/playbooks/data-leak/", javascript=False)
    page.emulate_media(media="print")
    styles = page.locator("#final-report").evaluate(
        """step => Object.fromEntries([".step__head", ".step__body", ".deadline", ".step__signoff"].map((part) => {
            const style = getComputedStyle(step.querySelector(part));
            return [part, [style.breakBefore, style.breakInside, style.breakAfter]];
        }))"""
    )
    assert styles == {
        ".step__head": ["auto", "avoid", "avoid"],
        ".step__body": ["auto", "auto", "auto"],
        ".deadline": ["auto", "avoid", "auto"],
        ".step__signoff": ["avoid", "avoid", "auto"],
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "事案の記録があるので、ふだんの備え 8項目は印刷していません。"),
        ("en", "An incident is being recorded, so 8 ways to prepare are not printed."),
    ],
)
def test_in_an_incident_preparation_is_not_printed_and_the_paper_says_so(open_playbook, language, said):
    page = open_playbook(path=EMOTET[language])
    page.emulate_media(media="print")
    preparation = page.locator("[data-preparation]")
    expect(preparation).to_be_visible()
    expect(page.get_by_text(said)).to_be_hidden()
    page.emulate_media(media="screen")
    choose(page, "#work-discovered", "2026-11-22T10:00")
    expect(page.get_by_text(said)).to_be_hidden()
    page.emulate_media(media="print")
    expect(preparation).to_be_hidden()
    expect(page.get_by_text(said)).to_be_visible()
    page.emulate_media(media="screen")
    press(page, "remove")
    page.emulate_media(media="print")
    expect(preparation).to_be_visible()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_longest_playbook_takes_twelve_sides_at_most_in_an_incident(open_playbook, language):
    page = open_playbook(path=EMOTET[language])
    choose(page, "#work-discovered", "2026-11-22T10:00")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 12
