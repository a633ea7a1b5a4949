import pytest

from contacts.tests.factory import make_contact
from revisions import release_checks
from revisions.tests.forms import save
from roadmap import linting
from roadmap.models import MissionContact
from roadmap.tests.factory import make_mission, make_stage

pytestmark = pytest.mark.django_db


def said():
    return [(finding.rule, finding.section, finding.key) for finding in linting.findings()]


def test_a_roadmap_that_is_right_has_no_findings():
    stage = make_stage()
    make_mission(stage, "below", parent=make_mission(stage, "above"))
    assert said() == []


def test_a_mission_without_its_english_stops_a_release():
    make_mission(make_stage(), "backup", title_ja="バックアップ", title_en="")
    assert said() == [("missing-language", "missions", "backup")]
    assert any("backup" in text for text in map(str, release_checks.blockers()))


def test_a_mission_below_another_is_judged_as_itself():
    stage = make_stage()
    make_mission(stage, "below", parent=make_mission(stage, "above"), title_en="")
    assert said() == [("missing-language", "missions", "below")]


def test_a_stage_without_its_english_is_named():
    make_stage(2, title_en="")
    assert said() == [("missing-language", "roadmap", "2")]


def test_a_mission_that_is_a_draft_is_not_judged():
    make_mission(make_stage(), "half", status="draft", title_en="")
    assert said() == []


def test_a_desk_that_is_not_public_is_named_to_both_editors():
    desk = make_contact("hidden", status="draft")
    mission = make_mission(make_stage(), "ask")
    MissionContact.objects.create(mission=mission, contact=desk)
    assert said() == [("reference-not-public", "missions", "ask")]
    assert release_checks.about(mission) == ["窓口「hidden」は公開されていません。"]
    assert "窓口「hidden」は公開されていません。" in release_checks.about(desk)


def test_a_retired_mission_names_where_to_go():
    make_mission(make_stage(), "old", status="retired")
    assert said() == [("no-successor", "missions", "old")]


def test_the_editor_of_a_mission_hears_what_is_missing_at_once(admin_client):
    mission = make_mission(make_stage(), "backup")
    address = f"/admin/roadmap/roadmapmission/{mission.pk}/change/"
    response = save(admin_client, address, {"title_en": ""})
    assert "「題名」の訳(English)がありません。" in " ".join(
        str(message) for message in admin_client.get(response.url).context["messages"]
    )
