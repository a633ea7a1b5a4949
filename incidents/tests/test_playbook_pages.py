from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from contacts.tests.factory import make_contact, make_hours, make_phone
from incidents import playbook_views
from incidents.models import StepContact
from incidents.playbook_views import render_playbook

from .factory import make_playbook, make_situation, make_step

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")
PROMISE = "この記録はこの端末だけに残ります。"


@pytest.fixture
def at_ten(monkeypatch):
    """Sunday, 22 November 2026, ten o'clock in Tokyo."""
    moment = datetime(2026, 11, 22, 10, 0, tzinfo=TOKYO)
    monkeypatch.setattr(playbook_views, "timezone", SimpleNamespace(localtime=lambda: moment))
    return moment


def page(client, slug="plan", language="ja", **query):
    with translation.override(language):
        address = reverse("playbooks:detail", args=[slug])
    return client.get(address, query)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


# The list


def test_the_list_shows_what_is_published_only(client):
    make_playbook("public-plan", steps=["isolate"])
    make_playbook("draft-plan", status="draft")
    make_playbook("old-plan", status="retired")
    shown = text(client.get(reverse("playbooks:list")))
    assert "public-planの手順" in shown
    assert "draft-plan" not in shown
    assert "old-plan" not in shown


def test_the_list_says_how_many_steps_there_are_and_that_one_has_a_deadline(client):
    playbook = make_playbook(steps=["isolate"])
    make_step(playbook, "sign", kind="sign", position=2)
    make_step(playbook, "report", position=3, deadline_hours=72, deadline_source_url="https://law.example.jp/")
    shown = text(client.get(reverse("playbooks:list")))
    assert "手順 2件" in shown
    assert "期限のある手順あり" in shown


def test_the_list_counts_preparation_apart(client):
    """As the page does, which folds it; and with the steps below it, whatever phase those have."""
    playbook = make_playbook(steps=["isolate"])
    prepare = make_step(playbook, "prepare", phase="prevent", position=2)
    make_step(playbook, "copy", parent=prepare, position=3)
    shown = text(client.get(reverse("playbooks:list")))
    assert 'data-steps="isolate"' in shown
    assert "手順 1件" in shown
    assert "ふだんの備え 2項目" in shown


def test_a_playbook_that_is_all_preparation_counts_it(client):
    playbook = make_playbook()
    make_step(playbook, "prepare", phase="prevent")
    shown = text(client.get(reverse("playbooks:list")))
    assert 'data-steps="prepare"' in shown
    assert "ふだんの備え" not in shown.split('data-steps="prepare"')[1].split("</li>")[0]
    assert "data-preparation" not in text(page(client))


def test_the_list_takes_the_same_number_of_queries_for_one_playbook_and_for_three(client, django_assert_num_queries):
    make_playbook("first", steps=["isolate"])
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("playbooks:list"))
    make_playbook("second", steps=["isolate", "report"])
    make_playbook("third", steps=["isolate"])
    with django_assert_num_queries(len(few)):
        client.get(reverse("playbooks:list"))


# Who may see it


def test_a_draft_is_not_found(client):
    make_playbook(status="draft")
    assert page(client).status_code == 404


def test_a_retired_playbook_is_gone_and_names_its_successor(client):
    make_playbook(status="retired", successor=make_playbook("better"))
    response = page(client)
    assert response.status_code == 410
    assert "betterの手順" in response.content.decode()


def test_an_editor_s_preview_shows_a_draft_as_the_public_will_see_it():
    playbook = make_playbook(status="draft", steps=["isolate"])
    shown = render_playbook(RequestFactory().get("/"), playbook)
    assert "isolateする" in shown.content.decode()


# A step


def test_a_step_shows_role_reason_caution_and_what_to_do_if_it_cannot_be_done(client):
    make_step(
        make_playbook(),
        why_ja="広がるから",
        caution_ja="電源を切らない",
        if_cannot_ja="ルーターを止める",
        owner_role_ja="社長",
    )
    shown = text(page(client))
    assert "担当: 社長" in shown
    assert "<summary>なぜ必要か</summary><p>広がるから</p>" in shown
    assert 'notice--caution"><p class="notice__title">注意</p><p>電源を切らない' in shown
    assert "<strong>できないとき:</strong> ルーターを止める" in shown


