"""Does the record agree with itself, and with what is published now? Yields ``(place, problem)``, in plain words."""

from .record import tables
from .tracked import plain, recorded_columns

SAME_IN_A_BATCH = ("history_date", "history_user_id", "history_change_reason", "internal_note")


def record_findings():
    yield from _batches()
    for table in tables():
        yield from _rows(table)
        yield from _present(table)


def _place(table, slug, at=None):
    part = f", {table.part}" if table.part else ""
    when = f", recorded change of {at.isoformat()}" if at else ""
    return f"{table.item_type} {slug}{part}{when}"


def _batches():
    """All rows of one act bear one time, one person and one reason."""
    known = {}
    for table in tables():
        rows = table.history.objects.order_by("history_id").values_list("batch", "item_slug", *SAME_IN_A_BATCH)
        for batch, slug, *said in rows.iterator():
            first = known.setdefault(batch, said)
            if first != said:
                different = [
                    name for name, one, other in zip(SAME_IN_A_BATCH, first, said, strict=True) if one != other
                ]
                yield (
                    _place(table, slug, said[0]),
                    f"{', '.join(different)}: not that of the other rows of the same act.",
                )


def _rows(table):
    """Each row's differences are those between its columns and the columns of the row before it."""
    columns = recorded_columns(table.model)
    names = [column.attname for column in columns]
    rows = table.history.objects.order_by("id", "history_id").values(
        "id", "history_date", "history_type", "item_slug", "changes", *names
    )
    before = None
    for row in rows.iterator():
        if before is not None and before["id"] != row["id"]:
            before = None
        problem = _row_problem(columns, row, before)
        if problem:
            yield _place(table, row["item_slug"], row["history_date"]), problem
        before = None if row["history_type"] == "-" else row


def _row_problem(columns, row, before):
    if before is None and row["history_type"] != "+":
        return "the record begins in the middle."
    if before is not None and row["history_date"] < before["history_date"]:
        return "it is older than the change before it."
    for column in columns:
        if column.is_relation:
            continue  # recorded as a slug; the columns hold numbers
        old = plain(before[column.attname]) if before else None
        new = None if row["history_type"] == "-" else plain(row[column.attname])
        said = row["changes"].get(column.name)
        if said is not None and said != [old, new]:
            return f"{column.name} was not changed as recorded."
        if said is None and before is not None and old != new:
            return f"{column.name} changed without being recorded."
    return ""


def _present(table):
    """What stands in the table now is what was recorded last."""
    columns = [column.attname for column in recorded_columns(table.model)]
    recorded = _last_recorded(table, columns)
    for row in table.model._base_manager.order_by("pk").values("id", *columns).iterator():
        last = recorded.pop(row["id"], None)
        if last is None:
            yield f"{table.item_type}, {table.part or 'item'} {row['id']}", "it stands there, but was never recorded."
            continue
        slug, values = last
        different = [name for name in columns if plain(row[name]) != values[name]]
        if different:
            yield _place(table, slug), f"{', '.join(different)}: not what was recorded last."
    for slug, _values in recorded.values():
        yield _place(table, slug), "recorded, but it is not there any more, and nobody removed it."


def _last_recorded(table, columns):
    """``{row id: (item, {column: value})}`` by the record; rows that were removed are left out."""
    found = {}
    rows = table.history.objects.order_by("history_date", "history_id")
    for row in rows.values("id", "history_type", "item_slug", *columns).iterator():
        if row["history_type"] == "-":
            found.pop(row["id"], None)
        else:
            found[row["id"]] = row["item_slug"], {name: plain(row[name]) for name in columns}
    return found
