"""The record as one stream: every recorded change of every table, oldest first, in constant memory.

No cursor stays open between two pieces of the stream, because on SQLite an open cursor keeps editors from saving, and a
reader on a slow line may take an hour for an export.
"""

import heapq
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, OuterRef, Q, Subquery, Value
from django.db.models.lookups import Exact

from .items import kinds
from .models import Revision
from .past_items import PastItems
from .recording import read_changes
from .tracked import translated_columns

PIECE = 200  # rows that are read at once from each table


@dataclass(frozen=True)
class Table:
    """A tracked model's place in the items: `part` is "" for the item itself, else the list it stands in.

    `keys` are the lookups whose values tell a part from its siblings, outermost first.
    """

    item_type: str
    model: type
    part: str = ""
    keys: tuple = ()

    @property
    def history(self):
        return self.model.history.model

    def split_column(self, column):
        """``("name", "en")`` for `name_en`, ``("number", "")`` for a column that is not translated."""
        return _columns(self.model).get(column, (column, ""))

    def label(self, column):
        """What the editors call the column, without its language; None when there is no such column (any more)."""
        try:
            return self.model._meta.get_field(self.split_column(column)[0]).verbose_name
        except FieldDoesNotExist:
            return None


@cache
def _columns(model):
    return {
        column: (name, language)
        for name, parts in translated_columns(model).items()
        for language, column in parts.items()
    }


@cache
def tables():
    """Every table of the record, those of one item type together."""
    found = []
    for kind in kinds().values():
        found.append(Table(kind.name, kind.model))
        for child in kind.shape.children:
            _collect(kind.name, child, (), (), found)
    return tuple(found)


def _collect(item_type, child, parts, keys, found):
    shape = child.shape
    own = f"{shape.key}__slug" if shape.key and shape.columns[shape.key].is_relation else shape.key
    parts, own_keys = (*parts, child.name), (*keys, own) if own else keys
    found.append(Table(item_type, shape.model, ".".join(parts), own_keys))
    for below in shape.children:
        above = tuple(f"{below.owner}__{key}" for key in own_keys)
        _collect(item_type, below, parts, above, found)


@dataclass(frozen=True)
class Selection:
    """Which changes: moments are aware; `after` is left out itself, `upto` is included, None does not narrow.

    Only what readers may see, unless `everything`: no drafts, no values from the time when an item was a draft, nothing
    about a draft in a reference. That an item was taken back to a draft is an act that readers see, too.
    """

    since: datetime | None = None
    after: datetime | None = None
    before: datetime | None = None
    upto: datetime | None = None
    item_type: str = ""
    slug: str = ""
    everything: bool = False
    nothing: bool = field(default=False)

    def rows(self, table):
        moments = {"gte": self.since, "gt": self.after, "lt": self.before, "lte": self.upto}
        rows = table.history.objects.filter(
            **{f"history_date__{how}": moment for how, moment in moments.items() if moment is not None}
        )
        if self.slug:
            rows = rows.filter(item_slug=self.slug)
        return rows if self.everything else rows.filter(seen_by_readers(table))

    def tables(self):
        if self.nothing:
            return []
        return [table for table in tables() if self.item_type in ("", table.item_type)]


class Change(NamedTuple):
    """One row of the record. `was_public` is None for the first of a row.

    `changes` is ``{column: [before, after]}``, or None when the row says it in no form that can be read.
    """

    at: datetime
    id: int
    table: Table
    slug: str
    part_key: str
    verb: str
    changes: dict | None
    reason: str
    person: str
    note: str
    public: bool
    was_public: bool | None


def stream(selection):
    """Yield each selected `Change`, ordered by time; those of one act with the item before its parts.

    What readers may not see is blanked, or left out when nothing is left.
    """
    turn = {table: place for place, table in enumerate(tables())}
    merged = heapq.merge(
        *(_changes(table, selection) for table in selection.tables()),
        key=lambda change: (change.at, turn[change.table], change.id),
    )
    if selection.everything:
        return merged
    past = PastItems()
    return filter(None, (for_readers(change, past) for change in merged))


def for_readers(change, past):
    """The change without what was not public at the time, or before it; None when nothing else was in it."""
    verb, changes = change.verb, change.changes
    if changes is None:  # that there is such a row is known to readers, if they knew the item
        return change if change.public else None
    if not change.public:
        # Taken back: what else is in it is a draft's.
        changes = {"status": changes["status"]} if change.was_public and "status" in changes else {}
    elif change.was_public is False:
        verb, changes = "+", {column: [None, after] for column, (_before, after) in changes.items()}
    shown = past.hide(change.table, changes, change.at)
    return change._replace(verb=verb, changes=shown) if shown else None


FIELDS = (
    "history_date", "history_id", "item_slug", "history_type", "changes", "history_change_reason", "history_user_id",
    "internal_note", "public",
)  # fmt: skip


def _changes(table, selection):
    rows = in_pieces(_with_past(table, selection.rows(table), selection).values(*FIELDS, *table.keys, "was_public"))
    for row in rows:
        key = " / ".join(str(row[name]) for name in table.keys if row[name] is not None)
        at, number, slug, verb, changes, reason, person, note, public = (row[name] for name in FIELDS)
        yield Change(
            at, number, table, slug, key, verb, read_changes(table.model, changes), reason or "", person or "", note,
            public, row["was_public"],
        )  # fmt: skip


def _with_past(table, rows, selection):
    if selection.everything:
        return rows.annotate(was_public=Value(None, output_field=BooleanField()))
    return rows.annotate(was_public=was_public(table))


def in_pieces(rows):
    """The rows in order of time, without a cursor that stays open and without holding all of them."""
    rows = rows.order_by("history_date", "history_id")
    piece = list(rows[:PIECE])
    while piece:
        yield from piece
        at, last = piece[-1]["history_date"], piece[-1]["history_id"]
        # Two questions instead of one "or", so that each is answered from an index alone.
        piece = list(rows.filter(history_date=at, history_id__gt=last)[:PIECE])
        piece = piece or list(rows.filter(history_date__gt=at)[:PIECE])


def count(selection):
    """How many rows of the record are selected, in one query."""
    first, *others = [selection.rows(table).order_by().values("history_id") for table in selection.tables()]
    return first.union(*others, all=True).count()


TAKEN_BACK = Q(changes__status=["published", "draft"]) | Q(changes__status=["retired", "draft"])


def seen_by_readers(table):
    """Which rows of a table readers may see something of."""
    if not hasattr(table.model, "status"):
        return Q(public=True)
    return Q(public=True) | (TAKEN_BACK & Q(Exact(was_public(table), True)))


def was_public(table):
    """For a row of the record: whether the row before it, of the same thing, was public; NULL for the first."""
    earlier = table.history.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    return Subquery(earlier.order_by("-history_id").values("public")[:1])


class Releases:
    """The moments of the releases, to tell which revision first held a change. A change after the last one: None."""

    def __init__(self, revisions=None):
        known = Revision.objects.without_documents() if revisions is None else revisions
        rows = sorted((revision.released_at, revision.number) for revision in known if revision.released_at)
        self._moments, self._numbers = [at for at, _number in rows], [number for _at, number in rows]

    def number_at(self, moment):
        place = bisect_left(self._moments, moment)
        return self._numbers[place] if place < len(self._numbers) else None

    def span(self, number):
        """``(after, upto)`` of the changes that revision `number` was the first to hold, or None when that is unknown."""
        if number not in self._numbers:
            return None
        place = self._numbers.index(number)
        return (self._moments[place - 1] if place else None), self._moments[place]