def test_an_action_has_a_box_and_room_for_time_and_name_on_paper(client):
    playbook = make_playbook(steps=["isolate"])
    make_step(playbook, "odd-mail", kind="sign", position=2)
    shown = text(page(client))
    assert shown.count("data-step=") == 1
    assert '<input class="step__tick" type="checkbox" id="tick-isolate"' in shown
    assert shown.count('<span data-signoff="at">時刻</span><span data-signoff="by">名前</span>') == 1


def test_a_step_below_another_stands_in_it(client):
    playbook = make_playbook(steps=["respond"])
    make_step(playbook, "unplug", parent=playbook.steps.get(slug="respond"))
    shown = text(page(client))
    assert shown.index('id="respond"') < shown.index('class="step__children"') < shown.index('id="unplug"')


def test_the_page_is_in_english_at_its_english_address(client):
    make_step(make_playbook(), title_en="Isolate the device")
    shown = text(page(client, language="en"))
    assert '<html lang="en">' in shown
    assert "Isolate the device" in shown


# Desks at the step


def test_a_desk_stands_at_its_step_with_its_number_and_its_state(client, at_ten):
    desk = make_contact()
    make_phone(desk)
    make_hours(desk, weekdays="sun", opens="09:00", closes="17:00")
    step = make_step(make_playbook(), "report")
    StepContact.objects.create(step=step, contact=desk)
    shown = text(page(client))
    assert 'data-desk="desk"' in shown
    assert 'href="tel:0312345678"' in shown
    assert "受付中" in shown
    assert "〜17:00" in shown


def test_a_draft_desk_is_not_shown(client):
    step = make_step(make_playbook(), "report")
    StepContact.objects.create(step=step, contact=make_contact(status="draft", name_ja="まだの窓口"))
    assert "まだの窓口" not in text(page(client))


def test_a_desk_of_another_prefecture_gives_way_to_the_nationwide_one(client):
    make_contact("police-9110", category="police", name_ja="全国の警察相談")
    step = make_step(make_playbook(), "report")
    StepContact.objects.create(
        step=step, contact=make_contact("mpd", category="police", area="JP-13", name_ja="東京の警察")
    )
    assert "東京の警察" in text(page(client))
    elsewhere = text(page(client, area="JP-27"))
    assert "東京の警察" not in elsewhere
    assert "全国の警察相談" in elsewhere


def test_a_step_whose_desk_does_not_serve_the_reader_offers_no_other_one(client):
    make_contact("ipa-anshin", name_ja="安心相談")
    step = make_step(make_playbook(), "report")
    StepContact.objects.create(step=step, contact=make_contact("ppc", audience="company", name_ja="会社の窓口"))
    shown = text(page(client, **{"as": "individual"}))
    assert "会社の窓口" not in shown
    assert "安心相談" not in shown


# Phases


def test_the_phases_stand_in_the_order_of_the_source_and_those_without_steps_are_left_out(client):
    playbook = make_playbook()
    for position, phase in enumerate(["lasting", "contain", "prevent"], 1):
        make_step(playbook, f"step-{phase}", phase=phase, position=position)
    shown = text(page(client))
    places = [shown.index(f'data-phase-stop="{phase}"') for phase in ("prevent", "contain", "lasting")]
    assert places == sorted(places)
    assert "#phase-recover" not in shown
    assert "2/3" in shown


def test_preparation_is_folded_and_the_way_in_leads_past_it(client):
    playbook = make_playbook()
    make_step(playbook, "backup", phase="prevent", position=1)
    make_step(playbook, "notice", phase="assess", position=2)
    shown = text(page(client))
    assert "ふだんの備え 1項目を見る" in shown
    assert '<a class="button button--primary" href="#phase-assess">いま起きているなら、ここから</a>' in shown


def test_a_playbook_of_preparation_only_is_not_folded(client):
    make_step(make_playbook(), "backup", phase="prevent")
    assert "phase__fold" not in text(page(client))


# Deadlines


def deadline(**fields):
    rule = {
        "deadline_hours": 72,
        "deadline_latest_hours": 120,
        "deadline_note_ja": "速報",
        "deadline_source_url": "https://law.example.jp/",
        "deadline_confidence": "secondary",
    }
    return make_step(make_playbook(), "report", **{**rule, **fields})


