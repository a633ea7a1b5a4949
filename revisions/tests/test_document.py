import copy

import pytest
from django.utils import timezone

from contacts.models import Contact, Phone
from contacts.tests.factory import make_contact, make_hours, make_link, make_phone
from incidents.models import Situation, Step
from incidents.tests.factory import make_playbook, make_situation, make_step
from revisions import document
from revisions.models import Revision
from revisions.releases import publish_revision
from revisions.writing import Unloadable
from roadmap.models import RoadmapMission
from roadmap.tests.factory import make_mission, make_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def quick_list():
    """A small list with everything in it: parts, nesting, references ahead and back, a retired item."""
    police = make_contact("police", category="police", position=1)
    make_phone(police, "#9110", kind="hash")
    make_hours(police)
    make_link(police)
    new = make_contact("new-desk", position=3)
    make_contact("old-desk", position=2, status="retired", successor=new)
    plan = make_playbook("plan", steps=["isolate"])
    make_step(plan, "unplug", parent=plan.steps.get())
    top = make_situation("breach", position=1)
    make_situation("malware", contacts=[police, new], parent=top, position=2, playbook=plan)
    stage = make_stage()
    make_mission(stage, "sub", parent=make_mission(stage))
    return document.dump()


def text(data):
    return document.text_of(data)


def load(data, **options):
    return document.load(data, reason="試験", **options)


def test_loading_what_was_dumped_changes_nothing(quick_list):
    assert load(quick_list) == []
    assert text(document.dump()) == text(quick_list)


def test_an_emptied_database_gets_the_same_document_again(quick_list):
    empty = {**quick_list, "contacts": [], "situations": [], "playbooks": [], "roadmap": []}
    load(empty)
    assert not Contact.objects.exists() and not Step.objects.exists()
    load(quick_list)
    assert text(document.dump()) == text(quick_list)


def test_lists_are_in_reading_order(quick_list):
    assert [desk["slug"] for desk in quick_list["contacts"]] == ["police", "old-desk", "new-desk"]


def test_a_changed_order_is_loaded(quick_list):
    changed = copy.deepcopy(quick_list)
    changed["situations"][1]["contacts"].reverse()
    load(changed)
    desks = Situation.objects.get(slug="malware").desks.order_by("position")
    assert [desk.contact.slug for desk in desks] == ["new-desk", "police"]


def test_a_phone_that_changes_its_number_stays_the_same_row(quick_list):
    before = Phone.objects.get().pk
    changed = copy.deepcopy(quick_list)
    changed["contacts"][0]["phones"][0] |= {"number": "03-1111-2222", "kind": "geographic"}
    load(changed)
    assert Phone.objects.get().pk == before


def test_a_step_that_moves_stays_the_same_row(quick_list):
    before = Step.objects.get(slug="unplug").pk
    changed = copy.deepcopy(quick_list)
    (isolate,) = changed["playbooks"][0]["steps"]
    changed["playbooks"][0]["steps"] = [isolate, *isolate["steps"]]
    isolate["steps"] = []
    load(changed)
    assert Step.objects.get(slug="unplug").pk == before
    assert text(document.dump()) == text(changed)


def test_a_mission_can_move_to_a_new_stage(quick_list):
    changed = copy.deepcopy(quick_list)
    changed["roadmap"].append({**copy.deepcopy(changed["roadmap"][0]), "number": 2})
    changed["roadmap"][0]["missions"] = []
    before = set(RoadmapMission.objects.values_list("pk", "slug"))
    load(changed)
    assert set(RoadmapMission.objects.values_list("pk", "slug")) == before
    assert text(document.dump()) == text(changed)


def test_drafts_are_not_in_the_document_and_survive_a_load(quick_list):
    draft = make_contact("draft", status="draft")
    make_situation("half", contacts=[draft, Contact.objects.get(slug="police")])
    dumped = document.dump()
    assert "draft" not in text(dumped)
    half = next(item for item in dumped["situations"] if item["slug"] == "half")
    assert [desk["contact"] for desk in half["contacts"]] == ["police"]
    load({**dumped, "situations": quick_list["situations"]})
    assert Contact.objects.filter(slug="draft").exists()


def test_what_stands_under_a_draft_is_left_out():
    top = make_situation("top", status="draft")
    make_situation("below", parent=make_situation("middle", parent=top))
    assert document.dump()["situations"] == []


