import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from contacts.models import Phone
from contacts.tests.factory import make_contact
from incidents.cacao import released_id
from incidents.models import IncidentPlaybook, Step, StepContact, StepLink
from revisions.recording import recording
from revisions.releases import publish_revision

from .cacao_rules import violations
from .factory import make_playbook, make_step

pytestmark = pytest.mark.django_db


def cacao(client, slug="plan", language="ja"):
    with translation.override(language):
        address = reverse("playbooks:cacao", args=[slug])
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/json")
    return json.loads(response.content)


def actions(playbook):
    return {step["name"]: step for step in playbook["workflow"].values() if step["type"] == "action"}


def order(playbook):
    """Names of the action steps as one comes to them; branches in a list of their own."""

    def walk(name):
        step = playbook["workflow"][name]
        if step["type"] == "end":
            return []
        here = [step["name"]] if step["type"] == "action" else []
        if step["type"] == "parallel":
            here = [sorted(walk(branch) for branch in step["next_steps"])]
        return [*here, *walk(step["on_completion"])]

    return walk(playbook["workflow_start"])


# The specification


def test_a_playbook_without_steps_keeps_to_the_specification(client):
    make_playbook()
    assert violations(cacao(client)) == []


def test_the_rules_see_what_is_wrong(client):
    make_playbook(steps=["isolate", "report"])
    playbook = cacao(client)
    start = playbook["workflow"][playbook["workflow_start"]]
    del playbook["workflow"][start["on_completion"]]
    assert any("is not in the workflow" in sentence for sentence in violations(playbook))


# Steps


def test_steps_of_the_response_follow_one_another(client):
    playbook = make_playbook(steps=["isolate", "report", "restore"])
    make_step(playbook, "evidence", position=1, parent=playbook.steps.get(slug="isolate"))
    made = cacao(client)
    assert order(made) == ["isolateする", "evidenceする", "reportする", "restoreする"]
    assert made["playbook_processing_summary"]["parallel_processing"] is False


def test_preparation_and_what_stands_below_a_lasting_measure_is_parallel(client):
    playbook = make_playbook()
    make_step(playbook, "backup", phase="prevent", position=1)
    make_step(playbook, "patch", phase="prevent", position=2)
    make_step(playbook, "isolate", position=3)
    lasting = make_step(playbook, "improve", phase="lasting", position=4)
    make_step(playbook, "rules", phase="lasting", parent=lasting, position=1)
    make_step(playbook, "training", phase="lasting", parent=lasting, position=2)
    made = cacao(client)
    assert order(made) == [
        [["backupする"], ["patchする"]],
        "isolateする",
        "improveする",
        [["rulesする"], ["trainingする"]],
    ]
    assert violations(made) == []


def test_a_step_is_a_manual_command_with_reasons_role_phase_and_deadline(client):
    playbook = make_playbook()
    make_step(
        playbook,
        "report",
        detail_ja="速報を出す",
        why_ja="法律",
        caution_ja="数える",
        if_cannot_ja="聞く",
        owner_role_ja="責任者",
        deadline_hours=72,
        deadline_latest_hours=120,
        deadline_note_ja="3〜5日",
        deadline_source_url="https://law.example.jp/",
    )
    made = cacao(client)
    step = actions(made)["reportする"]
    assert step["commands"] == [
        {"type": "manual", "command": "reportする\n速報を出す", "playbook_activity": "deliver-content"}
    ]
    assert step["description"].splitlines() == [
        "速報を出す",
        "理由: 法律",
        "注意: 数える",
        "できないときは: 聞く",
        "期限: 3〜5日",
    ]
    assert made["agent_definitions"][step["agent"]] == {"type": "group", "name": "責任者"}
    variables = {name: variable["value"] for name, variable in step["step_variables"].items()}
    assert variables == {
        "__phase__": "contain",
        "__kind__": "action",
        "__deadline_hours__": "72",
        "__deadline_latest_hours__": "120",
    }
    assert {"name": "期限の根拠: reportする", "url": "https://law.example.jp/"} in made["external_references"]
    assert "notification" in made["playbook_types"]


def test_signs_are_looked_for_and_references_are_referred_to(client):
    playbook = make_playbook()
    signs = make_step(playbook, "signs", phase="assess", kind="sign", owner_role_ja="", position=1)
    make_step(playbook, "odd-mail", phase="assess", kind="sign", parent=signs)
    report = make_step(playbook, "report", position=2)
    reference = make_step(playbook, "alert", kind="reference", parent=report)
    StepLink.objects.create(step=reference, url="https://alert.example.jp/", label_ja="注意喚起", label_en="Alert")
    made = cacao(client)
    found = actions(made)
    assert [command["command"] for command in found["signsする"]["commands"]] == ["signsする", "odd-mailする"]
    assert {command["playbook_activity"] for command in found["signsする"]["commands"]} == {"match-indicator"}
    assert "alertする" not in found
    assert found["reportする"]["external_references"] == [{"name": "注意喚起", "url": "https://alert.example.jp/"}]


def test_an_action_below_a_sign_stays_a_step_of_its_own(client):
    playbook = make_playbook()
    sign = make_step(playbook, "look", kind="sign")
    make_step(playbook, "deeper", kind="sign", parent=sign, position=1)
    make_step(playbook, "isolate", parent=sign, position=2, owner_role_ja="気づいた人", caution_ja="電源は切らない")
    made = cacao(client)
    assert order(made) == ["lookする", "isolateする"]
    assert len(actions(made)["lookする"]["commands"]) == 2
    step = actions(made)["isolateする"]
    assert made["agent_definitions"][step["agent"]]["name"] == "気づいた人"
    assert "電源は切らない" in step["description"]
    assert violations(made) == []


