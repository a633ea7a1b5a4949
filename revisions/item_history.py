"""The record of one item, its parts included, as acts: what one editor did at one time, for one reason."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from . import wording
from .items import kind_of

KINDS = {"+": "added", "~": "changed", "-": "removed"}


@dataclass(frozen=True)
class PartChange:
    """What one act did to one row. `label` names the part; it is "" for the item itself."""

    label: str
    kind: str
    differences: list


@dataclass
class Act:
    """`revision` is the number of the first revision that holds it, where that was asked for; None: not released yet."""

    batch: UUID
    at: datetime
    person: str
    reason: str
    note: str
    title: str = ""
    parts: list = field(default_factory=list)
    revision: int | None = None

    @property
    def removes_item(self):
        return any(part.label == "" and part.kind == "removed" for part in self.parts)


def acts(kind, key):
    """Every act on the item, newest first; also those before it was deleted and made again."""
    found, rows = {}, _rows(kind, key)
    names = _Names(rows)
    for shape, row in rows:
        act = found.setdefault(row.batch, _act(row))
        label = names.part(shape, row) if shape is not kind.shape else ""
        differences = wording.of_record(shape.model, row.changes)
        if differences or row.history_type != "~":
            act.parts.append(PartChange(label, KINDS[row.history_type], differences))
    return sorted(found.values(), key=lambda act: act.at, reverse=True)


def _rows(kind, key):
    return [
        (shape, row)
        for shape in kind.models()
        for row in shape.model.history.model.objects.filter(item_type=kind.name, item_slug=str(key)).order_by(
            "history_id"
        )
    ]


def _act(row, title=""):
    return Act(
        row.batch,
        row.history_date,
        row.history_user_id or "",
        row.history_change_reason or "",
        row.internal_note,
        title,
    )


class _Names:
    """What parts are called, also parts and desks that are gone, with one query for each kind of reference."""

    def __init__(self, rows):
        wanted = defaultdict(set)
        for shape, row in rows:
            for column in self._references(shape):
                wanted[column.related_model].add(getattr(row, column.attname))
        self.known = {model: model._base_manager.in_bulk(keys - {None}) for model, keys in wanted.items()}

    @staticmethod
    def _references(shape):
        """The references that name a part: the part it belongs to, and the item that it is about."""
        columns = [shape.model._meta.get_field(name) for name in (shape.model.history_parent, shape.key) if name]
        owner_is_item = [
            c for c in columns if c.is_relation and c.name != shape.key and hasattr(c.related_model, "item_type")
        ]
        return [column for column in columns if column.is_relation and column not in owner_is_item]

    def part(self, shape, row):
        references = self._references(shape)
        names = [str(self.known[c.related_model].get(getattr(row, c.attname), "")) for c in references]
        if not any(column.name == shape.key for column in references):
            names.append(str(row.instance))
        return " ".join(filter(None, [str(shape.model._meta.verbose_name), *names]))


def last_act_on(row):
    """The id of the last act on an item and its parts, or on a part by itself (a step); "" when there is none."""
    if hasattr(row, "item_type"):
        kind = kind_of(type(row))
        found = [m.history.model.objects.filter(item_type=kind.name, item_slug=row.item_key) for m in _models(kind)]
    else:
        found = [type(row).history.model.objects.filter(id=row.pk)]
    newest = [rows.order_by("-history_date").values_list("history_date", "batch").first() for rows in found]
    return str(max(filter(None, newest), default=(None, ""))[1])


def _models(kind):
    return [shape.model for shape in kind.models()]


def deleted(kind):
    """The last act on each item that is gone, the latest first, with the item's key: ``[(key, Act)]``."""
    present = {str(key) for key in kind.model._base_manager.values_list(kind.shape.key, flat=True)}
    gone = {}
    removals = kind.model.history.model.objects.filter(item_type=kind.name, history_type="-").order_by(
        "-history_date", "-history_id"
    )
    for row in removals:
        if row.item_slug not in present and row.item_slug not in gone:
            gone[row.item_slug] = _act(row, title=str(row.instance))
    return list(gone.items())


def moment_of(kind, key, batch):
    """When the item was as the act `batch` left it, or, if that act deleted it, as it was just before. None: no such act."""
    rows = [(shape, row) for shape, row in _rows(kind, key) if row.batch == batch]
    if not rows:
        return None
    gone = any(shape is kind.shape and row.history_type == "-" for shape, row in rows)
    at = rows[0][1].history_date
    return at - timedelta(microseconds=1) if gone else at
