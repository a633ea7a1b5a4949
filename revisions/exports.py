"""The history, carried away: each revision and each recorded change as CSV, JSON or Markdown. XLSX is in `spreadsheet`.

Every export is a generator of texts and reads the record as it goes, so that its length costs no memory. The public
ones hold what readers may see; who did it, and notes among editors, are only in those made `with_person`.
"""

import csv
import html
import io
import json
import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import wording
from .items import kinds
from .record import Releases, stream

JSON_FORMAT = "seco-revision-history/1"
VERBS = {"+": "added", "~": "changed", "-": "removed"}


class Row(NamedTuple):
    """A line of the table: a revision, or one field of a recorded change in one language. Texts only.

    The date of a revision is the one it bears; its time, when it was really released, may be unknown.
    """

    record: str
    revision: str
    date: str
    time: str
    kind: str
    verb: str
    item: str
    part: str
    field: str
    language: str
    before: str
    after: str
    reason: str
    person: str
    note: str


PRIVATE = 2  # the last columns of a row, which only editors see


def header(with_person=False):
    names = Row(
        _("記録"), _("版"), _("日付"), _("日時"), _("種類"), _("操作"), _("項目"), _("部分"), _("欄"), _("言語"), _("変更前"), _("変更後"),
        _("内容・理由"), _("変更した人"), _("内部メモ"),
    )  # fmt: skip
    return _columns(names, with_person)


def _columns(row, with_person):
    return row if with_person else row[:-PRIVATE]


def table(question, with_person=False):
    """The lines of CSV and XLSX, without the header: the revisions, then the recorded changes, each oldest first."""
    for revision in question.revisions():
        yield _columns(_revision_row(revision), with_person)
    releases = Releases()
    for change in stream(question.selection(everything=with_person)):
        for row in _change_rows(change, releases):
            yield _columns(row, with_person)


def moment(at):
    """A moment as ISO 8601 in Japanese time, offset included."""
    return timezone.localtime(at, timezone.get_default_timezone()).isoformat()


def _revision_row(revision):
    return Row(
        record=_("改版"),
        revision=str(revision.number),
        date=revision.released_on.isoformat(),
        time=moment(revision.released_at) if revision.released_at else "",
        kind=str(revision.get_kind_display()),
        verb="",
        item="",
        part="",
        field="",
        language="",
        before="",
        after="",
        reason=note_of(revision),
        person=revision.published_by,
        note=revision.despite,
    )


def note_of(revision):
    """The note in the reader's language; in Japanese where a small revision has no other."""
    return getattr(revision, f"note_{get_language()}", "") or revision.note_ja or ""


def _change_rows(change, releases):
    number = str(releases.number_at(change.at) or "")
    time, language = moment(change.at), get_language()
    for column, (before, after) in _fields(change).items():
        words = _words(language, change.table, column, change.verb)
        yield Row(
            record=words.record,
            revision=number,
            date=time[:10],
            time=time,
            kind=words.kind,
            verb=words.verb,
            item=change.slug,
            part=f"{words.part} {change.part_key}".strip(),
            field=words.field,
            language=words.language,
            before=_text(before),
            after=_text(after),
            reason=change.reason,
            person=change.person,
            note=change.note,
        )


class Words(NamedTuple):
    record: str
    kind: str
    verb: str
    part: str
    field: str
    language: str


@cache
def _words(reader_language, table, column, verb):
    """What one column of the record is called in a language; the same for a hundred thousand rows."""
    return Words(
        record=_("変更"),
        kind=str(kinds()[table.item_type].label),
        verb={"+": _("追加"), "~": _("変更"), "-": _("廃止")}[verb],
        part=str(table.model._meta.verbose_name) if table.part else "",
        field=_problem(table, column) or str(table.label(column)),
        language=wording.language_name(table.split_column(column)[1]),
    )


def _fields(change):
    """``{column: (before, after)}``; one without a name for a change that says its fields in no form that can be read."""
    return {"": (None, None)} if change.changes is None else change.changes


