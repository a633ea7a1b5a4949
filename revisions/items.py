"""Items: what is edited, compared and restored by itself, together with its parts.

A section of the document lists items. Where items nest (missions stand in a stage), each is an item of its own: the
outer one is restored without the inner ones, and the inner one knows its place. All of it follows from the shapes.
"""

from dataclasses import dataclass, replace
from functools import cache

from django.db import DatabaseError, IntegrityError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from .document import sections
from .reading import AsOf, Now, Reader
from .recording import not_written, recording
from .shapes import Shape
from .writing import Unloadable, Writer, held_by


@dataclass(frozen=True)
class ItemKind:
    """`name` is the `item_type` of the record, `section` the list of the document in which the item stands."""

    name: str
    section: str
    shape: Shape

    @property
    def model(self):
        return self.shape.model

    @property
    def label(self):
        return self.model._meta.verbose_name

    @property
    def plural(self):
        return self.model._meta.verbose_name_plural

    def find(self, key):
        return self.model._base_manager.filter(**{self.shape.key: key}).first()

    def models(self):
        """The tracked models of the item and of its parts, each with its shape, the item's own first."""
        return list(_shapes_below(self.shape))


def _shapes_below(shape):
    yield shape
    for child in shape.children:
        yield from _shapes_below(child.shape)


@cache
def kinds():
    """``{item_type: ItemKind}`` of everything that the sections list."""
    found = {}
    for section in sections():
        _collect(section.name, section.shape, (), found)
    return found


def _collect(section, shape, place, found):
    # In the document a place is where an item stands; an item by itself has to name it.
    has_position = "position" in {field.name for field in shape.model._meta.fields}
    columns = (*shape.fields, *place, *(["position"] if has_position else []))
    inner = [child for child in shape.children if child.shape.is_publishable]
    parts = tuple(child for child in shape.children if child not in inner)
    kind = ItemKind(shape.model.item_type, section, replace(shape, fields=columns, children=parts))
    found[kind.name] = kind
    for child in inner:
        _collect(section, child.shape, (child.owner, child.tree), found)


def kind_of(model):
    return kinds()[model.item_type]


def kind_in(section, key):
    """The kind of the item that a comparison of documents calls `key` in `section`."""
    there = [kind for kind in kinds().values() if kind.section == section]
    numbered = [kind for kind in there if kind.shape.key == "number"]
    return next(iter(numbered if key.isdigit() and numbered else [kind for kind in there if kind not in numbered]))


def dump_item(model, key, at=None):
    """One item with its parts as plain data, drafts included; None when there is, or at that moment was, no such item."""
    reader = Reader(AsOf(at) if at else Now(), with_drafts=True)
    shape = kind_of(model).shape
    row = next((row for row in reader.rows(model) if str(getattr(row, shape.key)) == str(key)), None)
    return reader.write(shape, row) if row is not None else None


def load_item(model, data, *, reason, person="", note=""):
    """Make one item, with its parts, what `data` says, and return it. One batch, or nothing: raises Unloadable."""
    kind = kind_of(model)
    key = data[kind.shape.key]
    try:
        with recording(reason, person=person, note=note):
            writer = Writer()
            item = writer.item(kind.shape, data, kind.find(key), place=f"{kind.label} {key}")
            writer.settle()
            return item
    except ProtectedError as error:
        raise Unloadable(
            [_("取り除く部分を、次の項目が使っています: %(items)s") % {"items": held_by(error)}]
        ) from error
    except IntegrityError as error:
        raise Unloadable([_("データベースの決まりに合いません: %(error)s") % {"error": error}]) from error
    except DatabaseError as error:
        raise Unloadable([not_written(error)]) from error
