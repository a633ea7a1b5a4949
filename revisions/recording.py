"""The record of every change: who, when, which field in which language, why.

One act of an editor (a saved form, a command, a restore) is one *batch*: all rows it writes carry the same time,
the same batch id and the same reason, so that a parent and its children can be read back together "as of" that time.
"""

import logging
import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

import simple_history
from django.db import models, transaction
from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.signals import post_create_historical_record, pre_create_historical_record

from .tracked import recorded_columns


@dataclass(frozen=True)
class Batch:
    reason: str
    person: str
    note: str
    at: datetime
    id: uuid.UUID = field(default_factory=uuid.uuid4)


_current: ContextVar[Batch | None] = ContextVar("batch", default=None)


@contextmanager
def recording(reason, *, person="", note="", at=None):
    """Everything saved inside is one transaction and one batch. `reason` is public, `note` and `person` are not.

    Inside another recording the outer batch goes on: one act stays one act.
    """
    if _current.get() is not None:
        with transaction.atomic():
            yield _current.get()
        return
    with transaction.atomic():
        _wait_for_turn()  # before the time is taken: otherwise a release in between would look older than this act
        batch = Batch(reason=reason, person=person, note=note, at=at or timezone.now())
        token = _current.set(batch)
        try:
            yield batch
        finally:
            _current.reset(token)


log = logging.getLogger("seco.database")


def not_written(error):
    """The sentence for somebody whose act the database refused: a full disk, a database that is locked or read-only."""
    cause = str(error).splitlines()[0] if str(error) else type(error).__name__
    log.error("the database took nothing: %s", cause)
    return _(
        "データベースに書き込めなかったので、何も変えていません。ディスクの空きを確かめてください。(%(cause)s)"
    ) % {"cause": cause}


def _wait_for_turn():
    from .models import DocumentVersion  # this module is loaded before the models

    DocumentVersion.hold()


class RecordedChange(models.Model):
    """What a history row knows beyond the copied columns.

    `changes` is ``{column: [before, after]}`` with references as slugs, computed when the row is written, so that an
    export can stream without looking anything up. `public` is false while the item, or what it stands under, is a
    draft, and for a part that only names a draft.
    """

    batch = models.UUIDField(db_index=True, editable=False)
    item_type = models.CharField(max_length=40, editable=False)
    item_slug = models.CharField(max_length=100, db_index=True, editable=False)
    public = models.BooleanField(default=False, editable=False)
    internal_note = models.TextField(blank=True, default="", editable=False)
    changes = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True


def read_changes(model, changes):
    """The `changes` of a row of the record, in the order of the fields of `model`; None when they can't be read.

    PostgreSQL keeps the keys of JSON in an order of its own. Fields that the model does not have come last.
    """
    if not isinstance(changes, dict) or not all(map(_is_pair, changes.values())):
        return None
    places = _places(model)
    return {
        column: changes[column] for column in sorted(changes, key=lambda name: (places.get(name, len(places)), name))
    }


def _is_pair(values):
    """Before and after, each as `tracked.plain` writes it."""
    is_list = isinstance(values, list) and len(values) == 2
    return is_list and all(value is None or isinstance(value, (bool, int, str)) for value in values)


@cache
def _places(model):
    return {column.name: place for place, column in enumerate(recorded_columns(model))}


tracked_models: list[type[models.Model]] = []


def track(model):
    """Record the history of `model`. Call it in translation.py, after the translation is registered."""
    simple_history.register(
        model,
        bases=[RecordedChange],
        excluded_fields=list(getattr(model, "unrecorded_fields", ())),
        history_change_reason_field=models.TextField(null=True),
        # The name as it was then, not a foreign key: deleting an account must not touch an append-only row.
        history_user_id_field=models.CharField(max_length=150, null=True, blank=True),
        history_user_getter=lambda row: row.history_user_id,
        history_user_setter=lambda row, person: setattr(row, "history_user_id", person or ""),
        get_user=lambda instance, **kwargs: None,
    )
    pre_delete.connect(_before_delete, sender=model, dispatch_uid=f"seco.remember.{model._meta.label}")
    tracked_models.append(model)


def _before_delete(sender, instance, **kwargs):
    instance.remember_values()


def history_models():
    return [model.history.model for model in tracked_models]


def _act_of_its_own():
    """For a row that is saved outside of any recording."""
    _wait_for_turn()
    return Batch(reason="", person="", note="", at=timezone.now())


def stamp(sender, instance, history_instance, **kwargs):
    """Give a history row its batch, time, person, reason, item and differences, just before it is written."""
    batch = _current.get() or _act_of_its_own()
    root = instance.history_root()
    row = history_instance
    row.history_date, row.batch = batch.at, batch.id
    row.history_user_id, row.history_change_reason, row.internal_note = batch.person, batch.reason, batch.note
    row.item_type, row.item_slug = root.item_type, root.item_key
    row.public = root.is_public_record and instance.names_only_public_items
    row.changes = instance.recorded_changes(row.history_type)


def renew_version(sender, **kwargs):
    from .models import DocumentVersion  # the receiver is connected before the models are loaded

    DocumentVersion.renew()


def connect():
    pre_create_historical_record.connect(stamp, dispatch_uid="seco.stamp")
    post_create_historical_record.connect(renew_version, dispatch_uid="seco.version")
