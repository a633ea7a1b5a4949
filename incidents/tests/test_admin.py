import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.tests.factory import make_contact
from incidents.models import IncidentPlaybook, Situation, SituationContact, Step, StepContact, StepLink
from incidents.tests.factory import make_playbook, make_situation, make_step
from revisions.items import dump_item
from revisions.tests.forms import errors_of, fields_of, save

pytestmark = pytest.mark.django_db

SITUATIONS, STEPS = "/admin/incidents/situation/", "/admin/incidents/step/"


def change(item):
    return reverse(f"admin:incidents_{item._meta.model_name}_change", args=[item.pk])


def move(client, address, row, way, **reason):
    return client.post(f"{address}move/", {"move": f"{row.pk}:{way}", **reason})


@pytest.fixture
def flow():
    """a (a1, a2), b"""
    a, b = make_situation("a", position=1), make_situation("b", position=2)
    make_situation("a1", parent=a, position=1)
    make_situation("a2", parent=a, position=2)
    return {"a": a, "b": b}


@pytest.fixture
def playbook():
    return make_playbook("plan", steps=["one", "two", "three"])


def listed(client):
    return [(row.slug, row.depth) for row in client.get(SITUATIONS).context["cl"].result_list]


def step(slug):
    return Step.objects.get(slug=slug)


def steps():
    return [(row.slug, row.parent and row.parent.slug) for row in Step.objects.order_by("parent_id", "position")]


# The flow


def test_the_flow_is_listed_as_a_tree_in_reading_order(admin_client, flow):
    assert listed(admin_client) == [("a", 0), ("a1", 1), ("a2", 1), ("b", 0)]


def test_a_situation_moves_up_with_a_reason(admin_client, flow):
    move(admin_client, SITUATIONS, Situation.objects.get(slug="a2"), "up", change_reason="多い順にした")
    assert listed(admin_client) == [("a", 0), ("a2", 1), ("a1", 1), ("b", 0)]
    assert Situation.history.model.objects.latest("history_id").history_change_reason == "多い順にした"


def test_a_situation_goes_under_the_one_before_and_out_again(admin_client, flow):
    move(admin_client, SITUATIONS, flow["b"], "in")
    assert listed(admin_client) == [("a", 0), ("a1", 1), ("a2", 1), ("b", 1)]
    move(admin_client, SITUATIONS, Situation.objects.get(slug="a1"), "out")
    assert listed(admin_client) == [("a", 0), ("a2", 1), ("b", 1), ("a1", 0)]


def test_the_first_situation_cannot_move_up(admin_client, flow):
    response = admin_client.post(f"{SITUATIONS}move/", {"move": f"{flow['a'].pk}:up"}, follow=True)
    assert "もう端にあります" in response.content.decode()
    assert listed(admin_client)[0] == ("a", 0)


def test_a_parent_below_the_situation_is_not_offered(admin_client, flow):
    page = admin_client.get(change(flow["a"]))
    offered = dict(page.context["adminform"].form.fields["parent"].choices)
    assert set(offered) == {"", flow["b"].pk}


def test_a_circle_of_parents_is_refused(admin_client, flow):
    response = save(admin_client, change(flow["a"]), {"parent": Situation.objects.get(slug="a1").pk})
    assert "ひと回りして" in errors_of(response)


def test_the_desks_of_a_situation_keep_their_order(admin_client, flow):
    first, second = make_contact("first"), make_contact("second")
    rows = {"desks-TOTAL_FORMS": "2"}
    for index, contact in enumerate([first, second]):
        rows |= {
            f"desks-{index}-contact": contact.pk,
            f"desks-{index}-reason_ja": "理由",
            f"desks-{index}-position": "",
        }
    response = save(admin_client, change(flow["b"]), rows)
    assert response.status_code == 302, errors_of(response)
    assert [row.contact for row in flow["b"].desks.all()] == [first, second]
    save(admin_client, change(flow["b"]), {"desks-0-position": "3"})
    assert [row.contact for row in flow["b"].desks.all()] == [second, first]


def test_the_same_desk_twice_is_refused(admin_client, flow):
    contact = make_contact()
    rows = {"desks-TOTAL_FORMS": "2", "desks-0-contact": contact.pk, "desks-1-contact": contact.pk}
    assert "重複" in errors_of(save(admin_client, change(flow["b"]), rows))
    assert not SituationContact.objects.exists()


def test_who_may_only_look_cannot_move(client, flow):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_situation"))
    client.force_login(reader)
    assert "move-form" not in client.get(SITUATIONS).content.decode()
    assert move(client, SITUATIONS, flow["b"], "up").status_code == 403


def test_a_move_is_only_made_by_a_button(admin_client, flow):
    assert admin_client.get(f"{SITUATIONS}move/").status_code == 405
    assert move(admin_client, SITUATIONS, flow["b"], "sideways").status_code == 403


def set_phase(slug, phase):
    row = step(slug)
    row.phase = phase
    row.save()


