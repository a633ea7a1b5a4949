"""What a reader does on the page of a playbook. The fixture `open_playbook` opens one."""

import datetime
import json
from pathlib import Path

PLAYBOOK = {"ja": "/playbooks/ransomware/", "en": "/en/playbooks/ransomware/"}
SECRET = "極秘の取引先ABC"
NOW = datetime.datetime(2026, 11, 22, 3, 0, tzinfo=datetime.UTC)  # noon in Tokyo


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


def edited(page, change):
    """From now on the page is as `change` makes it: what an editor's save does to a reader who comes back later. Open it
    with `service_workers="block"`."""

    def answer(route):
        response = route.fetch()
        route.fulfill(response=response, body=change(response.text()))

    page.route(lambda url: "/playbooks/" in url, answer)
    page.reload()
    page.wait_for_selector("#work-discovered", state="visible")


def open_draft(page, desk):
    page.locator(f'[data-report="{desk}"] summary').click()
    page.click(f'[data-draft="{desk}"]')


def paper_of(page):
    """The record as Markdown."""
    press(page, "record")
    return saved_paper(page)


def saved_paper(page):
    """The paper on the page as Markdown; then the steps come back."""
    _name, text = saved(page, lambda: page.locator("#sheet button").nth(1).click())
    page.locator("#sheet button").nth(2).click()
    return text


def part(paper, heading):
    """What stands under a heading of a paper; "" where there is none."""
    return paper.partition(f"## {heading}\n")[2].partition("\n## ")[0].strip()
