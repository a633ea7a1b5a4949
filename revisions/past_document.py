"""The list as it was: a document as plain entries, whatever edition of this program wrote it.

What today's shapes know is named by them; a key they do not know is shown under its own name. Nothing is looked up in
today's tables. Numbers and addresses are plain text: an old list is to be read, not to be dialled.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

from . import wording
from .comparing import READING_ORDER
from .diff import items_of
from .document import sections

TITLES = ("title", "name")
# Of use to few readers; shown under a fold.
IN_THE_FOLD = ("keywords", "confidence", "source", "verified", "origin", "position", "code")


@dataclass(frozen=True)
class Line:
    """A field: its name, its text, and the language of the text when it is not the reader's."""

    label: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Entry:
    title: str
    key: str
    is_retired: bool
    lines: tuple
    folded: tuple
    parts: tuple


@dataclass(frozen=True)
class Part:
    """A list inside an entry."""

    label: str
    entries: tuple


def heading(document):
    return _in_language(document.get("title") or {})[0]


def outline(document):
    """``[(section name, label, entries)]`` in the order in which the document is read."""
    names = _names(document)
    shapes = {section.name: section.shape for section in sections()}
    found = []
    for name, items in document.items():
        if isinstance(items, list) and name != "revisions":
            shape = shapes.get(name)
            label = str(shape.model._meta.verbose_name_plural) if shape else name
            found.append((name, label, tuple(_entry(shape, item, names) for item in items)))
    return sorted(found, key=lambda section: _turn(section[0]))


def entry(shape, item, document):
    """One item of `document` as an `Entry`."""
    return _entry(shape, item, _names(document))


def _turn(name):
    return READING_ORDER.index(name) if name in READING_ORDER else len(READING_ORDER)


def _names(document):
    """``{key: title}`` of every item of the document."""
    names = {}
    for section, items in document.items():
        if isinstance(items, list) and section != "revisions":
            names.update((key, _title(item, {})) for key, item in items_of(document, section).items())
    return names


def _in_language(text):
    """``(text, language)`` in the reader's language, else in one that has it; the language is "" for the reader's."""
    own = get_language()
    if text.get(own):
        return text[own], ""
    return next(((value, language) for language, value in text.items() if value), ("", ""))


def _title(item, names):
    for name in TITLES:
        if isinstance(item.get(name), dict) and any(item[name].values()):
            return _in_language(item[name])[0]
    named = item.get("contact") or item.get("number") or item.get("url") or item.get("slug") or ""
    return names.get(named, str(named))


def _entry(shape, item, names):
    if not isinstance(item, dict):
        return Entry(names.get(item, str(item)), str(item), False, (), (), ())
    lines, folded, parts = [], [], []
    for name, value in item.items():
        child = next((child for child in shape.children if child.name == name), None) if shape else None
        nested = isinstance(value, list) and value and (child or isinstance(value[0], dict))
        if nested:
            below = child.shape if child else shape  # a list that the shape does not know nests the same kind of item
            label = str(below.model._meta.verbose_name) if below else name
            parts.append(Part(label, tuple(_entry(below, part, names) for part in value)))
            continue
        line = _line(shape, name, value, names)
        if line:
            (folded if name.startswith(IN_THE_FOLD) or "_source" in name or "_confidence" in name else lines).append(
                line
            )
    key = str(item.get("slug") or item.get("number") or "")
    return Entry(_title(item, names), key, item.get("status") == "retired", tuple(lines), tuple(folded), tuple(parts))


def _line(shape, name, value, names):
    if name in (*TITLES, "slug", "contact") or value in (None, "", []):
        return None
    field = shape.columns.get(name) if shape else None
    label = str(field.verbose_name) if field else name
    if isinstance(value, dict):
        text, language = _in_language(value)
        return Line(label, text, language) if text else None
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if field is not None and field.is_relation:
        return Line(label, names.get(value, str(value)))
    return Line(label, wording.shown(field, value))
