"""Bringing one item back as it was, with its parts: shown as a difference first, then written as a new, recorded act."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from .diff import ItemChange, compare_items
from .item_history import moment_of
from .items import ItemKind, dump_item, load_item
from .writing import Unloadable


@dataclass(frozen=True)
class Restore:
    """`change` is what restoring would change, None when the item is as it was. `then` is the item as it was."""

    kind: ItemKind
    key: str
    at: datetime
    then: dict
    change: ItemChange | None

    @property
    def exists(self):
        return self.kind.find(self.key) is not None

    def apply(self, *, reason, person="", note=""):
        """Restore, and return the item. Raises Unloadable when what it refers to is gone; then nothing is written."""
        return load_item(self.kind.model, self.then, reason=reason, person=person, note=note)


def plan(kind, key, batch):
    """The `Restore` of an item to how the act `batch` left it (or found it, if it was its deletion).

    Raises Unloadable when the record knows no such act or no item at that time.
    """
    at = moment_of(kind, key, batch)
    then = dump_item(kind.model, key, at=at) if at is not None else None
    if then is None:
        raise Unloadable([_("その時点の記録がありません。")])
    now = dump_item(kind.model, key)
    return Restore(kind, str(key), at, then, compare_items(kind.section, str(key), now, then))
