"""Who did what to the items that a release would change, and a first note made from their reasons."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from .comparing import for_readers
from .models import Kind
from .recording import history_models, read_changes


@dataclass
class Act:
    """What one editor did to one item at one time. `public`: readers could see some of it."""

    at: datetime
    person: str
    reason: str
    note: str
    public: bool = False
    values: list = field(default_factory=list)  # the `_Value`s that it wrote

    @property
    def stands(self):
        """Whether something of it, or of what was made of it, is left: it was not simply undone."""
        return any(value.is_another for value in self.values)


@dataclass
class _Value:
    """One column of one row: what it was at the last release, and what it is now."""

    before: object
    now: object

    @property
    def is_another(self):
        return self.before != self.now


def with_acts(difference, revision):
    """``[(ChangedItem, [Act])]``: the acts on each item since `revision` (None: ever), oldest first."""
    acts = _acts_since(revision.released_at if revision else None)
    return [(item, acts[item.item_type, item.key]) for item in for_readers(difference)]


def _acts_since(moment):
    found = defaultdict(dict)
    for model in history_models():
        rows = model.objects.filter(history_date__gt=moment) if moment else model.objects.all()
        known = {}
        for row in rows.order_by("history_id").values(
            "id", "item_type", "item_slug", "batch", "history_date", "history_user_id", "history_change_reason",
            "internal_note", "public", "changes",
        ):  # fmt: skip
            acts = found[row["item_type"], row["item_slug"]]
            act = acts.setdefault(
                row["batch"],
                Act(row["history_date"], row["history_user_id"], row["history_change_reason"], row["internal_note"]),
            )
            act.public = act.public or row["public"]
            act.values += _written(known, row["id"], read_changes(model.instance_type, row["changes"]))
    by_time = {key: sorted(acts.values(), key=lambda act: act.at) for key, acts in found.items()}
    return defaultdict(list, by_time)


def _written(known, row_id, changes):
    """The values that one row of the record wrote; `known` are those of its table so far."""
    if changes is None:  # nobody can say that it was undone
        return [_Value(False, True)]
    for column, (before, after) in changes.items():
        known.setdefault((row_id, column), _Value(before, after)).now = after
    return [known[row_id, column] for column in changes]


def draft_note(changed):
    """A first note from the reasons that readers may know, in order of time; those in Latin letters go into the English one.

    `changed` is what `with_acts` gives: what was undone again is not told.
    """
    acts = sorted((act for _item, acts in changed for act in acts if act.public and act.stands), key=lambda act: act.at)
    reasons = list(dict.fromkeys(act.reason for act in acts if act.reason))
    return {
        "released_on": timezone.localdate(),
        "kind": Kind.MINOR,
        "note_ja": "\n".join(reason for reason in reasons if not reason.isascii()),
        "note_en": "\n".join(reason for reason in reasons if reason.isascii()),
    }
