"""What readers get of acts that touch drafts, judged by how things stood when the act was recorded."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact
from contacts.tests.factory import make_contact
from incidents.models import Situation, SituationContact
from incidents.tests.factory import make_playbook, make_situation, make_step
from revisions import document
from revisions.past_items import PastItems
from revisions.record import Selection, count, stream
from revisions.recording import recording
from roadmap.tests.factory import make_mission, make_stage

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 1, tzinfo=UTC)


def told(**narrowed):
    """``[(item, part, verb, {column: [before, after]})]`` of what readers get."""
    found = stream(Selection(**narrowed))
    return [(change.slug, change.table.part, change.verb, change.changes) for change in found]


def on(day, reason="編集"):
    return recording(reason, at=DAY + timedelta(days=day))


def change(row, day, reason="編集", **fields):
    with on(day, reason):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


# Taking back to a draft


@pytest.mark.parametrize("before", ["published", "retired"])
def test_taking_back_to_a_draft_is_told_with_its_reason_and_nothing_else(before):
    desk = make_contact("desk", status=before)
    change(desk, 90_000, "番号が変わるため", status="draft", name_ja="下書きの名前", position=9)
    last = list(stream(Selection()))[-1]
    assert (last.verb, last.changes, last.reason) == ("~", {"status": [before, "draft"]}, "番号が変わるため")
    assert count(Selection()) == 2


def test_what_is_done_after_taking_back_is_not_told_and_coming_back_is_an_addition():
    desk = make_contact("desk")
    change(desk, 90_000, status="draft")
    change(desk, 90_001, name_ja="下書きの名前")
    change(desk, 90_002, status="published", name_ja="新しい名前")
    *_others, back = told()
    assert len(_others) == 2
    assert back == ("desk", "", "+", {"status": [None, "published"], "name_ja": [None, "新しい名前"]})


def test_taking_back_what_stood_under_a_draft_is_not_told(client):
    parent = make_situation("parent", status="draft")
    child = make_situation("child", parent=parent)
    change(child, 90_000, status="draft")
    assert told() == []
    assert client.get("/revisions/items/situations/child/").status_code == 404


# Parts that are about a draft


def test_a_part_that_names_a_draft_is_not_told_whatever_becomes_of_it():
    desk = make_contact("secret", status="draft")
    row = SituationContact.objects.create(situation=make_situation("trouble"), contact=desk, reason_ja="内緒の理由")
    change(row, 90_000, reason_ja="別の理由")
    row.delete()
    assert [part for _slug, part, _verb, _changes in told()] == [""]


def test_a_part_is_told_once_its_desk_is_public_without_what_it_said_before():
    desk = make_contact("late", status="draft")
    row = SituationContact.objects.create(situation=make_situation("trouble"), contact=desk, reason_ja="内緒の理由")
    change(desk, 90_000, status="published")
    change(row, 90_001, reason_ja="出してよい理由")
    assert told()[-1] == ("trouble", "contacts", "+", {"reason_ja": [None, "出してよい理由"]})


def test_a_desk_of_a_step_and_of_a_mission_is_judged_alike():
    desk = make_contact("secret", status="draft")
    make_step(make_playbook("plan")).desks.create(contact=desk)
    make_mission(make_stage(1)).desks.create(contact=desk)
    assert [part for _slug, part, _verb, _changes in told()] == ["", "steps", "", ""]


# References


def test_a_reference_to_a_draft_is_blanked_and_the_rest_is_told():
    late = make_situation("late", status="draft")
    make_situation("trouble", leads_to=late, playbook=make_playbook("secret", status="draft"))
    ((_slug, _part, _verb, changes),) = told()
    assert {"leads_to", "playbook"} & set(changes) == set()
    assert changes["slug"] == [None, "trouble"]


def test_an_act_that_only_set_a_reference_to_a_draft_is_not_told():
    trouble = make_situation("trouble")
    change(trouble, 90_000, leads_to=make_situation("late", status="draft"))
    assert [slug for slug, *_others in told()] == ["trouble"]


def test_a_reference_is_judged_by_the_moment_of_the_act():
    with on(0):
        target, trouble = make_situation("target"), make_situation("trouble")
    change(trouble, 1, leads_to=target)
    change(target, 2, status="draft")
    change(trouble, 3, leads_to=None, position=5)
    (_first, second, third) = [row for row in told() if row[0] == "trouble"]
    assert second[3] == {"leads_to": [None, "target"]}
    assert third[3] == {"position": [1, 5]}


def test_what_is_published_in_the_same_act_is_public_then():
    with on(0):
        target = make_situation("target", status="draft")
        make_situation("trouble", leads_to=target)
        target.status = "published"
        target.save()
    assert {slug: changes for slug, _part, _verb, changes in told()}["trouble"]["leads_to"] == [None, "target"]


def test_a_name_that_was_used_again_after_its_item_was_deleted():
    with on(0):
        first = make_situation("twice")
    with on(1):
        first.delete()
    with on(2):
        make_situation("twice", status="draft")
    past = PastItems()
    moments = [DAY + timedelta(days=day, hours=hour) for day, hour in [(-1, 0), (0, 1), (1, 1), (2, 1)]]
    assert [past.were_public(Situation, "twice", at) for at in moments] == [False, True, False, False]


# One rule for what stands under a draft


def make_family():
    top = make_situation("top", status="draft")
    return top, make_situation("under", parent=make_situation("middle", parent=top))


def test_what_stands_under_a_draft_is_public_nowhere():
    _top, under = make_family()
    make_situation("free")
    assert [item.slug for item in Situation.objects.published()] == ["free"]
    assert [item.slug for item in Situation.objects.known_to_readers()] == ["free"]
    assert [item["slug"] for item in document.dump()["situations"]] == ["free"]
    assert {slug for slug, *_others in told()} == {"free"}
    assert not under.is_public_record
    assert not under.is_published


def test_it_is_public_everywhere_once_the_draft_is():
    top, under = make_family()
    change(top, 0, status="published")
    under = Situation.objects.get(slug="under")
    assert under.is_published
    assert Situation.objects.published().count() == 3 == len(document.dump()["situations"])


def test_a_circle_of_parents_ends_the_question():
    one = make_situation("one")
    one.parent = make_situation("two", parent=one)
    one.save()
    assert Situation.objects.published().count() == 2
    assert Situation.objects.get(slug="one").is_public_record


def test_what_is_public_takes_one_query_however_deep_the_flow(django_assert_num_queries):
    make_family()
    with django_assert_num_queries(1):
        list(Situation.objects.published())


def test_an_export_asks_each_kind_of_item_once_for_its_past():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            told()
        return len(captured)

    leads_to = make_situation("to")
    make_situation("one", leads_to=leads_to)
    few = queries()
    for number in range(5):
        make_situation(f"more-{number}", leads_to=leads_to)
    assert queries() == few


def test_desks_have_nothing_above_them_to_ask(django_assert_num_queries):
    desk = make_contact("desk")
    with django_assert_num_queries(0):
        assert Contact(pk=desk.pk, status="published").is_published
