import copy
import datetime

import pytest
from django.core.management import CommandError, call_command

from contacts import linting as contacts_linting
from contacts.tests.factory import make_contact, make_link, make_phone
from incidents import linting
from revisions import release_checks

from .factory import make_playbook, make_situation, make_step

TODAY = datetime.date(2026, 11, 24)


def both(text):
    return {"ja": text, "en": text}


DESK = {
    "slug": "desk", "status": "published", "successor": None, "name": both("窓口"), "category": "technical", "email": "",
    "hours": [], "phones": [{"number": "03-1234-5678", "kind": "geographic", "label": both("相談")}], "links": [], "verified_on": "2026-10-01",
}  # fmt: skip
NODE = {
    "slug": "node", "status": "published", "successor": None, "parent": None, "title": both("状況"), "question": both(""),
    "advice": both("すること"), "leads_to": None, "playbook": None, "contacts": [{"contact": "desk", "reason": both("理由")}],
}  # fmt: skip
STEP = {
    "slug": "step", "kind": "action", "title": both("手順"), "owner_role": both("担当"), "leads_to": None, "deadline_hours": None,
    "deadline_note": both(""), "deadline_source_url": "", "contacts": [], "steps": [],
}  # fmt: skip
PLAYBOOK = {"slug": "plan", "status": "published", "successor": None, "title": both("計画"), "steps": [STEP]}


def but(item, **changes):
    return {**copy.deepcopy(item), **changes}


def document(contacts=(DESK,), situations=(NODE,), playbooks=(PLAYBOOK,)):
    return {"contacts": list(contacts), "situations": list(situations), "playbooks": list(playbooks), "roadmap": []}


def rules(content):
    found = (
        contacts_linting.lint_contacts(content, TODAY)
        + linting.lint_situations(content)
        + linting.lint_playbooks(content)
    )
    return [(finding.level, finding.rule, finding.key) for finding in found]


def test_right_content_has_no_findings():
    assert rules(document()) == []


@pytest.mark.parametrize(
    "desk, expected",
    [
        (but(DESK, name={"ja": "窓口", "en": ""}), ("error", "missing-language", "desk")),
        (but(DESK, name=both("")), ("error", "no-title", "desk")),
        (
            but(DESK, phones=[{"number": "03-12", "kind": "geographic", "label": both("")}]),
            ("error", "undiallable", "desk"),
        ),
        (
            but(DESK, phones=[{"number": "0570-003-110", "kind": "ip", "label": both("")}]),
            ("error", "undiallable", "desk"),
        ),
        (
            but(DESK, phones=[{"number": "188", "kind": "short", "label": {"ja": "", "en": "x"}}]),
            ("error", "missing-language", "desk"),
        ),
        (but(DESK, phones=[]), ("error", "unreachable", "desk")),
        (but(DESK, verified_on="2026-05-27"), ("warning", "stale", "desk")),
        (but(DESK, verified_on=None), ("warning", "undated", "desk")),
    ],
)
def test_what_is_wrong_with_a_desk(desk, expected):
    assert rules(document([desk])) == [expected]


def test_a_source_of_180_days_is_not_stale():
    assert rules(document([but(DESK, verified_on="2026-05-28")])) == []


def test_ones_own_vendor_needs_no_number():
    assert rules(document([but(DESK, phones=[], category="provider")])) == []


def test_a_draft_is_not_judged():
    draft = but(DESK, slug="draft", status="draft", name=both(""), phones=[])

    assert rules(document([DESK, draft])) == []


def test_a_retired_desk_names_where_to_go():
    old = but(DESK, slug="old", status="retired")

    assert rules(document([DESK, old])) == [("warning", "no-successor", "old")]
    assert rules(document([DESK, but(old, successor="desk")])) == []
    assert rules(document([DESK, but(old, successor="nowhere")])) == [("warning", "successor-not-public", "old")]


CHILD = but(NODE, slug="child", parent="node")


@pytest.mark.parametrize(
    "nodes, expected",
    [
        ([but(NODE, parent="nowhere")], [("error", "orphan", "node")]),
        ([but(NODE, status="draft"), CHILD], [("error", "orphan", "child")]),
        ([but(NODE, question=both("どれ"))], [("error", "dead-end", "node")]),
        ([but(NODE, question=both("どれ")), but(CHILD, status="draft")], [("error", "dead-end", "node")]),
        ([NODE, CHILD], [("error", "no-question", "node")]),
        ([but(NODE, contacts=[])], [("error", "leaf-without-desk", "node")]),
        ([NODE, but(NODE, slug="before", contacts=[], leads_to="node")], [("warning", "leaf-without-desk", "before")]),
        ([but(NODE, title={"ja": "", "en": "x"})], [("error", "missing-language", "node")]),
        ([but(NODE, leads_to="nowhere")], [("error", "reference-not-public", "node")]),
        ([but(NODE, playbook="nowhere")], [("error", "reference-not-public", "node")]),
        ([but(NODE, leads_to="node")], [("error", "leads-to-itself", "node")]),
    ],
)
def test_what_is_wrong_with_the_flow(nodes, expected):
    assert rules(document(situations=nodes)) == expected


