"""Is the history still what was released and recorded? Everything is computed again; the first wrong place comes first.

What it can't see: somebody who writes the whole chain anew, digests and seals included, after the last checkpoint that
others have kept. That is what checkpoints are for.
"""

from dataclasses import dataclass

from . import document, seals
from .diff import compare
from .models import DocumentVersion, Revision
from .record_checks import record_findings
from .record_seals import record_seal

CHECKPOINTS_FORMAT = "seco-checkpoints/1"


@dataclass(frozen=True)
class Finding:
    """Something that is wrong: where, and what."""

    place: str
    problem: str

    def __str__(self):
        return f"{self.place}: {self.problem}"


def findings(checkpoints=(), said=lambda text: None):
    """Yield a `Finding` for everything that is wrong, in the order in which it should be looked at.

    `checkpoints` are the entries of a checkpoints file kept elsewhere; `said` is told what has been checked.
    """
    revisions = list(Revision.objects.in_order())
    yield from chain_findings(revisions)
    yield from end_findings(revisions)
    yield from checkpoint_findings(revisions, checkpoints)
    said(f"Chain: {len(revisions)} revisions, {sum(bool(r.document) for r in revisions)} with their documents.")
    for revision in revisions:
        yield from snapshot_findings(revision)
        if revision.document:
            said(f"Revision {revision.number}: compared with the record.")
    yield from record_seal_findings(revisions)
    said(f"Record: {sum(bool(r.record_seal) for r in revisions)} releases compared with their seals over it.")
    for place, problem in record_findings():
        yield Finding(place, problem)
    said("Record: compared with itself and with what is published now.")


# The chain. Pure: the revisions are an argument.


def chain_findings(revisions):
    before = None
    for place, revision in enumerate(revisions, 1):
        name = f"revision {revision.number}"
        if revision.number != place:
            yield Finding(f"revision {place}", f"it is missing; revision {revision.number} stands in its place.")
            return
        for problem in _problems(revision, before, revisions[: place - 1]):
            yield Finding(name, problem)
        before = revision


def _problems(revision, before, earlier):
    if revision.document:
        computed = seals.digest(revision.document)
        if computed != revision.digest:
            yield f"its document has the SHA-256 {computed}, but {revision.digest or 'none'} was written down."
        yield from _problems_inside(revision, earlier)
    elif revision.released_at or revision.record_seal:
        yield "its document is gone, though it was released here."
    elif revision.digest and any(one.document for one in earlier):
        yield "its document is gone, though those of revisions before it are kept."
    if revision.previous_digest != (before.digest if before else ""):
        yield "its previous digest is not the digest of the revision before."
    if revision.seal != seals.seal(revision.entry(), before.seal if before else ""):
        yield "its seal does not fit its number, date, kind, note and digests, and the seal before it."
    if before and revision.released_on < before.released_on:
        yield "it bears an earlier date than the revision before."
    if before and before.released_at and revision.released_at and revision.released_at < before.released_at:
        yield "it was released at an earlier time than the revision before."


def _problems_inside(revision, earlier):
    """What its document says about itself and about the revisions before it."""
    try:
        data = revision.read()
    except ValueError:
        yield "its document can't be read as JSON."
        return
    if seals.canonical(data) != revision.document:
        yield "its document is not in its canonical form."
    if data.get("revisions") != [one.entry() for one in earlier]:
        numbers = [entry.get("number") for entry in data.get("revisions", [])]
        wrong = [one.number for one in earlier if one.entry() not in data.get("revisions", [])]
        place = f"revision {wrong[0]}" if wrong else f"the list of revisions ({len(numbers)} instead of {len(earlier)})"
        yield f"its document disagrees about {place}."


def end_findings(revisions):
    """Whether the last revision is the one that was released last: simply deleting its row is not enough to hide it."""
    kept = DocumentVersion.objects.filter(pk=1).values_list("latest_number", "latest_seal").first() or (0, "")
    last = revisions[-1] if revisions else None
    here = (last.number, last.outermost_seal) if last else (0, "")
    if here == kept:
        return
    if kept[0] > here[0]:
        yield Finding(f"revision {here[0] + 1}", f"it was there, up to revision {kept[0]}, but is not here any more.")
    else:
        yield Finding(f"revision {here[0]}", "it is not what was remembered of the latest release.")


# The seal over the record


