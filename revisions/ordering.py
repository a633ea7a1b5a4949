"""Moving rows that have a place among their siblings: up, down, under the one before, and out again.

A row's siblings share the columns `within` (a step's playbook, a mission's stage) and, in a tree, the `parent`. Every
changed row is saved by itself, so that the record shows the move.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

UP, DOWN, IN, OUT = "up", "down", "in", "out"
WAYS = (UP, DOWN, IN, OUT)


class CannotMove(ValueError):
    """There is no place to move to; the message says why, for the editor."""


def siblings(row, within=(), **place):
    """The rows beside `row`, itself included, in reading order; `place` overrides where to look."""
    columns = [name for name in (*within, "parent") if _has(row, name)]
    place = {name: place.get(name, getattr(row, name)) for name in columns}
    conditions = {
        f"{name}__isnull" if value is None else name: True if value is None else value for name, value in place.items()
    }
    return sorted(type(row)._base_manager.filter(**conditions), key=place_of)


def place_of(row):
    """What a row's siblings are sorted by. A kind that readers see in another order says so with `reading_place`."""
    return getattr(row, "reading_place", None) or (row.position, row.pk)


def move(row, way, within=()):
    """Move `row` one place in its tree. Raises CannotMove at the edge; call it inside a `recording`."""
    if way in (UP, DOWN):
        _swap(row, siblings(row, within), -1 if way == UP else 1)
    elif way == IN:
        _go_under_the_one_before(row, within)
    else:
        _go_out(row, within)


def _swap(row, rows, step):
    here = rows.index(row)
    there = here + step
    if not 0 <= there < len(rows):
        raise CannotMove(_("「%(row)s」は、もう端にあります。") % {"row": row})
    rows[here], rows[there] = rows[there], rows[here]
    number(rows)


def _go_under_the_one_before(row, within):
    rows = siblings(row, within)
    here = rows.index(row)
    if here == 0:
        raise CannotMove(_("「%(row)s」の前に、親になる項目がありません。") % {"row": row})
    parent = rows[here - 1]
    _settle(row, parent, [*siblings(row, within, parent=parent), row], rows)


def _go_out(row, within):
    if row.parent is None:
        raise CannotMove(_("「%(row)s」は、いちばん上の段にあります。") % {"row": row})
    left, above = siblings(row, within), siblings(row.parent, within)
    place = above.index(row.parent) + 1
    _settle(row, row.parent.parent, [*above[:place], row, *above[place:]], left)


def _settle(row, parent, rows, left):
    """Put `row` under `parent` among `rows`, and close the gap it has left."""
    row.parent = parent
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotMove(" ".join(error.messages)) from error
    number(rows)
    number([other for other in left if other.pk != row.pk])


def number(rows):
    """Give `rows` the positions 1, 2, 3 …; rows that stay as they are leave no record."""
    for position, row in enumerate(rows, 1):
        row.position = position
        row.save()


def in_reading_order(rows):
    """``[(row, depth)]`` of a tree: each row before those under it. Rows whose parent is not among `rows` stand at the top."""
    present, below = {row.pk for row in rows}, {}
    for row in sorted(rows, key=place_of):
        parent = getattr(row, "parent_id", None)
        below.setdefault(parent if parent in present else None, []).append(row)
    found, stack = [], [(row, 0) for row in reversed(below.get(None, []))]
    while stack:
        row, depth = stack.pop()
        found.append((row, depth))
        stack += [(child, depth + 1) for child in reversed(below.get(row.pk, []))]
    return found


def descendants(item, rows):
    """The keys of `item` and of every row of `rows` under it."""
    found, new = set(), {item.pk}
    while new:
        found |= new
        new = {row.pk for row in rows if row.parent_id in found} - found
    return found


def _has(row, name):
    return any(field.name == name for field in row._meta.fields)
