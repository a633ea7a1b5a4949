"""Answers in a draft stand under their own question, whatever editors do to the list of a desk."""

import json

import pytest
from playwright.sync_api import expect

from seco.tests.playbook_page import PLAYBOOK, choose, edited, kept, message, open_draft, part, saved_paper

pytestmark = pytest.mark.browser

DESK = "ppc-leak-report"
BEFORE = f'data-report="{DESK}"'
LINE = "<li><span data-prepare>"


@pytest.fixture
def page(open_playbook):
    return open_playbook(service_workers="block")


def questions(page):
    return page.locator(f'[data-report="{DESK}"] [data-prepare]').all_text_contents()


def field(page, question):
    return page.locator("#sheet").get_by_role("textbox", name=question, exact=True)


def write_answer(page, question, text):
    field(page, question).fill(text)
    field(page, question).blur()


def with_lines(*lines):
    """Puts lines before those of the desk."""

    def change(html):
        before, after = html.split(BEFORE)
        return before + BEFORE + after.replace(LINE, "".join(f"{LINE}{line}</span></li>" for line in lines) + LINE, 1)

    return change


def test_an_inserted_line_leaves_every_answer_under_its_question(page):
    asked = questions(page)
    open_draft(page, DESK)
    for question in asked:
        write_answer(page, question, f"答え: {question}")
    edited(page, with_lines("はじめに聞くこと"))
    open_draft(page, DESK)
    expect(field(page, "はじめに聞くこと")).to_have_value("")
    for question in asked:
        expect(field(page, question)).to_have_value(f"答え: {question}")
    expect(page.locator("#sheet")).not_to_contain_text("今の一覧にない項目")


def test_an_answer_whose_line_is_gone_stays_with_its_old_question(page):
    first, second, *_others = questions(page)
    open_draft(page, DESK)
    write_answer(page, second, "約300人")
    edited(page, lambda html: html.replace(f"{LINE}{second}<", f"{LINE}書き直した項目<"))
    open_draft(page, DESK)
    expect(field(page, "書き直した項目")).to_have_value("")
    expect(field(page, second)).to_have_value("約300人")
    write_answer(page, second, "約310人")
    paper = saved_paper(page)
    assert part(paper, "今の一覧にない項目") == f"### {second}\n\n約310人"
    assert f"### {first}\n\n(ここに書く)" in paper


def test_in_another_language_nothing_is_lost(page):
    second = questions(page)[1]
    open_draft(page, DESK)
    write_answer(page, second, "約300人")
    page.goto(PLAYBOOK["en"])
    open_draft(page, DESK)
    expect(page.locator("#sheet h3").last).to_have_text("Items no longer on the list")
    expect(field(page, second)).to_have_value("約300人")


def test_what_was_kept_by_its_place_is_not_put_under_a_question(page, tmp_path):
    """Nobody knows any more to which line it belonged."""
    file = {
        "format": "seco-incident/1",
        "incident": {
            "id": "0123456789",
            "playbook": "ransomware",
            "name": "前の記録",
            "answers": {f"{DESK}/1": "約300人"},
        },
    }
    (tmp_path / "old.json").write_text(json.dumps(file))
    page.set_input_files("#work-file", tmp_path / "old.json")
    expect(message(page)).to_contain_text("読み込みました")
    open_draft(page, DESK)
    expect(field(page, questions(page)[1])).to_have_value("")
    expect(field(page, "前の一覧の 2番目の項目")).to_have_value("約300人")


def test_long_lines_that_begin_alike_keep_answers_of_their_own(page):
    one, other = "あ" * 300 + "一", "あ" * 300 + "二"
    edited(page, with_lines(one, other))
    open_draft(page, DESK)
    write_answer(page, one, "一の答え")
    write_answer(page, other, "二の答え")
    assert max(len(key) for key in kept(page)[0]["answers"]) <= 200
    page.reload()
    open_draft(page, DESK)
    expect(field(page, one)).to_have_value("一の答え")
    expect(field(page, other)).to_have_value("二の答え")
    expect(page.locator("#sheet")).not_to_contain_text("今の一覧にない項目")


def test_every_field_bears_the_name_of_its_question(page):
    choose(page, "#work-discovered", "2026-11-22T10:00")
    open_draft(page, DESK)
    fields = page.locator("#sheet textarea")
    for place, question in enumerate(questions(page)):
        expect(fields.nth(place)).to_have_accessible_name(question)
    expect(page.locator("#sheet p[aria-label]")).to_have_count(0)
