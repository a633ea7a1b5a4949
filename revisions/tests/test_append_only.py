import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from contacts.models import Contact
from contacts.tests.factory import make_contact
from revisions import append_only
from revisions.models import ReleasedForGood, Revision
from revisions.releases import publish_revision

pytestmark = pytest.mark.django_db

NOTE = {"ja": "改版", "en": "revision"}


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", ["UPDATE {} SET history_change_reason = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_touch_a_recorded_change(sql):
    make_contact()
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql.format(Contact.history.model._meta.db_table))
    assert Contact.history.model.objects.get().history_change_reason == ""


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE revisions_revision SET note_ja = 'x'",
        "UPDATE revisions_revision SET record_seal = ''",
        "DELETE FROM revisions_revision",
    ],
)
def test_the_database_refuses_to_touch_a_released_revision(sql):
    publish_revision(note=NOTE)
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)
    assert Revision.objects.get().note_ja == "改版"


def test_every_history_table_is_protected():
    for table in append_only.protected_tables():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = %s", [f"{table}_append_only"])
                wanted = 1
            else:
                cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
                wanted = 3
            assert cursor.fetchone()[0] == wanted, table


def test_the_program_refuses_as_well():
    revision = publish_revision(note=NOTE)
    revision.note_ja = "別の内容"
    for write in (
        revision.save,
        revision.delete,
        Revision.objects.all().delete,
        lambda: Revision.objects.update(number=9),
    ):
        with pytest.raises(ReleasedForGood):
            write()


@pytest.mark.sqlite
def test_replacing_a_row_is_refused_as_well():
    publish_revision(note=NOTE)
    contact = make_contact()
    for table, key in ((Contact.history.model._meta.db_table, "history_id"), ("revisions_revision", "id")):
        with pytest.raises(DatabaseError, match="append-only"):
            run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = (SELECT max({key}) FROM {table})")
    contact.name_ja = "別の名前"
    contact.save()
    assert Contact.history.count() == 2


def test_installing_twice_changes_nothing():
    append_only.install()
    make_contact()
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"DELETE FROM {Contact.history.model._meta.db_table}")


def test_releasing_goes_on_after_the_triggers():
    publish_revision(note=NOTE, released_on=datetime.date(2026, 11, 22))
    assert publish_revision(note=NOTE, released_on=datetime.date(2026, 11, 23)).number == 2