def test_parents_in_a_circle_are_found():
    ring = [but(NODE, parent="child", question=both("どれ")), but(CHILD, question=both("どれ"))]

    assert {rule for _level, rule, _key in rules(document(situations=ring))} == {"cycle"}


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_situation_may_not_send_anybody_to_a_desk_that_is_not_public(status):
    other = but(DESK, slug="other", status=status, successor="desk" if status == "retired" else None)
    node = but(NODE, contacts=[*NODE["contacts"], {"contact": "other", "reason": both("")}])

    assert rules(document([DESK, other], [node])) == [("error", "reference-not-public", "node")]


@pytest.mark.parametrize(
    "step, expected",
    [
        (but(STEP, owner_role=both("")), "action-without-owner"),
        (but(STEP, deadline_hours=72), "deadline-without-source"),
        (but(STEP, deadline_note=both("3日以内")), "deadline-without-source"),
        (but(STEP, title={"ja": "手順", "en": ""}), "missing-language"),
        (but(STEP, title=both("")), "step-without-title"),
        (but(STEP, contacts=["nowhere"]), "reference-not-public"),
        (but(STEP, leads_to="nowhere"), "reference-not-public"),
    ],
)
def test_what_is_wrong_with_a_step(step, expected):
    assert rules(document(playbooks=[but(PLAYBOOK, steps=[step])])) == [("error", expected, "plan")]


def test_a_step_below_one_with_an_owner_needs_none_of_its_own():
    below = but(STEP, slug="below", owner_role=both(""))

    assert rules(document(playbooks=[but(PLAYBOOK, steps=[but(STEP, steps=[below])])])) == []


def test_a_sign_needs_no_owner():
    assert rules(document(playbooks=[but(PLAYBOOK, steps=[but(STEP, kind="sign", owner_role=both(""))])])) == []


def test_a_deep_step_is_judged_as_well():
    below = but(STEP, slug="below", deadline_hours=24)

    assert rules(document(playbooks=[but(PLAYBOOK, steps=[but(STEP, steps=[below])])])) == [
        ("error", "deadline-without-source", "plan")
    ]


def test_a_missing_translation_is_named_as_an_editor_reads_it():
    below = but(STEP, slug="below", title={"ja": "下の手順", "en": ""})
    content = document(playbooks=[but(PLAYBOOK, steps=[but(STEP, steps=[below])])])

    assert [found.text for found in linting.lint_playbooks(content)] == [
        "「手順 below › 題名」の訳(English)がありません。"
    ]


# On real rows: the command, releases, the editors' desk


@pytest.fixture
def content(db):
    desk = make_contact("desk", verified_on="2026-10-01")
    make_phone(desk)
    playbook = make_playbook("plan")
    make_step(playbook)
    make_situation("trouble", [desk], playbook=playbook, advice_ja="する", advice_en="Do")
    return desk


def test_the_command_ends_well_when_there_are_warnings_only(content, capsys):
    content.verified_on = None
    content.save()

    call_command("lint_content")

    assert "[undated]" in capsys.readouterr().out


def test_the_command_ends_with_an_error_and_names_it(content, capsys):
    content.status = "draft"
    content.save()

    with pytest.raises(CommandError, match="2 errors"):
        call_command("lint_content")

    assert "situations trouble" in capsys.readouterr().out


def test_a_release_hears_of_errors_and_not_of_warnings(content):
    content.verified_on = None
    content.save()
    assert release_checks.blockers() == []

    content.status = "draft"
    content.save()
    assert any("trouble" in text for text in map(str, release_checks.blockers()))


def test_the_editor_hears_about_the_item_that_was_saved(content):
    make_link(make_contact("other", name_en=""))

    assert release_checks.about(content) == []
    assert len(release_checks.about(type(content).objects.get(slug="other"))) == 2  # no English name, no date


def test_the_editor_of_a_draft_hears_what_would_be_said_were_it_published(content):
    draft = make_playbook("plan-b", steps=["isolate"], status="draft")
    step = draft.steps.get()
    step.owner_role_ja = step.owner_role_en = step.title_en = ""
    step.save()

    said = " ".join(release_checks.about(draft))
    assert "手順「isolate」の担当がありません" in said
    assert "訳(English)がありません" in said
    assert [text for text in map(str, release_checks.blockers()) if "plan-b" in text] == []


def test_the_editor_hears_a_sentence_once_however_many_items_it_holds_for(content):
    top = make_situation("top", contacts=[content])
    make_situation("left", parent=top, contacts=[content])
    make_situation("right", parent=top, contacts=[content])
    top.status = "draft"
    top.save()

    assert [text for text in release_checks.about(top) if "top" in text] == [
        "上の「top」が公開されていないので、たどり着けません。"
    ]


def test_the_editor_of_a_desk_hears_that_a_situation_still_needs_it(content):
    content.status = "draft"
    content.save()

    assert any("desk" in text for text in release_checks.about(content))
