"""From the document to rows: each row is created, changed or removed one by one, so that the record is complete."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from .tracked import is_draft


class Unloadable(ValueError):
    """The document can't be loaded. `problems` are plain sentences, each with the place it stands at."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def _missing(row, name, key, place):
    """The error for a reference to an item that does not exist (any more)."""
    label = row._meta.get_field(name).verbose_name
    text = _("%(place)s: %(label)s「%(key)s」は、もうないか、まだありません。") % {
        "place": place,
        "label": label,
        "key": key,
    }
    return Unloadable([text])


def held_by(error):
    """The items that refer to what a `ProtectedError` would not let go, each with the part of it that does."""
    return ", ".join(sorted({_named(row) for row in error.protected_objects}))


def _named(row):
    root = row.history_root()
    name = f"{root._meta.verbose_name}「{root}」"
    return name if root == row else f"{name}({row})"


class Writer:
    """Writes items by their shapes. References ahead and removals wait for `settle()`, when every row is known."""

    def __init__(self):
        self._ahead, self._leftovers, self._written = [], [], set()

    def item(self, shape, data, row=None, *, place, **fixed):
        """Create an item, or change `row`, with its children. `fixed` are columns that the place in the document gives."""
        row = row or shape.model()
        for name in shape.fields:
            if name not in shape.references:
                shape.assign(row, name, data.get(name, shape.default(name)))
        for name in shape.references:
            self._refer(shape, row, name, data.get(name), place)
        for name, value in fixed.items():
            setattr(row, name, value)
        self._save(row, place)
        for child in shape.children:
            self._children(child, row, data.get(child.name, []), place)
        return row

    def forget(self, shape, rows):
        """These rows may not be in the document: remove them, parts first, unless something writes them by the end."""
        self._leftovers += rows
        for row in rows:
            for child in shape.children:
                self._forget_parts(child, row)

    def _forget_parts(self, child, owner):
        rows = list(child.shape.model._base_manager.filter(**{child.owner: owner}))
        self.forget(child.shape, [row for row in rows if not is_draft(row)])

    def settle(self):
        for row, name, key, place in self._ahead:
            target = self._find(row._meta.get_field(name).related_model, key)
            if target is None:
                raise _missing(row, name, key, place)
            setattr(row, name, target)
            self._save(row, place)
        self._remove([row for row in reversed(self._leftovers) if (type(row), row.pk) not in self._written])

    def _remove(self, rows):
        """Delete `rows`, those that others of them refer to after the others. Raises ProtectedError when a kept row refers."""
        held = []
        for row in rows:
            fresh = type(row)._base_manager.filter(pk=row.pk).first()  # None: gone with the item it was a part of
            try:
                if fresh is not None:
                    fresh.delete()
            except ProtectedError as error:
                held.append((row, error))
        if len(held) == len(rows) and held and not self._let_go(rows):
            raise held[0][1]
        if held:
            self._remove([row for row, _error in held])

    @staticmethod
    def _let_go(rows):
        """Clear the references that `rows` of one kind have to each other; true when there were any."""
        found = False
        for row in rows:
            for column in row._meta.concrete_fields:
                if column.related_model is type(row) and column.null and getattr(row, column.attname) is not None:
                    setattr(row, column.name, None)
                    found = True
            row.save()
        return found

    def _refer(self, shape, row, name, key, place):
        column = shape.columns[name]
        target = self._find(column.related_model, key) if key is not None else None
        setattr(row, name, target)
        if target is None and key is not None:
            if not column.null:
                raise _missing(row, name, key, place)
            self._ahead.append((row, name, key, place))

    @staticmethod
    def _find(model, key):
        return model.referred_to(key)

    def _save(self, row, place):
        try:
            row.full_clean()
        except ValidationError as error:
            texts = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
            raise Unloadable(
                f"{place if name == NON_FIELD_ERRORS else f'{place}.{name}'}: {' '.join(t)}"
                for name, t in texts.items()
            ) from error
        row.save()
        self._written.add((type(row), row.pk))

    def _children(self, child, owner, wanted, place, parent=None):
        shape, fixed = child.shape, {child.owner: owner}
        if child.tree:
            fixed[child.tree] = parent
        if child.bare:
            wanted = [{child.bare: value} for value in wanted]
        present = list(shape.model._base_manager.filter(**fixed).order_by(*shape.ordering))
        if parent is None:
            self._forget_parts(child, owner)
        rows = self._match(child, owner, wanted, present)
        for index, (data, row) in enumerate(zip(wanted, rows, strict=True)):
            here = f"{place} / {child.name} {shape.name_of(data) or index + 1}"
            columns = {**fixed, "position": index + 1} if "position" in shape.ordering else fixed
            row = self.item(shape, data, row, place=here, **columns)
            if child.tree:
                self._children(child, owner, data.get(child.name, []), here, row)

    def _match(self, child, owner, wanted, present):
        """The present row for each wanted one: the one of the same key; failing that, what is left over, in order."""
        shape, rows = child.shape, [None] * len(wanted)
        if shape.key == "slug":
            # A row with a slug is the same row wherever it has moved to: in the whole site, or among its owner's rows.
            within = {} if shape.is_publishable else {child.owner: owner}
            return [shape.model._base_manager.filter(slug=data["slug"], **within).first() for data in wanted]
        left = list(present)
        for index, data in enumerate(wanted):
            rows[index] = next((row for row in left if shape.key and shape.key_of(row) == data.get(shape.key)), None)
            if rows[index] is not None:
                left.remove(rows[index])
        return [row or (left.pop(0) if left else None) for row in rows]
