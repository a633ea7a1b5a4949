"""Differences in the reader's words: the names of fields and parts, and values as an editor reads them.

Two sources say what changed, and both become `Difference`s: the record (`{column: [before, after]}`) and the comparison
of documents (`diff.FieldChange`).
"""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from .codes import CodesField
from .diff import ORDER, word_changes
from .items import kind_in, kinds
from .recording import read_changes
from .tracked import translated_columns

UNDER = "under"


@dataclass(frozen=True)
class Difference:
    """One field in one language. `words` are ``(mark, text)`` with mark "=", "-" or "+"; `language` is a name or ""."""

    label: str
    language: str
    words: tuple


@dataclass(frozen=True)
class ChangedItem:
    """A `diff.ItemChange` for a page: `kind` is added, changed or removed; `item_type` and `key` find its record."""

    item_type: str
    key: str
    kind: str
    section: str
    title: str
    differences: tuple
    change: object


def language_name(code):
    return get_language_info(code)["name_local"] if code else ""


def of_record(model, changes):
    """The `Difference`s of one recorded row, in the order of its fields; the drifting base columns are not among them."""
    changes = read_changes(model, changes)
    if changes is None:
        return [Difference(unreadable(), "", ())]
    languages = {
        part: (name, code) for name, parts in translated_columns(model).items() for code, part in parts.items()
    }
    found = []
    for column, (before, after) in changes.items():
        name, code = languages.get(column, (column, ""))
        field = _field(model, name)
        found.append(_difference(_label(field, name), code, field, before, after))
    return found


def unreadable():
    """Stands in the place of the fields of a recorded change that says them in no form that can be read."""
    return _("この記録は読めません")


def of_item(change, title_language):
    kind = kind_in(change.section, change.key)
    return ChangedItem(
        item_type=kind.name,
        key=change.key,
        kind=change.kind,
        section=str(kind.label),
        title=change.title.get(title_language) or next(filter(None, change.title.values()), change.key),
        differences=tuple(_of_path(kind.shape, part) for part in change.fields),
        change=change,
    )


def place(item_type, path):
    """Where in an item something stands, as an editor reads it: "手順 isolate › 題名". `path` is that of `diff.FieldChange`."""
    labels, _last = _labels(kinds()[item_type].shape, path)
    return " › ".join(labels)


def _of_path(shape, change):
    labels, field = _labels(shape, change.path)
    return _difference(" › ".join(labels), change.language, field, change.before, change.after)


def _labels(shape, path):
    """The words of a path, and the field that it ends at."""
    labels, field, path = [], None, list(path)
    while path:
        name = path.pop(0)
        child = next((child for child in shape.children if child.name == name), None)
        if child is not None and not (child.bare and not path):
            shape = child.shape
            labels.append(" ".join(filter(None, [str(shape.model._meta.verbose_name), path.pop(0) if path else ""])))
            continue
        owner = child.shape.model if child is not None else shape.model
        field = _field(owner, child.bare if child is not None else name)
        labels.append(str(owner._meta.verbose_name) if child is not None else _label(field, name))
    return labels, field


def _field(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _label(field, name):
    if field is not None:
        return str(field.verbose_name)
    return {ORDER: _("並び順"), UNDER: _("上の項目")}.get(name, name)


def _difference(label, language, field, before, after):
    # Only translated text is prose; a number, a date, an address or a choice is read whole.
    words = word_changes(shown(field, before), shown(field, after), is_whole=lambda text: not language)
    return Difference(label, language_name(language), tuple(words))


def shown(field, value):
    """A value of the record or of the document as text: choices and codes by their names, yes and no in words."""
    if value is None or value == "":
        return ""
    if isinstance(field, models.BooleanField):
        return _("はい") if value in (True, "true") else _("いいえ")
    if isinstance(field, CodesField):
        return pgettext("list separator", "、").join(map(str, field.labels(str(value).replace(", ", ","))))
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