def in_page_order():
    return sorted(Step.objects.filter(parent=None), key=lambda row: row.reading_place)


def queries_of(client, address):
    client.get(address)  # what is kept between pages is not what is counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_lists_ask_no_more_for_more_rows(admin_client, flow, playbook):
    addresses = [SITUATIONS, "/admin/incidents/incidentplaybook/", change(playbook)]
    before = [queries_of(admin_client, address) for address in addresses]
    contact = make_contact()
    for number in range(4):
        make_situation(f"more-{number}", contacts=[contact], playbook=playbook)
        make_playbook(f"plan-{number}", steps=["one", "two"])
        StepContact.objects.create(step=make_step(playbook, f"more-{number}"), contact=contact)
    assert [queries_of(admin_client, address) for address in addresses] == before


def test_a_desk_in_use_cannot_be_deleted_and_the_page_says_where_it_is_used(admin_client, flow):
    contact = make_contact("used")
    make_situation("user", contacts=[contact], title_ja="使っている状況 <b>")
    address = reverse("admin:contacts_contact_delete", args=[contact.pk])
    text = admin_client.get(address).content.decode()
    assert "使っている状況 &lt;b&gt;</a>" in text
    admin_client.post(address, {"post": "yes", "change_reason": "いらない"})
    assert SituationContact.objects.filter(contact=contact).exists()


# Playbooks and steps


def test_the_steps_stand_on_the_page_of_the_playbook_in_order(admin_client, playbook):
    make_step(playbook, "under-one", parent=step("one"))
    page = admin_client.get(change(playbook))
    assert [(row.slug, depth) for row, depth in page.context["steps"]] == [
        ("one", 0), ("under-one", 1), ("two", 0), ("three", 0),
    ]  # fmt: skip


def test_a_step_moves_and_the_record_of_the_playbook_says_why(admin_client, playbook):
    response = move(admin_client, STEPS, step("three"), "up", change_reason="先に知らせるため")
    assert response.url == f"{change(playbook)}#row-{step('three').pk}"
    assert [slug for slug, _parent in steps()] == ["one", "three", "two"]
    row = Step.history.model.objects.latest("history_id")
    assert (row.item_type, row.item_slug, row.history_change_reason) == ("playbooks", "plan", "先に知らせるため")


def test_a_step_that_goes_under_another_takes_its_phase(admin_client, playbook):
    make_step(playbook, "below", parent=step("one"))
    set_phase("two", "assess")
    response = admin_client.post(f"{STEPS}move/", {"move": f"{step('one').pk}:in"}, follow=True)
    assert (step("one").parent.slug, step("one").phase, step("below").phase) == ("two", "assess", "assess")
    assert "局面は「事実認識・判断」になりました。" in response.content.decode()


def test_a_step_stands_where_the_page_shows_it_whatever_its_position(admin_client, playbook):
    set_phase("three", "assess")
    page = admin_client.get(change(playbook))
    assert [row.slug for row, _depth in page.context["steps"]] == ["three", "one", "two"]


def test_a_step_that_crosses_the_border_of_a_phase_keeps_its_place_and_changes_its_phase(admin_client, playbook):
    set_phase("one", "assess")
    make_step(playbook, "below", parent=step("two"))
    move(admin_client, STEPS, step("two"), "up")
    assert [(row.slug, row.phase) for row in in_page_order()] == [
        ("one", "assess"),
        ("two", "assess"),
        ("three", "contain"),
    ]
    assert step("below").phase == "assess"
    move(admin_client, STEPS, step("two"), "up")
    assert [row.slug for row in in_page_order()] == ["two", "one", "three"]
    move(admin_client, STEPS, step("one"), "down")
    move(admin_client, STEPS, step("one"), "down")
    assert [(row.slug, row.phase) for row in in_page_order()] == [
        ("two", "assess"),
        ("three", "contain"),
        ("one", "contain"),
    ]


def test_a_step_may_not_lead_to_its_own_playbook(admin_client, playbook):
    response = save(admin_client, change(step("one")), {"leads_to": playbook.pk})
    assert "別のプレイブック" in errors_of(response)


def test_a_step_comes_out_after_the_one_it_stood_under(admin_client, playbook):
    make_step(playbook, "below", parent=step("one"))
    move(admin_client, STEPS, step("below"), "out")
    assert [slug for slug, parent in steps() if parent is None] == ["one", "below", "two", "three"]


def test_a_new_step_stands_at_the_end_of_the_step_it_was_asked_for_under(admin_client, playbook):
    fields = fields_of(admin_client.get(f"{STEPS}add/?playbook={playbook.pk}&parent={step('one').pk}"))
    assert (fields["playbook"], fields["parent"], fields["position"], fields["phase"]) == (
        str(playbook.pk), str(step("one").pk), "1", "contain",
    )  # fmt: skip
    assert fields_of(admin_client.get(f"{STEPS}add/?playbook={playbook.pk}"))["position"] == "4"


