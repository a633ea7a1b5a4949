import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from roadmap.models import RoadmapMission

from .factory import make_mission, make_stage

pytestmark = pytest.mark.django_db


def test_the_database_refuses_a_second_stage_of_the_same_number():
    make_stage(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_stage(1)


def test_a_stage_with_missions_can_t_be_deleted():
    stage = make_stage()
    make_mission(stage)
    with pytest.raises(ProtectedError):
        stage.delete()


def test_a_mission_under_one_of_another_stage_is_refused():
    stranger = make_mission(make_stage(2), "elsewhere")
    mission = RoadmapMission(stage=make_stage(1), parent=stranger, slug="here", title_ja="題")
    with pytest.raises(ValidationError) as refusal:
        mission.full_clean()
    assert "parent" in refusal.value.message_dict


def test_the_database_refuses_a_mission_that_stands_under_itself():
    mission = make_mission(make_stage())
    mission.parent = mission
    with pytest.raises(IntegrityError), transaction.atomic():
        mission.save()
