"""The history of one item: the revisions in which it changed, and what has changed since the last one.

Which revisions are concerned is asked of the record, so that the documents of all the others need not be read.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext

from . import document, past_document
from .comparing import for_reader, titles_of
from .diff import compare_items, items_of
from .models import Altered, Revision
from .record import Releases, Selection, tables


@dataclass
class Touched:
    """A revision (None: since the last one) in which an item changed. `reasons` are public and in order of time.

    `problem` says why there is no `change`: a document that would show it is not the one that was released.
    """

    revision: Revision | None
    days: list = field(default_factory=list)
    reasons: list = field(default_factory=list)
    change: object = None  # wording.ChangedItem, where it was asked for
    problem: str = ""


def touched_revisions(item_type, slug):
    """`Touched` for each revision that readers saw the item change in, newest first. Two queries."""
    revisions = {revision.number: revision for revision in Revision.objects.without_documents()}
    releases = Releases(revisions.values())
    found = {}
    for at, reason in _acts(item_type, slug):
        number = releases.number_at(at)
        touched = found.setdefault(number, Touched(revisions.get(number)))
        touched.days.append(at)
        reason = gettext(reason) if reason else ""  # those that the program itself gives stand in the catalogue
        if reason and reason not in touched.reasons:
            touched.reasons.append(reason)
    return list(reversed(found.values()))


def _acts(item_type, slug):
    """``(moment, reason)`` of the public acts on an item, oldest first, in one query."""
    selection = Selection(item_type=item_type, slug=slug)
    first, *others = [
        selection.rows(table).order_by().values_list("history_date", "history_change_reason")
        for table in tables()
        if table.item_type == item_type
    ]
    return first.union(*others).order_by("history_date") if others else first.distinct().order_by("history_date")


def with_differences(touched, kind, key):
    """The same with `change` filled in from the documents; what came to nothing by the release is left out."""
    for one in touched:
        try:
            one.change = _change(kind, key, *_documents(one.revision))
        except Altered as error:
            one.problem = str(error)
    return [one for one in touched if one.change or one.problem]


def _documents(revision):
    """The documents before and after a revision; for None, of the latest revision and of now. A lost one is empty.

    Raises Altered.
    """
    if revision is None:
        latest = Revision.objects.latest_released()
        return (latest.data if latest else None) or {}, document.dump()
    before = revision.previous()
    return (before.data if before else None) or {}, revision.data or {}


def last_content(touched, kind, key):
    """The item as readers saw it last, a `past_document.Entry`; None when no document has it, or an altered one might."""
    for one in touched:
        if one.problem:
            return None
        for data in reversed(_documents(one.revision)):
            item = items_of(data, kind.section).get(key)
            if item is not None:
                return past_document.entry(kind.shape, item, data)
    return None


def _change(kind, key, before, after):
    change = compare_items(kind.section, key, *(items_of(data, kind.section).get(key) for data in (before, after)))
    return for_reader(change, titles_of(before) | titles_of(after)) if change else None