def test_a_step_is_added_with_a_desk_and_a_link(admin_client, playbook):
    contact = make_contact()
    rows = {
        "slug": "four", "title_ja": "四つめ", "desks-TOTAL_FORMS": "1", "desks-0-contact": contact.pk, "desks-0-position": "",
        "links-TOTAL_FORMS": "1", "links-0-url": "https://x.example.jp/", "links-0-label_ja": "案内", "links-0-kind": "reference",
        "links-0-confidence": "official", "links-0-position": "",
    }  # fmt: skip
    response = save(admin_client, f"{STEPS}add/?playbook={playbook.pk}", rows)
    assert response.status_code == 302, errors_of(response)
    assert response.url.startswith(change(playbook))
    assert StepContact.objects.get().step.slug == "four"
    assert StepLink.objects.get().label_ja == "案内"


def test_a_parent_in_another_playbook_is_refused(admin_client, playbook):
    other = make_playbook("other", steps=["elsewhere"])
    response = save(admin_client, change(step("one")), {"parent": step("elsewhere").pk})
    assert "同じプレイブック" in errors_of(response)
    assert other.steps.count() == 1


def test_a_deadline_needs_a_source(admin_client, playbook):
    response = save(admin_client, change(step("one")), {"deadline_hours": "72"})
    assert "出典" in errors_of(response)


def test_the_editor_of_a_step_hears_what_is_missing_at_once(admin_client, playbook):
    response = save(admin_client, change(step("one")), {"title_en": "", "owner_role_ja": "", "owner_role_en": ""})
    said = " ".join(str(message) for message in admin_client.get(response.url).context["messages"])
    assert "手順「one」の担当がありません" in said
    assert "「手順 one › 題名」の訳(English)がありません。" in said


def test_a_deleted_step_leads_back_to_its_playbook(admin_client, playbook):
    make_step(playbook, "below", parent=step("one"))
    address = reverse("admin:incidents_step_delete", args=[step("one").pk])
    response = admin_client.post(address, {"post": "yes", "change_reason": "いらない手順"})
    assert response.url == change(playbook)
    assert {slug for slug, _parent in steps()} == {"two", "three"}
    assert Step.history.model.objects.filter(history_type="-", history_change_reason="いらない手順").count() == 2


def test_a_playbook_is_deleted_with_nested_steps(admin_client, playbook):
    make_step(playbook, "below", parent=step("one"))
    address = reverse("admin:incidents_incidentplaybook_delete", args=[playbook.pk])
    admin_client.post(address, {"post": "yes", "change_reason": "まとめた"})
    assert not Step.objects.exists()
    removed = Step.history.model.objects.filter(history_type="-", item_slug="plan")
    assert removed.get(slug="below").changes["parent"] == ["one", None]


def test_a_copy_is_a_draft_with_the_same_steps(admin_client, playbook):
    StepContact.objects.create(step=make_step(playbook, "below", parent=step("one")), contact=make_contact())
    address = reverse("admin:incidents_incidentplaybook_copy", args=[playbook.pk])
    fields = fields_of(admin_client.get(address)) | {"slug": "plan-b"}
    admin_client.post(address, fields)
    original, copy = (dump_item(IncidentPlaybook, slug) for slug in ("plan", "plan-b"))
    assert copy["status"] == "draft"
    assert copy["steps"] == original["steps"]
    assert Step.objects.filter(playbook__slug="plan").count() == 4


def test_a_copy_needs_a_slug_of_its_own(admin_client, playbook):
    address = reverse("admin:incidents_incidentplaybook_copy", args=[playbook.pk])
    fields = fields_of(admin_client.get(address)) | {"slug": "plan"}
    assert "もうあります" in errors_of(admin_client.post(address, fields))
    assert IncidentPlaybook.objects.count() == 1


def test_only_who_may_add_playbooks_copies_one(client, playbook):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_incidentplaybook"))
    client.force_login(reader)
    assert client.get(reverse("admin:incidents_incidentplaybook_copy", args=[playbook.pk])).status_code == 403


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_answer_in_both_languages(admin_client, playbook, flow, language):
    addresses = [
        change(playbook), change(step("one")), change(flow["a"]), f"{SITUATIONS}add/", f"{STEPS}add/", STEPS,
        "/admin/incidents/incidentplaybook/", reverse("admin:incidents_incidentplaybook_copy", args=[playbook.pk]),
        f"{SITUATIONS}deleted/", "/admin/incidents/incidentplaybook/?broken=yes",
    ]  # fmt: skip
    for address in addresses:
        assert admin_client.get(f"{language}{address}").status_code == 200, address


@pytest.mark.parametrize("make", [make_playbook, make_situation])
def test_a_draft_is_seen_by_its_editors_only(admin_client, client, make):
    draft = make("draft", status="draft", title_ja="まだ秘密の題")
    address = reverse(f"admin:incidents_{draft._meta.model_name}_preview", args=[draft.pk])
    response = admin_client.get(address)
    assert "まだ秘密の題" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert client.get(address).status_code == 302
