"""Two states of the list side by side, for readers: released revisions, or one and the list as it is now."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import document, wording
from .diff import ARROW, ORDER, compare, items_of, reordered
from .items import kind_in, kinds
from .models import Altered, DocumentVersion, Revision

NOW = "now"
READING_ORDER = ("situations", "contacts", "playbooks", "roadmap")


@dataclass(frozen=True)
class Difference:
    """`changes` are `diff.ItemChange`, `moved` the sections whose items stand in another order.

    `titles` are ``{key: {language: title}}`` of every item of the two documents, for naming what is referred to.
    """

    changes: tuple = ()
    moved: tuple = ()
    titles: dict = field(default_factory=dict)

    def __bool__(self):
        return bool(self.changes or self.moved)

    @property
    def count(self):
        """How many things a page of this difference names: items, and kinds of item in another order."""
        return len(self.changes) + len(self.moved)

    @property
    def withdrawals(self):
        return [change for change in self.changes if change.is_withdrawal]


@lru_cache(maxsize=32)
def _between(before_digest, after_digest):
    """Digests name documents for good, so what differs between two of them is computed once in each process."""
    documents = {
        revision.digest: revision for revision in Revision.objects.filter(digest__in=[before_digest, after_digest])
    }
    return difference(documents[before_digest].data, documents[after_digest].data)


def difference(before, after):
    return Difference(
        tuple(compare(before, after)), tuple(reordered(before, after)), titles_of(before) | titles_of(after)
    )


def titles_of(data):
    """``{key: {language: title}}`` of the items of a document."""
    found = {}
    for section in [name for name, items in data.items() if isinstance(items, list) and name != "revisions"]:
        found.update(
            (key, item.get("title") or item.get("name") or {}) for key, item in items_of(data, section).items()
        )
    return found


def between(before, after):
    """The `Difference` between two revisions whose documents are kept; either may be NOW. Raises Altered."""
    if after == NOW:
        return difference(before.data, document.dump())
    if before == NOW:
        return difference(document.dump(), after.data)
    return _between(before.digest, after.digest)


def changed_since(revision):
    """How many things differ between `revision` and now: the count of the page that compares them. None: unknown.

    Every page says it, so it is computed once for each version of the content; otherwise it takes one query.
    """
    return _count_since(revision.pk, DocumentVersion.current())


@lru_cache(maxsize=8)
def _count_since(pk, token):
    revision = Revision.objects.get(pk=pk)
    try:
        return None if revision.is_lost else between(revision, NOW).count
    except Altered:
        return None


def first_kept(revision):
    """The `Difference` to an empty list."""
    return Difference(tuple(compare({}, revision.data)))


def kept_revisions():
    """The revisions whose documents are here, newest first, without the documents."""
    return Revision.objects.exclude(document="").without_documents().order_by("-number")


def section_labels():
    """``{section: its name}``: the name of its outermost items."""
    found = {}
    for kind in kinds().values():
        found.setdefault(kind.section, str(kind.plural))
    return found


@dataclass(frozen=True)
class Group:
    """What changed of one kind of item."""

    label: str
    items: tuple
    counts: tuple


def grouped(difference):
    """`wording.ChangedItem`s in the reader's language, by kind of item in the order in which the list is read."""
    found = {}
    turn = {section: place for place, section in enumerate(READING_ORDER)}
    for change in sorted(difference.changes, key=lambda change: turn.get(change.section, len(turn))):
        item = for_reader(change, difference.titles)
        found.setdefault(item.section, []).append(item)
    return [Group(label, tuple(items), tuple(_counts(items))) for label, items in found.items()]


def _counts(items):
    counts = Counter(item.kind for item in items)
    names = {"added": _("追加"), "changed": _("変更"), "removed": _("廃止")}
    return [(kind, name, counts[kind]) for kind, name in names.items() if counts[kind]]


# For the reader: fields in the order of the forms, names instead of slugs


def for_readers(difference):
    """The `wording.ChangedItem`s of a difference in the reader's language."""
    return [for_reader(change, difference.titles) for change in difference.changes]


def for_reader(change, titles):
    """The `wording.ChangedItem` of a change in the reader's language, with the names of what it refers to."""
    shape, language = kind_in(change.section, change.key).shape, get_language()
    names = {key: title.get(language) or next(filter(None, title.values()), key) for key, title in titles.items()}
    fields = sorted(change.fields, key=_turn(shape, change.fields))
    return wording.of_item(replace(change, fields=tuple(_named(shape, one, names) for one in fields)), language)


def _turn(shape, fields):
    """A sort key for field changes: as in the forms, part by part, Japanese before English."""
    languages = ["", *(code for code, _name in settings.LANGUAGES)]
    parts = list(dict.fromkeys(field.path[:2] for field in fields))

    def key(field):
        child = next((child for child in shape.children if child.name == field.path[0]), None)
        language = languages.index(field.language) if field.language in languages else len(languages)
        if child is None or len(field.path) < 3:
            return _place(shape, field.path[0]), parts.index(field.path[:2]) if child else 0, 0, language
        return _place(shape, child.name), parts.index(field.path[:2]), _place(child.shape, field.path[2]), language

    return key


def _place(shape, name):
    order = [*shape.fields, *(child.name for child in shape.children)]
    return order.index(name) if name in order else len(order)


def _named(shape, change, names):
    """A field change with titles for the slugs of other items, in its path and in its values."""
    path, last = [], None
    for name in change.path:
        child = next((child for child in shape.children if child.name == name), None) if last is None else None
        if child is not None:
            path.append(name)
            shape, last = child.shape, child
            continue
        refers = last is not None and last.shape.key and last.shape.columns[last.shape.key].is_relation
        path.append(names.get(name, name) if refers else name)
        last = None
    column = shape.columns.get(change.path[-1])
    is_bare = last is not None and last.bare
    if not (is_bare or change.path[-1] == ORDER or (column is not None and column.is_relation)):
        return replace(change, path=tuple(path))
    mark = ARROW if change.path[-1] == ORDER else ", "
    before, after = (
        text and mark.join(names.get(key, key) for key in text.split(mark)) for text in (change.before, change.after)
    )
    return replace(change, path=tuple(path), before=before, after=after)
