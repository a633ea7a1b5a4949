"""Pages in Chromium that several tests of this folder work on."""

import pytest

from seco.tests.playbook_page import NOW, PLAYBOOK


@pytest.fixture
def open_playbook(open_page):
    """Opens a playbook at noon, 22 November 2026 in Tokyo. `page.requests` keeps what is asked for, `page.errors` what
    fails, `page.asked` what the page asks, which is answered by `answer`."""

    def open_one(language="ja", path=None, answer=True, **options):
        page = open_page(accept_downloads=True, **options)
        page.requests, page.errors, page.asked = [], [], []

        def answered(dialog):
            page.asked.append(dialog.message)
            dialog.accept() if answer else dialog.dismiss()

        page.context.on("request", lambda request: page.requests.append(request))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
        page.on("dialog", answered)
        page.clock.set_fixed_time(NOW)
        page.goto(path or PLAYBOOK[language])
        if options.get("javascript", True):
            page.wait_for_selector("#work-discovered", state="visible")
        return page

    return open_one


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
