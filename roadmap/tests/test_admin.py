import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.tests.factory import make_contact
from revisions.tests.forms import errors_of, fields_of, save
from roadmap.models import RoadmapMission, RoadmapStage
from roadmap.tests.factory import make_mission, make_stage

pytestmark = pytest.mark.django_db

MISSIONS = "/admin/roadmap/roadmapmission/"


def change(item):
    return reverse(f"admin:roadmap_{item._meta.model_name}_change", args=[item.pk])


def listed(client):
    return [(row.slug, row.depth) for row in client.get(MISSIONS).context["cl"].result_list]


@pytest.fixture
def stages():
    """STEP 1: a (a1), b; STEP 2: c"""
    first, second = make_stage(1), make_stage(2)
    a = make_mission(first, "a", position=1)
    make_mission(first, "a1", parent=a)
    make_mission(first, "b", position=2)
    make_mission(second, "c")
    return first, second


def mission(slug):
    return RoadmapMission.objects.get(slug=slug)


def test_missions_are_listed_by_stage_as_they_are_walked(admin_client, stages):
    assert listed(admin_client) == [("a", 0), ("a1", 1), ("b", 0), ("c", 0)]


def test_a_mission_moves_among_those_of_its_stage(admin_client, stages):
    admin_client.post(f"{MISSIONS}move/", {"move": f"{mission('b').pk}:up"})
    admin_client.post(f"{MISSIONS}move/", {"move": f"{mission('c').pk}:up"})
    assert listed(admin_client) == [("b", 0), ("a", 0), ("a1", 1), ("c", 0)]


def test_a_mission_under_a_mission_of_another_stage_is_refused(admin_client, stages):
    response = save(admin_client, change(mission("b")), {"parent": mission("c").pk})
    assert "同じ段階" in errors_of(response)


def test_a_mission_is_saved_with_desks_and_links(admin_client, stages):
    contact = make_contact()
    rows = {
        "desks-TOTAL_FORMS": "1", "desks-0-contact": contact.pk, "desks-0-position": "", "links-TOTAL_FORMS": "1",
        "links-0-url": "https://x.example.jp/", "links-0-label_ja": "案内", "links-0-kind": "reference",
        "links-0-confidence": "official", "links-0-position": "",
    }  # fmt: skip
    response = save(admin_client, change(mission("a")), rows)
    assert response.status_code == 302, errors_of(response)
    assert mission("a").desks.get().contact == contact
    assert mission("a").links.get().label_ja == "案内"


def test_a_stage_is_changed_with_a_reason(admin_client, stages):
    save(admin_client, change(stages[0]), {"title_ja": "新しい題", "change_reason": "分かりやすく"})
    row = RoadmapStage.history.model.objects.latest("history_id")
    assert (row.item_type, row.item_slug, row.history_change_reason) == ("roadmap", "1", "分かりやすく")


def test_a_stage_with_missions_cannot_be_deleted(admin_client, stages):
    address = reverse("admin:roadmap_roadmapstage_delete", args=[stages[0].pk])
    admin_client.post(address, {"post": "yes", "change_reason": "まとめる"})
    assert RoadmapStage.objects.count() == 2


def test_a_number_that_exists_is_refused(admin_client, stages):
    response = save(admin_client, "/admin/roadmap/roadmapstage/add/", {"number": "1", "title_ja": "同じ番号"})
    assert "既に存在します" in errors_of(response)


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_answer_in_both_languages(admin_client, stages, language):
    addresses = [MISSIONS, f"{MISSIONS}add/", change(mission("a")), "/admin/roadmap/roadmapstage/", change(stages[0])]
    for address in addresses:
        assert admin_client.get(f"{language}{address}").status_code == 200, address


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_the_list_asks_no_more_for_more_missions(admin_client, stages):
    before = queries_of(admin_client, MISSIONS)
    for number in range(4):
        make_mission(stages[0], f"more-{number}")
    assert queries_of(admin_client, MISSIONS) == before


def test_a_mission_that_is_a_draft_is_seen_by_its_editors_only(admin_client, client, stages):
    draft = make_mission(stages[0], "draft", status="draft", title_ja="まだ秘密の題")
    address = reverse("admin:roadmap_roadmapmission_preview", args=[draft.pk])
    assert "まだ秘密の題" in admin_client.get(address).content.decode()
    assert client.get(address).status_code == 302


def test_the_form_offers_what_it_shows(admin_client, stages):
    fields = fields_of(admin_client.get(change(mission("a1"))))
    assert fields["parent"] == str(mission("a").pk)
