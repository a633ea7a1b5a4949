"""What the CACAO 2.0 specification demands of the objects we make, as a strict schema and as rules between objects.

Written from the property tables of the specification (OASIS Committee Specification 01, 27 November 2023); the schemas
that the committee maintains are not part of this repository. Stricter than those: an unknown property is an error.
"""

import jsonschema

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
STEP_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"  # section 10.10: steps are version 4
TYPES = [
    "attack",
    "detection",
    "engagement",
    "investigation",
    "mitigation",
    "notification",
    "prevention",
    "remediation",
]
ACTIVITIES = [
    "compose-content", "deliver-content", "identify-audience", "identify-channel", "scan-system", "match-indicator",
    "analyze-collected-data", "identify-indicators", "scan-vulnerabilities", "configure-systems", "restrict-access",
    "disconnect-system", "eliminate-risk", "revert-system", "restore-data", "restore-capabilities", "map-network",
    "identify-steps", "step-sequence", "prepare-engagement", "execute-operation", "analyze-engagement-results",
]  # fmt: skip


def an_id(*kinds, uuid=UUID):
    return {"type": "string", "pattern": f"^({'|'.join(kinds)})--{uuid}$"}


def an_object(required, optional=None):
    properties = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def a_dictionary(**kinds):
    return {
        "type": "object",
        "minProperties": 1,
        "patternProperties": dict(kinds.values()),
        "additionalProperties": False,
    }


def some(items):
    return {"type": "array", "minItems": 1, "uniqueItems": True, "items": items}


TEXT = {"type": "string", "minLength": 1}
TIMESTAMP = {
    "type": "string",
    "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$",
}
STEP = an_id("start", "end", "action", "parallel", uuid=STEP_UUID)
REFERENCE = an_object({"name": TEXT, "url": {"type": "string", "pattern": "^https?://"}})
COMMAND = an_object({"type": {"const": "manual"}, "command": TEXT, "playbook_activity": {"enum": ACTIVITIES}})
VARIABLE = an_object({"type": {"enum": ["string", "integer"]}, "value": TEXT, "constant": {"const": True}})
VARIABLES = a_dictionary(any=("^__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__$", VARIABLE))
NAMED = a_dictionary(any=("^[a-zA-Z0-9_-]{1,250}$", TEXT))
CONTACT = an_object({}, {"phone": NAMED, "email": NAMED, "contact_details": TEXT})
ABOUT = {"name": TEXT, "description": TEXT}


def step(kind, required, optional=None):
    return (f"^{kind}--{STEP_UUID}$", an_object({"type": {"const": kind}, **required}, optional))


ACTION = step(
    "action",
    {
        "commands": {"type": "array", "minItems": 1, "items": COMMAND},
        "agent": an_id("group", "organization"),
        "on_completion": STEP,
    },
    {
        **ABOUT,
        "external_references": some(REFERENCE),
        "step_variables": VARIABLES,
        "targets": some(an_id("organization")),
    },
)
PARALLEL = step("parallel", {"next_steps": {**some(STEP), "minItems": 2}, "on_completion": STEP}, ABOUT)
WORKFLOW = a_dictionary(
    start=step("start", {"on_completion": STEP}), end=step("end", {}), action=ACTION, parallel=PARALLEL
)
GROUP = (f"^group--{UUID}$", an_object({"type": {"const": "group"}, "name": TEXT}, {"description": TEXT}))
ORGANIZATION = (
    f"^organization--{UUID}$",
    an_object({"type": {"const": "organization"}, "name": TEXT}, {"description": TEXT, "contact": CONTACT}),
)
PLAYBOOK = an_object(
    {
        "type": {"const": "playbook"},
        "spec_version": {"const": "cacao-2.0"},
        "id": an_id("playbook"),
        "name": TEXT,
        "created_by": an_id("identity"),
        "created": TIMESTAMP,
        "modified": TIMESTAMP,
        "workflow_start": an_id("start", uuid=STEP_UUID),
        "workflow": WORKFLOW,
    },
    {
        "description": TEXT,
        "playbook_types": some({"enum": TYPES}),
        "playbook_activities": some({"enum": ACTIVITIES}),
        "playbook_processing_summary": an_object(
            {"manual_playbook": {"type": "boolean"}, "parallel_processing": {"type": "boolean"}}
        ),
        "revoked": {"type": "boolean"},
        "derived_from": some(an_id("playbook")),
        "related_to": some(an_id("playbook")),
        "labels": some(TEXT),
        "external_references": some(REFERENCE),
        "agent_definitions": a_dictionary(group=GROUP, organization=ORGANIZATION),
        "target_definitions": a_dictionary(organization=ORGANIZATION),
    },
)


def violations(playbook):
    """Sentences about what the specification does not allow; empty when all is well."""
    found = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in jsonschema.Draft202012Validator(PLAYBOOK).iter_errors(playbook)
    ]
    return found or [
        *_times(playbook),
        *_activities(playbook),
        *_references(playbook),
        *_uuids(playbook),
        *_flow(playbook),
    ]


def _times(playbook):
    if playbook["modified"] < playbook["created"]:
        yield "3.1: modified is earlier than created"


def _activities(playbook):
    done = {command["playbook_activity"] for step in _actions(playbook) for command in step["commands"]}
    if playbook.get("playbook_types") and not playbook.get("playbook_activities"):
        yield "3.1: types without an activity"
    if set(playbook.get("playbook_activities", [])) != done:
        yield "3.1: the activities listed are not those of the steps"


def _references(playbook):
    listed = playbook.get("external_references", [])
    for step in _actions(playbook):
        if any(reference not in listed for reference in step.get("external_references", [])):
            yield f"3.1: a reference of {step['name']} is not listed with the playbook"
        if step["agent"] not in playbook["agent_definitions"]:
            yield f"4.5: the agent of {step['name']} is not defined"
        if any(target not in playbook.get("target_definitions", {}) for target in step.get("targets", [])):
            yield f"4.5: a target of {step['name']} is not defined"


def _uuids(playbook):
    """10.10: no two objects share the UUID part."""
    names = {playbook["id"], playbook["created_by"], *playbook["workflow"], *playbook["agent_definitions"]}
    names |= set(playbook.get("target_definitions", {}))
    parts = [name.split("--")[1] for name in names]
    if len(parts) != len(set(parts)):
        yield "10.10: two objects share a UUID"


def _flow(playbook):
    """Every step is reached from the start once, every way ends, and every branch has an end of its own."""
    workflow, reached, ends = playbook["workflow"], [], []

    def walk(name):
        step = workflow.get(name)
        if step is None:
            yield f"4: {name} is not in the workflow"
            return
        reached.append(name)
        if step["type"] == "end":
            ends.append(name)
            return
        for branch in step.get("next_steps", []):
            yield from walk(branch)
        yield from walk(step["on_completion"])

    yield from walk(playbook["workflow_start"])
    if len(reached) != len(set(reached)):
        yield "4.7: branches meet in a step, or share their end"
    if set(reached) != set(workflow):
        yield "3.1: a step is never reached"


def _actions(playbook):
    return [step for step in playbook["workflow"].values() if step["type"] == "action"]
