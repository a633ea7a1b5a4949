"""Which items were public at a moment, by the record.

Only the acts that made or removed an item, or changed its status or its place, are kept in mind: a hundred thousand
corrections of a text cost no memory.
"""

from bisect import bisect_right
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from django.db.models import Q

from .tracked import Publishable, Status, nests


class _State(NamedTuple):
    is_there: bool
    status: str
    parent: int | None


class PastItems:
    """Reads each kind of item once, when it is first asked for."""

    def __init__(self):
        self._kinds = {}

    def were_public(self, model, reference, at, alone=False):
        """Whether an item of this name was public at `at`, that moment's own acts included. Unknown ones never were.

        `alone` asks for its own status, whatever it stood under.
        """
        past = self._of(model)
        return any(past.was_public(key, at, alone) for key in past.keys[reference])

    def was_public(self, model, key, at):
        return self._of(model).was_public(key, at)

    def hide(self, table, changes, at):
        """The `changes` of a record row without references to what was not public then."""
        items = _items_referred_to(table.model)
        shown = {
            column: [value if value and self.were_public(items[column], value, at) else None for value in values]
            if column in items
            else values
            for column, values in changes.items()
        }
        return {column: values for column, values in shown.items() if values != [None, None]}

    def _of(self, model):
        if model not in self._kinds:
            self._kinds[model] = _Past(model)
        return self._kinds[model]


@cache
def _items_referred_to(model):
    """``{column: model}`` of the columns that refer to items with a status."""
    related = {field.name: field.related_model for field in model._meta.concrete_fields if field.is_relation}
    return {column: target for column, target in related.items() if issubclass(target, Publishable)}


class _Past:
    def __init__(self, model):
        self.keys = defaultdict(set)  # {slug: ids}: a slug may be used again after its item was deleted
        self._moments, self._states = defaultdict(list), defaultdict(list)
        parent = "parent_id" if nests(model) else None
        turning = Q(changes__has_key="status") | Q(changes__has_key="parent")
        rows = model.history.model.objects.filter(turning | ~Q(history_type="~")).order_by("history_date", "history_id")
        for row in rows.values("id", "slug", "history_date", "history_type", "status", *filter(None, [parent])):
            self.keys[row["slug"]].add(row["id"])
            self._moments[row["id"]].append(row["history_date"])
            state = _State(row["history_type"] != "-", row["status"], row[parent] if parent else None)
            self._states[row["id"]].append(state)

    def was_public(self, key, at, alone=False):
        seen = set()
        while key is not None and key not in seen:
            place = bisect_right(self._moments[key], at)
            state = self._states[key][place - 1] if place else None
            if state is None or not state.is_there or state.status == Status.DRAFT:
                return False
            seen.add(key)
            key = None if alone else state.parent
        return True
