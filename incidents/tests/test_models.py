import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from contacts.tests.factory import make_contact
from incidents.models import SituationContact, Step

from .factory import make_playbook, make_situation, make_step

pytestmark = pytest.mark.django_db


def problems_of(item):
    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    return refusal.value.message_dict


def test_the_database_refuses_a_situation_that_stands_under_itself():
    situation = make_situation()
    situation.parent = situation
    with pytest.raises(IntegrityError), transaction.atomic():
        situation.save()


def test_a_circle_of_parents_is_refused():
    top = make_situation("top")
    bottom = make_situation("bottom", parent=make_situation("middle", parent=top))
    top.parent = bottom
    assert "parent" in problems_of(top)


def test_ancestors_lead_from_the_top_down():
    bottom = make_situation("bottom", parent=make_situation("middle", parent=make_situation("top")))
    assert [node.slug for node in bottom.ancestors()] == ["top", "middle"]


def test_the_database_refuses_the_same_desk_twice_in_a_situation():
    desk = make_contact()
    situation = make_situation(contacts=[desk])
    with pytest.raises(IntegrityError), transaction.atomic():
        SituationContact.objects.create(situation=situation, contact=desk, position=2)


def test_the_database_refuses_the_same_step_slug_twice_in_a_playbook():
    playbook = make_playbook(steps=["isolate"])
    with pytest.raises(IntegrityError), transaction.atomic():
        make_step(playbook, "isolate")


def test_two_playbooks_may_use_the_same_step_slug():
    make_playbook("one", steps=["isolate"])
    make_playbook("two", steps=["isolate"])
    assert Step.objects.filter(slug="isolate").count() == 2


def test_a_step_under_a_step_of_another_playbook_is_refused():
    stranger = make_playbook("other", steps=["isolate"]).steps.get()
    assert "parent" in problems_of(
        Step(playbook=make_playbook(), parent=stranger, slug="x", phase="assess", title_ja="題")
    )


def test_a_deadline_without_a_source_is_refused():
    step = Step(playbook=make_playbook(), slug="report", phase="assess", title_ja="報告", deadline_hours=72)
    assert "deadline_source_url" in problems_of(step)


def test_the_database_refuses_a_deadline_range_the_wrong_way_round():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_step(make_playbook(), deadline_hours=120, deadline_latest_hours=72)


def test_a_desk_that_a_situation_needs_can_t_be_deleted():
    from django.db.models import ProtectedError

    desk = make_contact()
    make_situation(contacts=[desk])
    with pytest.raises(ProtectedError):
        desk.delete()