def record_seal_findings(revisions):
    """The releases whose record seal does not fit. One from before there were such seals may lack it."""
    sealed = False
    for revision in revisions:
        name = f"revision {revision.number}"
        if revision.record_seal and not revision.released_at:
            yield Finding(name, "it bears a record seal, but no time of its release.")
        elif revision.record_seal and revision.record_seal != record_seal(revision, _before(revision)):
            yield Finding(
                name,
                "its record seal does not fit: the time or the person of its release, or an act recorded since the "
                "release before it, is not what it was.",
            )
        elif revision.released_at and sealed and not revision.record_seal:
            yield Finding(name, "its record seal is gone.")
        elif revision.document and not revision.released_at:
            yield Finding(name, "the time of its release is gone.")
        sealed = sealed or bool(revision.record_seal)


def _before(revision):
    return Revision.objects.filter(number__lt=revision.number)


# Checkpoints


def checkpoints(document_url=lambda revision: None):
    """What outsiders keep: number, date, digest and seals of each revision, and what a seal is made of."""
    revisions = Revision.objects.in_order()
    return {
        "format": CHECKPOINTS_FORMAT,
        "revisions": [
            {
                **revision.entry(),
                "seal": revision.seal,
                "record_seal": revision.record_seal,
                "document": document_url(revision) if revision.document else None,
            }
            for revision in revisions
        ],
    }


def checkpoint_findings(revisions, kept):
    """What differs from checkpoints that were kept elsewhere: also revisions that have disappeared since."""
    here = {revision.number: revision for revision in revisions}
    for entry in sorted(kept, key=lambda entry: entry["number"]):
        name, revision = f"revision {entry['number']}", here.get(entry["number"])
        if revision is None:
            yield Finding(name, "the checkpoints have it, but it is not here any more.")
            continue
        now = {
            "released_on": revision.released_on.isoformat(),
            "digest": revision.digest,
            "seal": revision.seal,
            "record_seal": revision.record_seal,
        }
        different = [part for part, value in now.items() if entry.get(part, value) != value]  # old files lack the last
        if different:
            yield Finding(name, f"not what the checkpoints say: {', '.join(different)}.")
        if entry.get("document") and not revision.document:
            yield Finding(name, "the checkpoints know its document, but it is not here any more.")


class UnreadableCheckpoints(ValueError):
    """A file is no checkpoints file."""


def read_checkpoints(data):
    """The entries of a checkpoints file. Raises UnreadableCheckpoints."""
    entries = data.get("revisions") if isinstance(data, dict) and data.get("format") == CHECKPOINTS_FORMAT else None
    needed = {"number": int, "released_on": str, "digest": str, "seal": str}
    if not isinstance(entries, list) or not all(
        isinstance(entry, dict)
        and all(isinstance(entry.get(name), kind) for name, kind in needed.items())
        and isinstance(entry.get("record_seal", ""), str)
        for entry in entries
    ):
        raise UnreadableCheckpoints(f"it is no {CHECKPOINTS_FORMAT} file.")
    return entries


# Snapshots


def snapshot_findings(revision):
    """Whether the record, read as of the release, gives the revision's document."""
    if not revision.document or not revision.released_at:
        return
    try:
        kept = revision.read()
    except ValueError:
        return  # said already
    recorded = document.dump(at=revision.released_at, revisions=_before(revision))
    if document.text_of(recorded) == revision.document:
        return
    # A document of an earlier edition of this program lacks what has been added to the format since.
    kept, recorded = _shared(kept, recorded), _shared(recorded, kept)
    if document.text_of(kept) != document.text_of(recorded):
        yield Finding(f"revision {revision.number}", f"its document and the record disagree: {_first(kept, recorded)}")


def _shared(data, other):
    """`data` with those keys only that `other` has at the same place."""
    if isinstance(data, dict) and isinstance(other, dict):
        return {key: _shared(value, other[key]) for key, value in data.items() if key in other}
    if isinstance(data, list) and isinstance(other, list) and len(data) == len(other):
        return [_shared(one, another) for one, another in zip(data, other, strict=True)]
    return data


def _first(kept, recorded):
    """The first place at which two documents differ, in words."""
    change = next(iter(compare(kept, recorded)), None)
    if change is None:
        part = next((name for name in kept if kept[name] != recorded.get(name)), "")
        return f"the order or the heading of {part or 'its parts'}."
    where = f"{change.section} {change.key}"
    if change.kind != "changed":
        return f"{where} is {'only in the record' if change.kind == 'added' else 'not in the record'}."
    field = change.fields[0]
    name = ".".join(field.path) + (f" ({field.language})" if field.language else "")
    return f"{where}, {name}."