def test_a_left_out_key_has_its_default(quick_list):
    load({**quick_list, "contacts": [*quick_list["contacts"], {"slug": "x", "status": "published", "category": "legal",
         "name": {"ja": "名", "en": "name"}}]})  # fmt: skip
    desk = document.dump()["contacts"][-1]
    assert (desk["slug"], desk["languages"], desk["closed_on_holidays"], desk["phones"]) == ("x", ["ja"], None, [])


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda d: d.pop("format"), "seco-quicklist/1"),
        (lambda d: d["contacts"][0].pop("slug"), "slug"),
        (lambda d: d["contacts"][0].update(colour="red"), "colour"),
        (lambda d: d["contacts"][0].update(category="space"), "space"),
        (lambda d: d["contacts"][0]["phones"][0].update(kind="hash", number="#91A0"), "#91A0"),
        (lambda d: d["contacts"][0]["hours"][0].update(opens="25:00"), "opens"),
        (lambda d: d["contacts"][0]["hours"][0].update(closes="08:30"), "contacts police / hours 1: "),
        (lambda d: d["contacts"][0].update(verified_on="2999-01-01"), "今日より先"),
        (lambda d: d["contacts"][0].update(successor="nobody", status="retired"), "nobody"),
        (lambda d: d["situations"][1]["contacts"].append({"contact": "nobody"}), "nobody"),
        (lambda d: d["situations"][0].update(parent="malware"), "breach"),
        (lambda d: d["contacts"].append(copy.deepcopy(d["contacts"][0])), "police"),
        (lambda d: d["contacts"].pop(0), "police"),
        (lambda d: d["playbooks"][0]["steps"].append(copy.deepcopy(d["playbooks"][0]["steps"][0])), "isolate"),
    ],
)
def test_a_wrong_document_is_refused_as_a_whole_with_the_place(quick_list, harm, said):
    wrong = copy.deepcopy(quick_list)
    wrong["contacts"][1]["name"]["ja"] = "変わった名前"
    harm(wrong)
    with pytest.raises(Unloadable) as refused:
        load(wrong)
    assert said in str(refused.value)
    assert text(document.dump()) == text(quick_list)


def test_text_that_is_no_json_is_refused():
    with pytest.raises(Unloadable, match="JSON"):
        document.parse("{")


def test_a_dry_run_says_what_would_change_and_changes_nothing(quick_list):
    changed = copy.deepcopy(quick_list)
    changed["contacts"][0]["name"]["en"] = "Police desk"
    (change,) = load(changed, dry_run=True)
    assert (change.section, change.key, change.kind) == ("contacts", "police", "changed")
    assert text(document.dump()) == text(quick_list)


def test_the_document_as_it_was_is_read_from_the_record(quick_list):
    at = timezone.now()
    changed = copy.deepcopy(quick_list)
    changed["contacts"][0]["phones"] = []
    load(changed)
    assert text(document.dump(at=at)) == text(quick_list)


def test_a_revision_is_listed_with_its_digest_in_the_next_document(quick_list):
    revision = publish_revision(note={"ja": "版", "en": "rev"})
    assert document.dump()["revisions"] == [revision.entry()]
    assert revision.data["revisions"] == []


def test_the_document_of_a_revision_gives_the_same_digest_in_another_seco(quick_list):
    first = publish_revision(note={"ja": "一", "en": "one"})
    second = publish_revision(note={"ja": "二", "en": "two"})
    from revisions import append_only, seals

    append_only.remove()
    Revision._base_manager.all()._raw_delete("default")
    load({**second.data, "contacts": [], "situations": [], "playbooks": [], "roadmap": [], "revisions": []})
    load(second.data)
    assert seals.digest(text(document.dump())) == second.digest
    kept = Revision.objects.get()
    assert (kept.number, kept.digest, kept.is_lost) == (1, first.digest, True)


def entry(number, previous="", released_on="2020-05-18"):
    return {"number": number, "released_on": released_on, "kind": "major", "note": {"ja": "版", "en": "rev"},
            "digest": str(number) * 64, "previous_digest": previous}  # fmt: skip


@pytest.mark.parametrize(
    "entries",
    [
        [entry(2)],
        [entry(1, "9" * 64)],
        [entry(1), entry(2, "9" * 64)],
        [entry(1), entry(3, "1" * 64)],
        [entry(1), entry(2, "1" * 64, released_on="2020-05-17")],
    ],
    ids=["begins late", "begins in the middle", "another one before", "a gap", "an earlier date"],
)
def test_revisions_that_do_not_follow_one_another_are_refused(entries):
    with pytest.raises(Unloadable, match="続いていません"):
        load({**document.dump(), "revisions": entries})
    assert not Revision.objects.exists()


def test_two_revisions_of_the_same_digest_are_refused():
    twice = [entry(1), {**entry(2, "1" * 64), "digest": "1" * 64}]
    with pytest.raises(Unloadable, match="同じダイジェスト"):
        load({**document.dump(), "revisions": twice})
    assert not Revision.objects.exists()


def test_revisions_that_follow_one_another_are_taken_over_by_who_has_none():
    load({**document.dump(), "revisions": [entry(1)]})
    load({**document.dump(), "revisions": [entry(1), entry(2, "1" * 64)]})
    assert [revision.number for revision in Revision.objects.in_order()] == [1, 2]


def test_who_releases_takes_over_no_revisions_of_others(quick_list):
    own = publish_revision(note={"ja": "一", "en": "one"})
    foreign = {**document.dump(), "revisions": [own.entry(), entry(2, own.digest, str(own.released_on))]}
    with pytest.raises(Unloadable, match="内容だけを読み込んで"):
        load(foreign)
    assert Revision.objects.count() == 1


def test_a_revision_that_differs_is_not_overwritten(quick_list):
    publish_revision(note={"ja": "一", "en": "one"})
    wrong = document.dump()
    wrong["revisions"][0]["note"]["ja"] = "書き換え"
    with pytest.raises(Unloadable, match="第1版"):
        load(wrong)
