import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.tests.factory import NIGHT, TUESDAY, make_contact, make_hours, make_link, make_phone
from incidents.tests.factory import make_situation
from revisions.releases import publish_revision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _by_day(at):
    at(TUESDAY)


def make_desk(slug, position=1, **fields):
    contact = make_contact(slug, position=position, **fields)
    make_phone(contact)
    make_hours(contact)
    return contact


def text_of(client, path="/"):
    return client.get(path).content.decode()


def cards(text):
    part = text.split('id="open-now"')[-1]
    return re.findall(r'class="desk-card__name"><a href="/contacts/([^/]*)/', part)


def test_it_asks_what_is_happening(client):
    assert re.search("<h1>何が起きていますか</h1>", text_of(client))


def test_examples_are_searches(client):
    text = text_of(client)

    assert 'href="/search/?q=188"' in text
    assert text.count('href="/search/?q=') == 3


def test_the_first_choices_are_the_tops_of_the_flow_and_what_can_wait_comes_last(client):
    make_situation("device", position=1)
    make_situation("question", position=2, urgency="soon")
    make_situation("breach", position=3, urgency="now")
    make_situation("hidden", position=4, status="draft")

    assert re.findall(r'class="choice" href="/situations/(\w+)/"', text_of(client)) == ["device", "breach", "question"]


def test_i_do_not_know_leads_to_its_situation(client):
    make_situation("unsure")

    assert 'class="choice choice--none" href="/situations/unsure/"' in text_of(client)


def test_i_do_not_know_leads_to_desks_where_that_situation_is_missing(client):
    make_desk("police-9110")

    text = text_of(client)

    assert 'class="choice choice--none" href="#nothing-fits"' in text
    assert 'id="nothing-fits"' in text


def test_three_intents_lead_on(client):
    text = text_of(client)

    assert all(f'href="{path}' in text for path in ("/playbooks/", "/document/", "/roadmap/"))


def test_it_shows_the_first_three_desks_that_answer_now(client):
    make_desk("emergency", 1, category="emergency")
    for number in range(2, 7):
        make_desk(f"desk-{number}", number)
    closed = make_contact("closed", position=1)
    make_phone(closed)
    make_hours(closed, opens="08:00", closes="09:00")

    assert cards(text_of(client)) == ["desk-2", "desk-3", "desk-4"]


def test_at_night_it_shows_what_can_be_sent(client, at):
    at(NIGHT)
    make_desk("desk")
    form = make_contact("form", online_anytime=True, position=2)
    make_link(form, "https://form.example.jp/", kind="form")

    text = text_of(client)

    assert cards(text) == ["form"]
    assert "いつでも送れる窓口" in text


def test_desks_for_others_are_not_shown_first(client):
    make_desk("tokyo", area="JP-13")
    make_desk("company", 2, audience="company")
    make_desk("all", 3)

    assert cards(text_of(client, "/?area=JP-27&as=individual")) == ["all"]


def test_it_names_the_latest_revision(client):
    publish_revision(note={"ja": "最初の版", "en": "The first"})

    text = text_of(client)

    assert "第1版" in text
    assert "最初の版" in text


def test_it_works_before_there_is_any_content(client):
    assert client.get("/").status_code == client.get("/en/").status_code == 200


def test_the_number_of_queries_does_not_grow(client):
    def queries():
        with CaptureQueriesContext(connection) as made:
            text_of(client)
        return len(made)

    def add(number):
        make_link(make_desk(f"desk-{number}", number))
        make_situation(f"trouble-{number}", position=number)

    add(1)
    first = queries()
    add(2)
    add(3)

    assert queries() == first