def _problem(table, column):
    """What is wrong with a recorded field, as a sentence; "" when the table has it."""
    if not column:
        return wording.unreadable()
    return "" if table.label(column) is not None else _("知らない欄「%(name)s」") % {"name": column}


def _text(value):
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


# CSV

BOM = "\ufeff"  # tells Excel that the text is UTF-8

# What a spreadsheet takes for a formula, in Japanese also with full-width signs. An apostrophe is put before it, and
# before a text that begins with an apostrophe itself: whoever reads the file takes one leading apostrophe away.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def safe_cell(text):
    """`text` so that no spreadsheet runs it. `plain_cell` is its inverse."""
    return f"'{text}" if text.startswith(FORMULA) else text


def plain_cell(text):
    """What `safe_cell` was given."""
    return text.removeprefix("'")


def as_csv(question, with_person=False):
    yield BOM
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(header(with_person))
    for row in table(question, with_person):
        writer.writerow(map(safe_cell, row))
        if line.tell() > 30_000:
            yield _taken(line)
    yield _taken(line)


def _taken(line):
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


# JSON


def as_json(question, with_person=False):
    yield f'{{"format":{_json(JSON_FORMAT)},"time_zone":{_json(str(timezone.get_default_timezone()))},"revisions":['
    yield from _joined(_json(_revision_entry(revision, with_person)) for revision in question.revisions())
    yield '],"changes":['
    releases = Releases()
    changes = stream(question.selection(everything=with_person))
    yield from _joined(_json(_change_entry(change, releases, with_person)) for change in changes)
    yield "]}\n"


def _json(data):
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _joined(texts):
    for index, text in enumerate(texts):
        yield f"{',' if index else ''}\n{text}"


def _revision_entry(revision, with_person):
    entry = {**revision.entry(), "seal": revision.seal}
    entry["released_at"] = moment(revision.released_at) if revision.released_at else None
    private = {"person": revision.published_by, "despite": revision.despite}
    return {**entry, **private} if with_person else entry


def _change_entry(change, releases, with_person):
    entry = {
        "time": moment(change.at),
        "revision": releases.number_at(change.at),
        "item_type": change.table.item_type,
        "item": change.slug,
        "part": change.table.part,
        "part_key": change.part_key,
        "verb": VERBS[change.verb],
        "fields": [_field_entry(change.table, *field) for field in (change.changes or {}).items()],
        "reason": change.reason,
    }
    problems = [_problem(change.table, column) for column in _fields(change)]
    if any(problems):
        entry["problem"] = " ".join(filter(None, problems))
    private = {"person": change.person, "note": change.note, "public": change.public}
    return {**entry, **private} if with_person else entry


def _field_entry(table, column, values):
    name, language = table.split_column(column)
    return {"field": name, "language": language, "before": values[0], "after": values[1]}


# Markdown


def as_markdown(question, with_person=False):
    """改版履歴 as a table, newest first, as in the source document. A kind of item does not narrow it."""
    yield f"# {_('改版履歴')}\n\n"
    yield _markdown_row([_("版"), _("日付"), _("内容"), _("規模")])
    yield "|---:|---|---|---|\n"
    for revision in replace(question, item_type="").revisions().reverse():
        day, kind = revision.released_on.isoformat(), str(revision.get_kind_display())
        yield _markdown_row([str(revision.number), day, note_of(revision), kind])


def _markdown_row(cells):
    return f"| {' | '.join(map(markdown_cell, cells))} |\n"


def markdown_cell(text):
    """`text` as plain text in a cell: no markup of Markdown or HTML in it has a meaning."""
    text = html.escape(text, quote=False)
    text = re.sub(r"([\\`*_\[\]|~#])", r"\\\1", text)
    return "<br>".join(text.splitlines())


FORMATS = {"csv": as_csv, "json": as_json, "md": as_markdown}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
