"""Everything the site knows in one file, and back: content, record, revisions, accounts. The same for both databases.

The file is gzipped JSON lines: one line that says what it is, then one row a line. It holds the editors' password
hashes and internal notes, so it is written for its owner's eyes only.
"""

import datetime
import gzip
import json
from collections import Counter
from contextlib import contextmanager
from itertools import groupby

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from revisions.output import written

FORMAT = "seco-backup/1"
# Made anew by migrate, or of no use to anyone later.
LEFT_OUT = {"contenttypes.contenttype", "auth.permission", "sessions.session", "admin.logentry"}
BATCH = 500


class Exact(DjangoJSONEncoder):
    """Times to the microsecond: the record of changes is in that order. (The stock encoder cuts them to milliseconds.)"""

    def default(self, value):
        return value.isoformat() if isinstance(value, datetime.datetime) else super().default(value)


class NotPossible(ValueError):
    """The backup or restore did not happen; the message says why."""


def backed_up_models():
    return [m for m in apps.get_models(include_auto_created=False) if m._meta.label_lower not in LEFT_OUT]


def _migrations():
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {config.label for config in apps.get_app_configs()}
    return sorted(f"{app}.{name}" for app, name in applied if app in ours)


def backup(file, on_model=lambda label, count: None):
    """Write everything to `file`, whole or not at all; returns the number of rows."""
    try:
        with written(file, mode=0o600) as raw, gzip.open(raw, "wt", encoding="utf-8") as lines, _one_moment():
            return _write(lines, on_model)
    except OSError as error:
        raise NotPossible(f"{file} could not be written: {error.strerror}.") from error


@contextmanager
def _one_moment():
    """All rows as of one moment, although others go on writing. SQLite's transactions are so by themselves."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _write(lines, on_model):
    lines.write(json.dumps({"format": FORMAT, "migrations": _migrations()}) + "\n")
    total = 0
    for model in backed_up_models():
        rows = model._base_manager.order_by("pk").iterator(chunk_size=BATCH)
        count = 0
        for row in rows:
            lines.write(
                serializers.serialize("jsonl", [row], use_natural_foreign_keys=True, ensure_ascii=False, cls=Exact)
            )
            count += 1
        on_model(model._meta.label, count)
        total += count
    return total


def restore(file, on_model=lambda label, count: None):
    """Fill an empty, migrated database from `file`, in one transaction; returns the number of rows. Raises NotPossible."""
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            _check_header(lines.readline())
            _check_empty()
            with transaction.atomic():
                counts = _read(lines)
                _check_whole(counts)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise NotPossible(f"{file} could not be read: {error}.") from error
    except serializers.base.DeserializationError as error:
        raise NotPossible(f"{file} is damaged: {error}.") from error
    _continue_numbering()
    for label, count in counts.items():
        on_model(label, count)
    return sum(counts.values())


def _check_header(line):
    try:
        header = json.loads(line)
    except ValueError:
        header = None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise NotPossible("This is not a backup of Seco.")
    missing = set(header["migrations"]) ^ set(_migrations())
    if missing:
        raise NotPossible(
            f"The backup was made by another version of Seco; these migrations differ: {', '.join(sorted(missing))}."
        )


def _check_empty():
    filled = [m._meta.label for m in backed_up_models() if m is not get_user_model() and m._base_manager.exists()]
    if filled or get_user_model()._base_manager.exists():
        raise NotPossible(f"The database is not empty ({', '.join(filled[:3]) or 'accounts'}); restore into a new one.")


def _read(lines):
    """Rows are put in as they are, without new history rows: their own are in the file."""
    counts = Counter()
    found = serializers.deserialize("jsonl", lines)
    for model, group in groupby(found, key=lambda item: type(item.object)):
        for batch in _batches(group):
            models.QuerySet(model).bulk_create([item.object for item in batch])
            for item in batch:
                for name, values in (item.m2m_data or {}).items():
                    getattr(item.object, name).set(values)
            counts[model._meta.label] += len(batch)
    return counts


def _batches(items):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _check_whole(counts):
    for model in backed_up_models():
        if model._base_manager.count() != counts[model._meta.label]:
            raise NotPossible(f"{model._meta.label}: not every row arrived.")


def _continue_numbering():
    """New rows must not take the numbers of restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), backed_up_models()):
            cursor.execute(statement)
