"""A playbook as an OASIS CACAO 2.0 playbook object. Pure: data of the document in, a JSON object out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from .cacao_workflow import REPORT_ACTIVITY, Json, Workflow, every_step, identifier, lines, playbook_id, text

SPEC_VERSION = "cacao-2.0"

# Vocabulary of the specification (section 3.1.1) for our phases.
PLAYBOOK_TYPES = {
    "prevent": "prevention",
    "assess": "detection",
    "contain": "mitigation",
    "recover": "remediation",
    "investigate": "investigation",
    "lasting": "prevention",
}


@dataclass(frozen=True)
class Version:
    """When this text of the playbook came about. `revision`: the last released one that holds the playbook, or None."""

    created: datetime
    modified: datetime
    derived_from: tuple[str, ...] = ()
    revision: int | None = None


def released_id(slug: str, language: str, digest: str) -> str:
    """The playbook as the revision of this digest holds it."""
    return identifier("playbook", slug, language, digest)


def playbook_object(
    data: Json, desks: dict[str, Json], version: Version, *, language: str, languages: Iterable[str], url: str
) -> Json:
    """The playbook `data` (the document's form) in the active language, which is `language`.

    `desks` are the desks of the document by slug; steps name them. `url` is the page of the playbook.
    """
    workflow = Workflow(data["slug"], language, desks)
    workflow.build(data["steps"])
    page = {"name": text(data["title"], language), "url": url}
    types = {PLAYBOOK_TYPES[step["phase"]] for step in every_step(data["steps"])}
    if REPORT_ACTIVITY in workflow.activities:
        types.add("notification")
    others = [playbook_id(data["slug"], code) for code in languages if code != language]
    next_ones = {step["leads_to"] for step in every_step(data["steps"])} | {data["successor"]}
    related = [*others, *(playbook_id(slug, language) for slug in sorted(filter(None, next_ones)))]
    made = {
        "type": "playbook",
        "spec_version": SPEC_VERSION,
        "id": playbook_id(data["slug"], language),
        "name": text(data["title"], language),
        "description": lines(text(data["summary"], language), text(data["origin_note"], language)),
        "playbook_types": sorted(types),
        "playbook_activities": sorted(workflow.activities),
        "playbook_processing_summary": {"manual_playbook": True, "parallel_processing": workflow.has_parallel},
        "created_by": identifier("identity", "seco"),
        "created": timestamp(version.created),
        "modified": timestamp(max(version.created, version.modified)),
        "revoked": data["status"] == "retired",
        "derived_from": list(version.derived_from),
        "related_to": related,
        "labels": labels(language, version),
        "external_references": unique([page, *workflow.references]),
        "workflow_start": workflow.start,
        "workflow": workflow.steps,
        "agent_definitions": workflow.agents,
        "target_definitions": workflow.targets,
    }
    return {name: value for name, value in made.items() if value not in ([], {}, "")}


def labels(language: str, version: Version) -> list[str]:
    return ["seco-quicklist/1", f"language:{language}", *([f"revision:{version.revision}"] if version.revision else [])]


def unique(references: list[Json]) -> list[Json]:
    return list({(reference["name"], reference["url"]): reference for reference in references}.values())


def timestamp(moment: datetime) -> str:
    """Three digits after the decimal point, as sections 3.1 and 10.16 want it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
