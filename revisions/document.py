"""The quick list as one document, `seco-quicklist/1`: written, read, and put together from what each app registers.

An app registers a `Section` from its `document.py`. Sections are written and loaded in the order of `order`, so that
what is referred to comes first.
"""

import datetime
import json
from dataclasses import dataclass
from itertools import pairwise

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from . import seals
from .diff import compare
from .models import Revision
from .reading import AsOf, Now, Reader
from .recording import not_written, recording
from .shapes import Shape
from .tracked import is_draft
from .writing import Unloadable, Writer, held_by

FORMAT = "seco-quicklist/1"
TITLE = {"ja": "相談・届出クイックリスト", "en": "Consultation and Reporting Quick List"}


@dataclass(frozen=True)
class Section:
    """One list of the document. `order` is its turn when loading."""

    name: str
    shape: Shape
    order: int

    def read(self, reader):
        return [reader.write(self.shape, row) for row in reader.rows(self.shape.model)]

    def write(self, writer, items):
        model, shape = self.shape.model, self.shape
        present = {getattr(row, shape.key): row for row in model._base_manager.order_by(*shape.ordering)}
        wanted = {data[shape.key] for data in items}
        writer.forget(shape, [row for key, row in present.items() if key not in wanted and not is_draft(row)])
        for index, data in enumerate(items):
            fixed = {"position": index + 1} if "position" in shape.ordering else {}
            writer.item(shape, data, present.get(data[shape.key]), place=f"{self.name} {data[shape.key]}", **fixed)


_sections: dict[str, Section] = {}


def register(section):
    _sections[section.name] = section


def sections():
    return sorted(_sections.values(), key=lambda section: section.order)


# Writing


def dump(at=None, revisions=None):
    """The document as Python data: as it is now, or as the record says it was at the moment `at`.

    `revisions` is a queryset of the revisions it lists; by default those released so far.
    """
    reader = Reader(AsOf(at) if at else Now())
    released = Revision.objects.all() if revisions is None else revisions
    data = {"format": FORMAT, "title": TITLE}
    data.update((section.name, section.read(reader)) for section in sections())
    data["revisions"] = [revision.entry() for revision in released.without_documents().in_order()]
    return data


def text_of(document):
    return seals.canonical(document)


# Reading


def parse(text):
    """The document in `text`, checked against the schema. Raises Unloadable."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unloadable([_("JSON として読めません: %(error)s") % {"error": error}]) from error
    check(data)
    return data


def check(data):
    from .schema import problems  # the schema is made from the sections, which register later than this module loads

    found = problems(data)
    if found:
        raise Unloadable(found)


def load(data, *, reason, person="", dry_run=False):
    """Make the content what `data` says, in one transaction and one batch. Drafts that it doesn't name stay.

    Returns the differences (`diff.ItemChange`) that loading made or, with `dry_run`, would make. Raises Unloadable.
    """
    check(data)
    before = dump()
    try:
        with transaction.atomic(), recording(reason, person=person):
            _write(data)
            after = dump()
            if dry_run:
                transaction.set_rollback(True)
    except ProtectedError as error:
        raise Unloadable(
            [_("文書にない項目を、次の項目が使っています: %(items)s") % {"items": held_by(error)}]
        ) from error
    except IntegrityError as error:
        raise Unloadable([_("データベースの決まりに合いません: %(error)s") % {"error": error}]) from error
    except DatabaseError as error:
        raise Unloadable([not_written(error)]) from error
    return compare(before, after)


def _write(data):
    writer = Writer()
    for section in sections():
        section.write(writer, data.get(section.name, []))
    writer.settle()
    _write_revisions(data.get("revisions", []))


def _write_revisions(entries):
    """Released revisions are never rewritten: known ones must agree, unknown ones are added without their document."""
    kept = {revision.number: revision for revision in Revision.objects.without_documents()}
    known = [entry for entry in entries if entry["number"] in kept]
    new = [entry for entry in entries if entry["number"] not in kept]
    last = kept[max(kept)].entry() if kept else None
    problems = [
        _("第%(number)s版は、ここにある第%(number)s版と違います。") % {"number": entry["number"]}
        for entry in known
        if kept[entry["number"]].entry() != entry
    ]
    if new and Revision.objects.exclude(document="").exists():
        numbers = ", ".join(str(entry["number"]) for entry in new)
        problems.append(
            _(
                "ここで公開していない版(%(numbers)s)が載っています。空の Seco に読み込むか、内容だけを読み込んでください。"
            )
            % {"numbers": numbers}
        )
    for before, entry in pairwise([last, *new]):
        if not _continues(before, entry):
            problems.append(_("第%(number)s版は、前の版に続いていません。") % {"number": entry["number"]})
    digests = [entry["digest"] for entry in [*(one.entry() for one in kept.values()), *new] if entry.get("digest")]
    if len(digests) != len(set(digests)):
        problems.append(_("二つの版が、同じダイジェストを持っています。"))
    if problems:
        raise Unloadable(problems)
    for entry in new:
        add_lost_revision(entry)


def _continues(before, entry):
    """Whether a revision's number, date and digest of the one before fit the entry `before`; None: it is the first."""
    if before is None:
        return entry["number"] == 1 and not entry.get("previous_digest")
    return (
        entry["number"] == before["number"] + 1
        and entry["released_on"] >= before["released_on"]
        and entry.get("previous_digest", "") == before.get("digest", "")
    )


def add_lost_revision(entry):
    """A revision that is known by its entry only."""
    Revision(
        number=entry["number"],
        released_on=datetime.date.fromisoformat(entry["released_on"]),
        kind=entry["kind"],
        note_ja=entry["note"]["ja"],
        note_en=entry["note"]["en"],
        digest=entry.get("digest", ""),
        previous_digest=entry.get("previous_digest", ""),
    ).save()
