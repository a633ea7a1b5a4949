"""The JSON Schema of the document, made from the shapes that read and write it."""

import json
from functools import cache

import jsonschema
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from .codes import CodesField
from .document import FORMAT, sections

DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def _text():
    languages = [code for code, _name in settings.LANGUAGES]
    return {
        "type": "object",
        "properties": {code: {"type": "string"} for code in languages},
        "required": languages,
        "additionalProperties": False,
    }


def _or_null(schema, column):
    return {"anyOf": [schema, {"type": "null"}]} if column.null else schema


def _column(shape, name):
    column = shape.columns[name]
    if name in shape.translated:
        return {"$ref": "#/$defs/text"}
    if column.is_relation:
        return _or_null({"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$"}, column)
    if isinstance(column, CodesField):
        return {"type": "array", "uniqueItems": True, "items": {"enum": [code for code, _label in column.codes]}}
    if isinstance(column, models.BooleanField):
        return _or_null({"type": "boolean"}, column)
    if isinstance(column, models.DateField):
        return _or_null(DATE, column)
    if isinstance(column, models.IntegerField):
        return _or_null({"type": "integer", "minimum": 0}, column)
    if column.choices:
        return {"enum": [value for value, _label in column.flatchoices if value != "draft"]}
    if isinstance(column, models.SlugField):
        return {"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$", "maxLength": column.max_length}
    limit = {"maxLength": column.max_length} if column.max_length else {}
    return {"type": "string", **limit}


def _shape(shape, tree=None, reference=None):
    properties = {name: _column(shape, name) for name in shape.fields}
    for child in shape.children:
        properties[child.name] = {"type": "array", "items": _shape_of_child(child)}
    if tree:
        properties[tree] = {"type": "array", "items": {"$ref": reference}}
    return {
        "type": "object",
        "properties": properties,
        "required": [shape.key] if shape.key else [],
        "additionalProperties": False,
    }


def _shape_of_child(child):
    if child.bare:
        return _column(child.shape, child.bare)
    return {"$ref": f"#/$defs/{child.name}"} if child.tree else _shape(child.shape)


def _tree_definitions(shape):
    found = {}
    for child in shape.children:
        if child.tree:
            found[child.name] = _shape(child.shape, child.name, f"#/$defs/{child.name}")
        found |= _tree_definitions(child.shape)
    return found


def _revision():
    digest = {"type": "string", "pattern": r"^([0-9a-f]{64})?$"}
    properties = {
        "number": {"type": "integer", "minimum": 1},
        "released_on": DATE,
        "kind": {"enum": ["minor", "major"]},
        "note": {"$ref": "#/$defs/text"},
        "digest": digest,
        "previous_digest": digest,
    }
    return {
        "type": "object",
        "properties": properties,
        "required": ["number", "released_on", "kind", "note"],
        "additionalProperties": False,
    }


@cache
def json_schema():
    """The schema as Python data. A key that is left out has its default; a dump writes every key."""
    definitions = {"text": _text(), "revision": _revision()}
    properties = {"format": {"const": FORMAT}, "title": {"$ref": "#/$defs/text"}}
    for section in sections():
        definitions |= _tree_definitions(section.shape)
        definitions[section.name] = _shape(section.shape)
        properties[section.name] = {"type": "array", "items": {"$ref": f"#/$defs/{section.name}"}}
    properties["revisions"] = {"type": "array", "items": {"$ref": "#/$defs/revision"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }


def schema_text():
    """The schema as the text that is published."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def problems(data):
    """Plain sentences about what is wrong in `data`, each with its place; empty when nothing is."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return [_("%(format)s の文書ではありません。") % {"format": FORMAT}]
    validator = jsonschema.Draft202012Validator(json_schema())
    found = [f"{_place(data, error.absolute_path)}: {_sentence(error)}" for error in validator.iter_errors(data)]
    return found or _duplicates(data)


def _sentence(error):
    """What is wrong, in the reader's language."""
    given = {"given": str(error.instance)[:80], "rule": str(error.validator_value)[:200]}
    match error.validator:
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            return _("%(names)s がありません。") % {"names": ", ".join(missing)}
        case "additionalProperties":
            unknown = sorted(set(error.instance) - set(error.schema["properties"]))
            return _("知らない項目です: %(names)s") % {"names": ", ".join(unknown)}
        case "enum":
            return _("「%(given)s」は使えません。使える値: %(rule)s") % given
        case "type" | "anyOf":
            return _("「%(given)s」は値の種類が違います。") % given
        case "pattern" | "format":
            return _("「%(given)s」は書き方が違います。") % given
        case "maxLength":
            return _("長すぎます(%(rule)s文字まで)。") % given
        case "minimum":
            return _("「%(given)s」は小さすぎます(%(rule)s以上)。") % given
        case "uniqueItems":
            return _("同じ値が2回あります。")
    return error.message[:300]


def _place(data, path):
    """``contacts police-110 / phones 1 / number`` rather than positions in a list."""
    parts, node = [], data
    for step in path:
        node = node[step]
        name = node.get("slug") or node.get("number") if isinstance(node, dict) and isinstance(step, int) else None
        if isinstance(step, int):
            parts[-1] += f" {name or step + 1}"
        else:
            parts.append(str(step))
    return " / ".join(parts) or _("文書")


def _duplicates(data):
    found = []
    for section in sections():
        found += _repeated(section.name, section.shape, data.get(section.name, []))
    return found


def _repeated(place, shape, items, nesting=None):
    """Sentences about items of the same key among `items`, and among the parts of each."""
    items = [item for item in _all_levels(items, nesting) if isinstance(item, dict)]
    keys = [item.get(shape.key) for item in items] if shape.key else []
    found = [
        _("%(place)s: %(key)s が2回あります。") % {"place": place, "key": key}
        for key in sorted({key for key in keys if keys.count(key) > 1}, key=str)
    ]
    for item in items:
        for child in shape.children:
            name = f"{place} {shape.name_of(item) or ''} / {child.name}"
            found += _repeated(name, child.shape, item.get(child.name, []), child.name if child.tree else None)
    return found


def _all_levels(items, nesting):
    for item in items:
        yield item
        if nesting:
            yield from _all_levels(item.get(nesting, []), nesting)
