"""From rows to the document. Where the rows come from is an argument: the tables as they are, or as they were."""

from collections import defaultdict

from django.db.models import Window
from django.db.models.functions import RowNumber

from .tracked import Publishable, Status


class Now:
    """The rows as they are."""

    def rows(self, model):
        return list(model._base_manager.all())


class AsOf:
    """The rows as the record says they were at a moment."""

    def __init__(self, moment):
        self.moment = moment

    def rows(self, model):
        # One batch may write a row twice at the same time (a reference that pointed ahead): the later row counts.
        newest_first = Window(RowNumber(), partition_by="id", order_by=["-history_date", "-history_id"])
        recorded = model.history.model.objects.filter(history_date__lte=self.moment).annotate(age=newest_first)
        # Removed rows are left out here: a condition beside the window's would be applied before the rows are numbered.
        return [row.instance for row in recorded.filter(age=1) if row.history_type != "-"]


def _in_reading_order(rows):
    return sorted(rows, key=lambda row: (getattr(row, "position", 0), row.pk))


class Reader:
    """Reads each table once, knows which items are in the document, and writes items out by their shapes."""

    def __init__(self, source, with_drafts=False):
        self.source, self.with_drafts = source, with_drafts
        self._rows, self._by_owner, self._keys = {}, {}, {}

    def rows(self, model):
        if model not in self._rows:
            self._rows[model] = self._included(model, _in_reading_order(self.source.rows(model)))
        return self._rows[model]

    def _included(self, model, rows):
        """Without drafts, and without what stands under a draft."""
        if self.with_drafts or not issubclass(model, Publishable):
            return rows
        rows = [row for row in rows if row.status != Status.DRAFT]
        if not hasattr(model, "parent"):
            return rows
        while True:
            keys = {row.pk for row in rows}
            kept = [row for row in rows if row.parent_id is None or row.parent_id in keys]
            if len(kept) == len(rows):
                return rows
            rows = kept

    def key_of(self, model, pk):
        if model not in self._keys:
            self._keys[model] = {row.pk: row.reference for row in self.rows(model)}
        return self._keys[model].get(pk)

    def children(self, child, owner_pk, tree_pk=None):
        index_key = (child.shape.model, child.owner, child.tree)
        if index_key not in self._by_owner:
            index = self._by_owner[index_key] = defaultdict(list)
            for row in self.rows(child.shape.model):
                branch = getattr(row, f"{child.tree}_id") if child.tree else None
                index[getattr(row, f"{child.owner}_id"), branch].append(row)
        return self._by_owner[index_key][owner_pk, tree_pk]

    def write(self, shape, row):
        data = {name: shape.value(row, name, self.key_of) for name in shape.fields}
        for child in shape.children:
            data[child.name] = self.write_children(child, row.pk)
        return data

    def write_children(self, child, owner_pk, tree_pk=None):
        written = []
        for row in self.children(child, owner_pk, tree_pk):
            data = self.write(child.shape, row)
            if self._dangles(child.shape, data):
                continue
            if child.tree:
                data[child.name] = self.write_children(child, owner_pk, row.pk)
            written.append(data[child.bare] if child.bare else data)
        return written

    @staticmethod
    def _dangles(shape, data):
        """A row whose necessary reference is not in the document (a draft desk under a situation) is left out with it."""
        return any(data[name] is None and not shape.columns[name].null for name in shape.references)
