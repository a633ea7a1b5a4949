import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from roadmap import self_check
from roadmap.models import RoadmapMission

from .factory import make_mission, make_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def missions():
    first, second = make_stage(1), make_stage(2)
    know = make_mission(first, "know", choice="any", position=1)
    make_mission(
        first, "quick", parent=know, position=1, check_question_ja="短い診断は?", check_question_en="Quick one?"
    )
    make_mission(
        first, "thorough", parent=know, position=2, check_question_ja="詳しい診断は?", check_question_en="Thorough one?"
    )
    make_mission(second, "policy", position=1, check_question_ja="方針は?", check_question_en="A policy?")
    make_mission(second, "silent", position=2)


def page(client, language="ja", **answers):
    with translation.override(language):
        address = reverse("roadmap:self_check")
    return client.get(address, answers)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def suggestion(**answers):
    from roadmap.views import published_walk

    walk = [stop for _stage, found in published_walk() for stop in found]
    query = QueryDict(mutable=True)
    query.update(answers)
    return self_check.result(walk, self_check.questions(walk, query))


# What is suggested


def test_without_answers_there_is_no_result(missions):
    assert suggestion() is None


def test_an_answer_that_nobody_knows_is_none(missions):
    assert suggestion(quick="maybe") is None


def test_the_first_mission_that_is_not_in_place_is_where_to_start(missions):
    result = suggestion(quick="no", thorough="no", policy="no")
    assert result.start.slug == "quick"
    assert [mission.slug for mission in result.later] == ["policy"]


def test_not_knowing_counts_as_no(missions):
    assert suggestion(quick="unsure").start.slug == "quick"


def test_one_of_the_ways_is_enough(missions):
    assert suggestion(quick="no", thorough="yes", policy="no").start.slug == "policy"


def test_when_everything_is_in_place_there_is_nothing_to_start_with(missions):
    result = suggestion(quick="yes", thorough="yes", policy="yes")
    assert (result.start, result.later, result.unanswered) == (None, [], 0)


def test_what_was_not_answered_is_counted_but_not_suggested(missions):
    result = suggestion(quick="yes")
    assert (result.start, result.unanswered) == (None, 2)


def test_what_another_way_stands_in_for_is_named_and_not_called_done(missions):
    result = suggestion(quick="no", thorough="yes", policy="yes")
    assert (result.start, [mission.slug for mission in result.spared]) == (None, ["quick"])
    assert suggestion(quick="yes", thorough="yes", policy="no").spared == []


# The page


def test_it_asks_a_question_of_every_mission_that_has_one(client, missions):
    shown = text(page(client))
    assert shown.index("短い診断は?") < shown.index("詳しい診断は?") < shown.index("方針は?")
    assert 'name="silent"' not in shown


def test_it_asks_nothing_about_a_draft(client, missions):
    mission = RoadmapMission.objects.get(slug="policy")
    mission.status = "draft"
    mission.save()
    assert "方針は?" not in text(page(client))


def test_the_answers_lead_to_a_suggestion_without_a_script(client, missions):
    shown = text(page(client, quick="yes", policy="no"))
    assert "ここから始めます" in shown
    assert "policyの題" in shown
    assert 'name="policy" value="no" checked' in shown


def test_after_a_no_it_never_says_that_everything_is_in_place(client, missions):
    shown = text(page(client, quick="yes", thorough="no", policy="yes"))
    assert "どれもできています" not in shown
    assert "いま始めなければならないものは、ありません" in shown
    assert "thoroughの題" in shown.split("急がないもの")[1].split("</ul>")[0]
    assert "どれもできています" in text(page(client, quick="yes", thorough="yes", policy="yes"))


def test_it_asks_in_english(client, missions):
    assert "A policy?" in text(page(client, language="en"))


def test_answers_are_not_kept_by_anyone(client, missions):
    assert "no-store" in page(client, quick="yes").headers["Cache-Control"]
    assert "Cache-Control" not in page(client).headers


def test_the_form_asks_by_get_and_has_no_token(client, missions):
    shown = text(page(client))
    assert '<form class="check-form section" method="get"' in shown
    assert "csrfmiddlewaretoken" not in shown