def test_the_steps_follow_the_phases_as_the_page_does(client):
    playbook = make_playbook()
    make_step(playbook, "restore", phase="recover", position=1)
    make_step(playbook, "isolate", phase="contain", position=2)
    assert order(cacao(client)) == ["isolateする", "restoreする"]


def test_a_step_names_the_playbook_it_leads_to(client):
    other = make_playbook("leak", steps=["report"])
    make_step(make_playbook(), "check", leads_to=other)
    made, leak = cacao(client), cacao(client, "leak")
    assert leak["id"] in made["related_to"]
    assert actions(made)["checkする"]["step_variables"]["__leads_to__"]["value"] == leak["id"]
    assert violations(made) == []


def test_the_desks_of_a_step_are_its_targets_and_have_their_numbers(client):
    playbook = make_playbook(steps=["report"])
    desk = make_contact("desk", email="desk@example.jp", operator_ja="役所")
    Phone.objects.create(contact=desk, number="03-1234-5678", kind="geographic")
    make_contact("draft-desk", status="draft")
    for position, slug in enumerate(["desk", "draft-desk"], 1):
        StepContact.objects.create(
            step=playbook.steps.get(), contact=desk.__class__.objects.get(slug=slug), position=position
        )
    made = cacao(client)
    (target,) = actions(made)["reportする"]["targets"]
    assert made["target_definitions"][target] == made["agent_definitions"][target]
    assert made["target_definitions"][target] == {
        "type": "organization",
        "name": "deskの窓口",
        "description": "役所",
        "contact": {"phone": {"number-1": "03-1234-5678"}, "email": {"desk": "desk@example.jp"}},
    }


# Identity and versions


def test_ids_are_the_same_at_every_reading_and_in_every_installation(client):
    make_playbook(steps=["isolate"])
    first = cacao(client)
    IncidentPlaybook.objects.get().delete()
    make_playbook(steps=["isolate"])
    again = cacao(client)
    assert first["id"] == "playbook--443dcb5e-538e-57b2-b70e-89be6e3d6afb"
    assert (first["id"], set(first["workflow"]), set(first["agent_definitions"])) == (
        again["id"],
        set(again["workflow"]),
        set(again["agent_definitions"]),
    )


def test_the_two_languages_are_two_playbooks_that_know_each_other(client):
    make_playbook(steps=["isolate"])
    japanese, english = cacao(client), cacao(client, language="en")
    assert (japanese["name"], english["name"]) == ("planの手順", "The plan plan")
    assert japanese["related_to"] == [english["id"]]
    assert english["related_to"] == [japanese["id"]]


def test_a_released_playbook_dates_from_its_revisions_and_names_the_latest(client):
    with recording("first"):
        make_playbook(steps=["isolate"])
    first = publish_revision(note={"ja": "一", "en": "one"}, released_on=date(2026, 4, 1))
    with recording("change"):
        step = Step.objects.get()
        step.title_ja = "つながりを切る"
        step.save()
    second = publish_revision(note={"ja": "二", "en": "two"}, released_on=date(2026, 5, 1))
    with recording("something else"):
        make_contact("other")
    third = publish_revision(note={"ja": "三", "en": "three"}, released_on=date(2026, 6, 1))
    made = cacao(client)
    assert (made["created"], made["modified"]) == ("2026-03-31T15:00:00.000Z", "2026-04-30T15:00:00.000Z")
    assert made["derived_from"] == [released_id("plan", "ja", third.digest)]
    assert "revision:3" in made["labels"]
    assert len({first.digest, second.digest, third.digest}) == 3


def test_a_change_since_the_last_revision_is_dated_by_its_record(client):
    with recording("first"):
        make_playbook(steps=["isolate"])
    publish_revision(note={"ja": "一", "en": "one"}, released_on=date(2026, 4, 1))
    with recording("change", at=datetime(2026, 12, 24, 3, 4, 5, 678_900, tzinfo=UTC)):
        step = Step.objects.get()
        step.title_ja = "つながりを切る"
        step.save()
    assert cacao(client)["modified"] == "2026-12-24T03:04:05.678Z"


def test_a_new_number_of_a_desk_is_a_new_version_of_the_playbook(client):
    with recording("first"):
        playbook = make_playbook(steps=["report"])
        desk = make_contact()
        phone = Phone.objects.create(contact=desk, number="03-1234-5678", kind="geographic")
        StepContact.objects.create(step=playbook.steps.get(), contact=desk)
    publish_revision(note={"ja": "一", "en": "one"}, released_on=date(2026, 4, 1))
    before = cacao(client)["modified"]
    with recording("moved"):
        phone.number = "03-9876-5432"
        phone.save()
    assert cacao(client)["modified"] > before


def test_the_same_content_gives_the_same_bytes(client):
    make_playbook(steps=["isolate"])
    address = reverse("playbooks:cacao", args=["plan"])
    assert client.get(address).content == client.get(address).content


# What is not public


def test_a_draft_is_not_there(client):
    make_playbook(status="draft")
    assert client.get(reverse("playbooks:cacao", args=["plan"])).status_code == 404


def test_a_retired_playbook_is_revoked_and_names_its_successor(client):
    successor = make_playbook("better", steps=["isolate"])
    make_playbook(steps=["isolate"], status="retired", successor=successor)
    made = cacao(client)
    assert made["revoked"] is True
    assert cacao(client, "better")["id"] in made["related_to"]
    assert violations(made) == []


def test_reading_takes_the_same_number_of_queries_for_one_step_and_for_many(client, django_assert_num_queries):
    playbook = make_playbook(steps=["isolate"])
    address = reverse("playbooks:cacao", args=["plan"])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for position in range(2, 12):
        make_step(playbook, f"step-{position}", position=position)
    with django_assert_num_queries(len(few)):
        client.get(address)