def test_a_deadline_shows_its_rule_its_source_and_how_sure_it_is(client):
    deadline()
    shown = text(page(client))
    assert "期限: 発覚からおおむね3〜5日以内" in shown
    assert 'href="https://law.example.jp/"' in shown
    assert "二次資料で確認" in shown


def test_a_deadline_is_worked_out_for_the_moment_of_the_page(client, at_ten):
    deadline()
    shown = text(page(client))
    assert "例: 11月22日(日)10:00 に気づいたなら、2026年11月24日(火) まで" in shown
    assert "気づいた時刻から数えると、2026年11月25日(水)10:00 まで、遅くとも 2026年11月27日(金)10:00 までです" in shown


def test_a_deadline_of_hours_is_worked_out_to_the_minute(client, at_ten):
    deadline(deadline_hours=6, deadline_latest_hours=None)
    shown = text(page(client))
    assert "例: 11月22日(日)10:00 に気づいたなら、2026年11月22日(日)16:00 まで" in shown
    assert "1日目" not in shown.split("<template")[0]


def test_the_clocks_are_gathered_beside_the_steps(client):
    deadline()
    assert 'data-work-clock="report"' in text(page(client))


def test_on_paper_there_is_room_for_the_due_time(client):
    deadline()
    assert "この件の期限: ____年____月" in text(page(client))


# The reader's own record


def test_the_page_says_that_the_record_stays_on_the_device(client):
    make_playbook()
    assert PROMISE in text(page(client))


def test_what_needs_a_script_is_hidden_without_one(client):
    make_playbook(steps=["isolate"])
    shown = text(page(client))
    assert shown.count("data-needs-script") == shown.count("hidden data-needs-script")
    assert "印刷すると、印と時刻と名前を書き込めます。" in shown


def test_the_page_has_no_form_that_could_send_anything(client):
    make_playbook(steps=["isolate"])
    shown = text(page(client))
    assert 'method="post"' not in shown
    assert [part for part in shown.split("<form")[1:] if 'class="reader-choice"' not in part.split(">")[0]] == []


def test_the_desks_that_take_reports_show_what_they_ask_for(client):
    make_playbook()
    make_contact("ppc-leak-report", name_ja="委員会", prepare_ja="漏れた項目\n人数")
    make_contact("jpcert-incident", name_ja="調整の窓口")
    shown = text(page(client))
    assert "<span data-prepare>漏れた項目</span>" in shown
    assert 'data-report="jpcert-incident"' not in shown


def test_an_english_reader_is_told_when_the_report_has_to_be_in_japanese(client):
    make_playbook(title_en="Trouble")
    desk = make_contact("ppc-leak-report", prepare_ja="人数", prepare_en="How many")
    said = "this desk works in Japanese"
    assert said in text(page(client, language="en"))
    desk.languages = "ja,en"
    desk.save()
    assert said not in text(page(client, language="en"))


# Ways on, and the cost of a page


def test_a_step_leads_to_another_playbook_once_that_is_public(client):
    other = make_playbook("leak", steps=["report"], status="draft")
    make_step(make_playbook(), "check", leads_to=other)
    assert "/playbooks/leak/" not in text(page(client))
    other.status = "published"
    other.save()
    assert '<a href="/playbooks/leak/?area=JP-27">「leakの手順」の手順へ進む</a>' in text(page(client, area="JP-27"))


def test_the_page_leads_to_the_situations_that_use_it(client):
    playbook = make_playbook()
    make_situation("open-trouble", playbook=playbook)
    make_situation("hidden-trouble", playbook=playbook, status="draft")
    shown = text(page(client))
    assert "open-troubleが起きた" in shown
    assert "hidden-trouble" not in shown


def test_the_page_takes_the_same_number_of_queries_for_one_step_and_for_many(client, django_assert_num_queries):
    playbook = make_playbook()
    StepContact.objects.create(step=make_step(playbook, "first"), contact=make_contact("first"))
    with CaptureQueriesContext(connection) as few:
        page(client)
    for position in range(2, 8):
        step = make_step(playbook, f"step-{position}", position=position)
        StepContact.objects.create(step=step, contact=make_contact(f"desk-{position}"))
    with django_assert_num_queries(len(few)):
        page(client)
