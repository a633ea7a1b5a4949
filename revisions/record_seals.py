"""The seal over the record: at each release, everything that was recorded since the release before it.

What is sealed are the acts as they were recorded (`changes` holds every value that ever stood in a column) and what rows
refer to by number. The other columns of the record repeat that; `record_checks` compares them. So a column that the
program gets later leaves old seals as they are.
"""

import hashlib
from datetime import UTC

from . import seals
from .record import in_pieces
from .recording import tracked_models

FORMAT = "seco-record-seal/1"
ACT = (
    "history_id", "id", "history_date", "history_type", "batch", "item_type", "item_slug", "public", "history_user_id",
    "history_change_reason", "internal_note", "changes",
)  # fmt: skip


def record_seal(revision, earlier):
    """The record seal of `revision`. `earlier`: a queryset of the revisions before it."""
    before = earlier.exclude(record_seal="").order_by("-number").values("record_seal", "released_at").first()
    return seals.digest(
        seals.canonical(
            {
                "format": FORMAT,
                "seal": revision.seal,
                "released_at": _moment(revision.released_at),
                "published_by": revision.published_by,
                # Only where there is one: seals from before the column stay as they are.
                **({"despite": revision.despite} if revision.despite else {}),
                "record": span_digest(before["released_at"] if before else None, revision.released_at),
                "previous_record_seal": before["record_seal"] if before else "",
            }
        )
    )


def span_digest(after, upto):
    """SHA-256 over all acts recorded after `after` (None: from the beginning) up to `upto`, in constant memory."""
    found = hashlib.sha256()
    for model in sorted(tracked_models, key=lambda model: model._meta.label_lower):
        for line in _lines(model, after, upto):
            found.update(line.encode())
    return found.hexdigest()


def _lines(model, after, upto):
    references = sorted(field.attname for field in model._meta.concrete_fields if field.is_relation)
    rows = model.history.model.objects.filter(history_date__lte=upto)
    if after is not None:
        rows = rows.filter(history_date__gt=after)
    for row in in_pieces(rows.values(*ACT, *references)):
        act = {name: row[name] for name in ACT}
        act["history_date"], act["batch"] = _moment(row["history_date"]), str(row["batch"])
        act["refers_to"] = {name: row[name] for name in references if row[name] is not None}
        yield f"{seals.canonical([model._meta.label_lower, act])}\n"


def _moment(at):
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else None
