"""Does the record agree with itself, and with what is published now? Yields ``(place, problem)``, in plain words."""

from collections import defaultdict
from datetime import timedelta
from itertools import zip_longest

from .items import kinds
from .past_items import PastItems
from .record import tables
from .tracked import Publishable, Status, nests, plain, recorded_columns

ABOUT_THE_ACT = ("history_date", "history_type", "item_type", "item_slug", "public", "changes")
SAME_IN_A_BATCH = ("history_date", "history_user_id", "history_change_reason", "internal_note")


def record_findings():
    yield from _batches()
    names, past = _Names(), PastItems()
    for table in tables():
        yield from _rows(table, names, past)
        yield from _present(table)


def _place(table, slug, at=None):
    part = f", {table.part}" if table.part else ""
    when = f", recorded change of {at.isoformat()}" if at else ""
    return f"{table.item_type} {slug}{part}{when}"


def _batches():
    """All rows of one act bear one time, one person and one reason."""
    known = {}
    for table in tables():
        rows = table.history.objects.order_by("history_id").values_list("batch", "item_slug", *SAME_IN_A_BATCH)
        for batch, slug, *said in rows.iterator():
            first = known.setdefault(batch, said)
            if first != said:
                different = [
                    name for name, one, other in zip(SAME_IN_A_BATCH, first, said, strict=True) if one != other
                ]
                yield (
                    _place(table, slug, said[0]),
                    f"{', '.join(different)}: not that of the other rows of the same act.",
                )


def _rows(table, names, past):
    """Each row's differences are those between its columns and the columns of the row before it."""
    check = _RowCheck(table, names, past)
    rows = table.history.objects.order_by("id", "history_id").values(*check.columns)
    before = None
    for row in rows.iterator():
        if before is not None and before["id"] != row["id"]:
            before = None
        problem = check.problem(row, before)
        if problem:
            yield _place(table, row["item_slug"], row["history_date"]), problem
        before = None if row["history_type"] == "-" else row


class _RowCheck:
    """What has to be right about each row of one table of the record."""

    def __init__(self, table, names, past):
        self.table, self.names, self.past = table, names, past
        self.recorded = recorded_columns(table.model)
        self.columns = ["id", *ABOUT_THE_ACT, *(column.attname for column in self.recorded)]
        self.known = {column.name for column in self.recorded}
        self.item = kinds()[table.item_type]
        self.owner = table.model._meta.get_field(table.model.history_parent) if table.part else None
        self.targets = table.model.necessary_references()

    def problem(self, row, before):
        if not isinstance(row["changes"], dict):
            return "its differences can't be read."
        return self._order(row, before) or self._differences(row, before) or self._item(row) or self._public(row)

    @staticmethod
    def _order(row, before):
        if before is None and row["history_type"] != "+":
            return "the record begins in the middle."
        if before is not None and row["history_type"] == "+":
            return "it says that something was made which was there already."
        if before is not None and row["history_date"] < before["history_date"]:
            return "it is older than the change before it."
        return ""

    def _differences(self, row, before):
        unknown = sorted(set(row["changes"]) - self.known)
        if unknown:
            return f"{', '.join(unknown)}: there is no such field."
        for column in self.recorded:
            old = before[column.attname] if before else None
            new = None if row["history_type"] == "-" else row[column.attname]
            said = row["changes"].get(column.name)
            if said is not None and not self._fits(column, said, [old, new]):
                return f"{column.name} was not changed as recorded."
            if said is None and plain(old) != plain(new) and not self._came_later(column, before, new):
                return f"{column.name} changed without being recorded."
        return ""

    def _fits(self, column, said, values):
        if not column.is_relation:
            return said == [plain(value) for value in values]
        return isinstance(said, list) and all(
            name is None if key is None else name in self.names.references(column.related_model, key)
            for name, key in zip_longest(said, values)
        )

    @staticmethod
    def _came_later(column, before, new):
        """A column that this program got after the row was written stands in it with its default."""
        return before is None and plain(new) == plain(column.get_default())

    def _item(self, row):
        if row["item_type"] != self.table.item_type:
            return f"it is recorded under another kind of item, {row['item_type']}."
        if self.owner is None:
            slugs = {str(row[self.item.shape.key])}
        else:
            slugs = self.names.items(self.owner.related_model, row[self.owner.attname])
        return "" if row["item_slug"] in slugs else "it is recorded under another item."

    def _public(self, row):
        """Whether readers saw it. Of parts, by the state before the act or after it, since one act may change both."""
        at, status = row["history_date"], row.get("status")
        if status and (status == Status.DRAFT or not nests(self.table.model)):
            right = row["public"] == (status != Status.DRAFT)
        else:
            right = any(
                self._was_public(row, moment) == row["public"] for moment in (at, at - timedelta(microseconds=1))
            )
        return "" if right else f"it is marked as {'public' if row['public'] else 'not public'}, which it was not."

    def _was_public(self, row, at):
        if not issubclass(self.item.model, Publishable):
            return True
        # Until there was a record seal, a row said nothing about what its item stood under, or referred to.
        lenient = row["public"]
        if not self.past.were_public(self.item.model, row["item_slug"], at, alone=lenient):
            return False
        return lenient or all(
            self.past.was_public(field.related_model, row[field.attname], at) for field in self.targets
        )


class _Names:
    """What each row was ever called in the record, and the items it was recorded under."""

    def __init__(self):
        self._known = {}

    def references(self, model, key):
        return {reference for reference, _item in self._of(model)[key]}

    def items(self, model, key):
        return {item for _reference, item in self._of(model)[key]}

    def _of(self, model):
        if model not in self._known:
            column = "slug" if hasattr(model, "slug") else "number"  # what others refer to has one of them
            known = self._known[model] = defaultdict(set)
            rows = model.history.model.objects.order_by().values_list("id", column, "item_slug").distinct()
            for key, reference, item in rows.iterator():
                known[key].add((str(reference), item))
        return self._known[model]


def _present(table):
    """What stands in the table now is what was recorded last."""
    columns = [column.attname for column in recorded_columns(table.model)]
    recorded = _last_recorded(table, columns)
    for row in table.model._base_manager.order_by("pk").values("id", *columns).iterator():
        last = recorded.pop(row["id"], None)
        if last is None:
            yield f"{table.item_type}, {table.part or 'item'} {row['id']}", "it stands there, but was never recorded."
            continue
        slug, values = last
        different = [name for name in columns if plain(row[name]) != values[name]]
        if different:
            yield _place(table, slug), f"{', '.join(different)}: not what was recorded last."
    for slug, _values in recorded.values():
        yield _place(table, slug), "recorded, but it is not there any more, and nobody removed it."


def _last_recorded(table, columns):
    """``{row id: (item, {column: value})}`` by the record; rows that were removed are left out."""
    found = {}
    rows = table.history.objects.order_by("history_date", "history_id")
    for row in rows.values("id", "history_type", "item_slug", *columns).iterator():
        if row["history_type"] == "-":
            found.pop(row["id"], None)
        else:
            found[row["id"]] = row["item_slug"], {name: plain(row[name]) for name in columns}
    return found
