import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from contacts.tests.factory import make_contact, make_phone
from roadmap.models import MissionContact, MissionLink
from roadmap.views import render_mission

from .factory import make_mission, make_stage

pytestmark = pytest.mark.django_db


def roadmap(client, language="ja"):
    with translation.override(language):
        return text(client.get(reverse("roadmap:list")))


def mission_page(client, slug="know-yourself", language="ja", **query):
    with translation.override(language):
        return client.get(reverse("roadmap:detail", args=[slug]), query)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


# The path


def test_the_stages_are_stations_of_a_figure_and_parts_of_the_path(client):
    make_stage(1, title_ja="知る")
    make_stage(2, title_ja="決める")
    shown = roadmap(client)
    for number in (1, 2):
        assert f'href="#step-{number}"' in shown
        assert f'id="step-{number}"' in shown
    assert shown.index("知る") < shown.index("決める")


def test_a_mission_stands_with_its_question_its_number_old_and_new_and_who_does_it(client):
    make_mission(
        make_stage(),
        question_ja="何があるか。",
        code="INFORMATION 6-4",
        code_v3="INFORMATION 6-5",
        owner_role_ja="経営者",
        effort_ja="目安:1時間",
    )
    shown = roadmap(client)
    assert "何があるか。" in shown
    assert "INFORMATION 6-4 know-yourselfの題" in shown
    assert "Ver. 3.0a では INFORMATION 6-5" in shown
    assert "担当: 経営者" in shown
    assert "目安:1時間" in shown


@pytest.mark.parametrize("choice, said", [("any", "次のうち、どれか1つ"), ("all", "次のすべて")])
def test_missions_below_another_say_whether_one_or_all_are_to_be_done(client, choice, said):
    stage = make_stage()
    make_mission(stage, "part", parent=make_mission(stage, choice=choice))
    assert said in roadmap(client)


def test_a_draft_and_what_stands_below_it_are_not_on_the_path(client):
    stage = make_stage()
    draft = make_mission(stage, "draft-mission", status="draft")
    make_mission(stage, "below", parent=draft)
    shown = roadmap(client)
    assert "draft-mission" not in shown
    assert "belowの題" not in shown


def test_the_path_leads_to_the_self_check(client):
    assert reverse("roadmap:self_check") in roadmap(client)


def test_the_path_says_that_marks_stay_on_the_device_and_hides_what_needs_a_script(client):
    make_mission(make_stage())
    shown = roadmap(client)
    assert "この記録はこの端末だけに残ります。" in shown
    assert 'id="plan-panel" aria-labelledby="plan-title" hidden data-needs-script' in shown


def test_the_path_takes_the_same_number_of_queries_for_one_mission_and_for_many(client, django_assert_num_queries):
    stage = make_stage()
    make_mission(stage, "first")
    with CaptureQueriesContext(connection) as few:
        roadmap(client)
    for number in range(2, 6):
        make_mission(make_stage(number), f"mission-{number}")
    with django_assert_num_queries(len(few)):
        roadmap(client)


# One mission


def test_a_mission_asks_its_question_and_says_when_it_is_done(client):
    make_mission(
        make_stage(), question_ja="何があるか。", summary_ja="数えます。", evidence_ja="一覧がある\n日付がある"
    )
    shown = text(mission_page(client))
    assert "<h1>何があるか。</h1>" in shown
    assert "数えます。" in shown
    assert "<li>一覧がある</li><li>日付がある</li>" in shown


def test_a_mission_shows_its_links_with_the_old_and_the_new_number(client):
    mission = make_mission(make_stage(), code="INFORMATION 6-4", code_v3="INFORMATION 6-5")
    MissionLink.objects.create(mission=mission, url="https://guide.example.jp/", label_ja="手引き", label_en="Guide")
    shown = text(mission_page(client))
    assert '<a href="https://guide.example.jp/" rel="noreferrer">手引き</a>' in shown
    assert "Ver. 2.x では INFORMATION 6-4、Ver. 3.0a では INFORMATION 6-5" in shown


def test_a_mission_shows_its_published_desks_in_order(client):
    mission = make_mission(make_stage())
    for position, (slug, status) in enumerate(
        [("second", "published"), ("first", "published"), ("hidden", "draft")], 1
    ):
        desk = make_contact(slug, status=status)
        make_phone(desk)
        MissionContact.objects.create(mission=mission, contact=desk, position=position)
    shown = text(mission_page(client))
    assert shown.index("secondの窓口") < shown.index("firstの窓口")
    assert "hiddenの窓口" not in shown
    assert 'href="tel:0312345678"' in shown


def test_a_desk_of_another_prefecture_says_so(client):
    mission = make_mission(make_stage())
    MissionContact.objects.create(mission=mission, contact=make_contact(area="JP-13"))
    assert "東京都の方のための窓口です。" in text(mission_page(client, area="JP-27"))


def test_a_mission_leads_to_the_one_before_and_the_one_after(client):
    stage = make_stage()
    make_mission(stage, "before", position=1)
    make_mission(stage, position=2)
    make_mission(make_stage(2), "after")
    shown = text(mission_page(client))
    assert '<a class="button" rel="prev" href="/roadmap/before/">' in shown
    assert '<a class="button" rel="next" href="/roadmap/after/">' in shown


def test_a_draft_mission_is_not_found(client):
    make_mission(make_stage(), status="draft")
    assert mission_page(client).status_code == 404


def test_a_retired_mission_is_gone_and_names_its_successor(client):
    stage = make_stage()
    make_mission(stage, status="retired", successor=make_mission(stage, "better"))
    response = mission_page(client)
    assert response.status_code == 410
    assert "betterの題" in response.content.decode()


def test_an_editor_s_preview_shows_a_draft(client):
    mission = make_mission(make_stage(), status="draft", summary_ja="まだの説明")
    assert "まだの説明" in render_mission(RequestFactory().get("/"), mission).content.decode()


def test_a_mission_is_in_english_at_its_english_address(client):
    make_mission(make_stage(), question_en="What is there?")
    shown = text(mission_page(client, language="en"))
    assert '<html lang="en">' in shown
    assert "<h1>What is there?</h1>" in shown


def test_a_mission_takes_the_same_number_of_queries_for_one_desk_and_for_many(client, django_assert_num_queries):
    mission = make_mission(make_stage())
    MissionContact.objects.create(mission=mission, contact=make_contact("first"))
    with CaptureQueriesContext(connection) as few:
        mission_page(client)
    for number in range(2, 6):
        MissionContact.objects.create(mission=mission, contact=make_contact(f"desk-{number}"), position=number)
        make_mission(mission.stage, f"mission-{number}", position=number)
    with django_assert_num_queries(len(few)):
        mission_page(client)
