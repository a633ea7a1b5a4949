"""What can be found: the published items of a document (`seco-quicklist/1`), with their texts by importance. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

Document = dict[str, Any]
Wordings = dict[str, dict[str, str]]  # {slug: {language: lines}}

LANGUAGES = ("ja", "en")
TYPES = ("situation", "contact", "playbook", "mission")

# How much a place says about what an item is for. Lines of `LINE` or more are also compared whole with the question.
TITLE, KEYWORD, WORDING, HINT, SUMMARY, DETAIL = 1.0, 1.0, 0.95, 0.8, 0.6, 0.3
LINE = 0.6
_NAME_PARTS = re.compile(r"[()()・→/]|\s{2,}")


class Line(NamedTuple):
    importance: float
    language: str
    text: str


@dataclass(frozen=True)
class Entry:
    type: str
    slug: str
    title: dict[str, str]
    contacts: tuple[str, ...]
    lines: tuple[Line, ...]
    names: tuple[str, ...] = ()  # what people call it when they know what they look for
    numbers: tuple[str, ...] = ()
    is_choice: bool = False  # a situation that asks which of several it is


def entries_of(document: Document, wordings: Wordings | None = None) -> list[Entry]:
    """Every published item, in the order in which editors put them. `wordings`: more lines for situations, by slug."""
    public = {contact["slug"] for contact in document["contacts"] if _is_public(contact)}
    return [
        *_situations(document, public, wordings or {}),
        *map(_contact, filter(_is_public, document["contacts"])),
        *(_playbook(playbook, public) for playbook in filter(_is_public, document["playbooks"])),
        *_missions(document["roadmap"], public),
    ]


def _is_public(item: Document) -> bool:
    return item["status"] == "published"


def _lines(item: Document, *places: tuple[str, float]) -> Iterator[Line]:
    for name, importance in places:
        for language in LANGUAGES:
            for line in (item.get(name) or {}).get(language, "").splitlines():
                if line.strip():
                    yield Line(importance, language, line.strip())


def _wordings(by_language: dict[str, str]) -> Iterator[Line]:
    return (Line(WORDING, language, line) for language, lines in by_language.items() for line in lines.splitlines())


def _situations(document: Document, public: set[str], wordings: Wordings) -> Iterator[Entry]:
    situations = [situation for situation in document["situations"] if _is_public(situation)]
    children: dict[str | None, list[Document]] = {}
    for situation in situations:
        children.setdefault(situation.get("parent"), []).append(situation)
    for situation in situations:
        yield Entry(
            type="situation",
            slug=situation["slug"],
            title=situation["title"],
            contacts=_desks(situation, children, public),
            is_choice=situation["slug"] in children,
            lines=(
                *_lines(
                    situation,
                    ("title", TITLE),
                    ("keywords", KEYWORD),
                    ("hint", HINT),
                    ("question", DETAIL),
                    ("advice", DETAIL),
                ),
                *_wordings(wordings.get(situation["slug"], {})),
            ),
        )


def _desks(situation: Document, children: dict[str | None, list[Document]], public: set[str]) -> tuple[str, ...]:
    """The desks in order; where one first has to choose, the first desk of each choice."""
    own = [desk["contact"] for desk in situation.get("contacts", ()) if desk["contact"] in public]
    if own:
        return tuple(own)
    firsts = [desks[0] for child in children.get(situation["slug"], ()) if (desks := _desks(child, children, public))]
    return tuple(dict.fromkeys(firsts))


def _contact(contact: Document) -> Entry:
    return Entry(
        type="contact",
        slug=contact["slug"],
        title=contact["name"],
        contacts=(contact["slug"],),
        lines=tuple(
            _lines(
                contact,
                ("name", TITLE),
                ("keywords", KEYWORD),
                ("operator", SUMMARY),
                ("summary", SUMMARY),
                ("prepare", 0.1),
            )
        ),
        names=tuple(
            part.strip()
            for name in contact["name"].values()
            for part in (name, *_NAME_PARTS.split(name))
            if part.strip()
        ),
        numbers=tuple(phone["number"] for phone in contact.get("phones", ())),
    )


def _playbook(playbook: Document, public: set[str]) -> Entry:
    desks: list[str] = []

    def steps(items: list[Document]) -> Iterator[Line]:
        for step in items:
            desks.extend(slug for slug in step.get("contacts", ()) if slug in public)
            yield from _lines(step, ("title", DETAIL))
            yield from steps(step.get("steps", []))

    lines = (
        *_lines(playbook, ("title", TITLE), ("keywords", KEYWORD), ("summary", SUMMARY)),
        *steps(playbook.get("steps", [])),
    )
    return Entry("playbook", playbook["slug"], playbook["title"], tuple(dict.fromkeys(desks)), lines)


def _missions(stages: list[Document], public: set[str]) -> Iterator[Entry]:
    def missions(items: list[Document]) -> Iterator[Entry]:
        for mission in filter(_is_public, items):
            yield Entry(
                type="mission",
                slug=mission["slug"],
                title=mission["title"],
                contacts=tuple(slug for slug in mission.get("contacts", ()) if slug in public),
                lines=tuple(
                    _lines(mission, ("title", TITLE), ("question", HINT), ("summary", SUMMARY), ("evidence", DETAIL))
                ),
                names=tuple(code for code in (mission.get("code"), mission.get("code_v3")) if code),
            )
            yield from missions(mission.get("missions", []))

    for stage in stages:
        yield from missions(stage["missions"])
