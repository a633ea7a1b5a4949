"""The roadmap's part of the document: stages, with their missions nested as they stand."""

from contacts.sources import LinkFields
from revisions.document import Section, register
from revisions.shapes import Child, Shape

MISSION = Shape(
    "roadmap.RoadmapMission",
    (
        "slug", "status", "successor", "code", "code_v3", "title", "question", "summary", "effort", "owner_role", "evidence",
        "check_question", "choice", "origin", "origin_note",
    ),
    (
        Child("contacts", Shape("roadmap.MissionContact", ("contact",), key="contact"), "mission", bare="contact"),
        Child("links", Shape("roadmap.MissionLink", LinkFields.document_fields, key="url"), "mission"),
    ),
    key="slug",
)  # fmt: skip

STAGE = Shape(
    "roadmap.RoadmapStage",
    ("number", "title", "aim", "origin", "origin_note"),
    (Child("missions", MISSION, "stage", tree="parent"),),
    key="number",
)


def register_section():
    register(Section("roadmap", STAGE, order=4))
