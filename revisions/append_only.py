"""History and released revisions are append-only: the database itself refuses to change or remove a row.

The triggers are put in place after every migrate, because SQLite loses a table's triggers when a migration rebuilds it.
"""

from django.db import connections

MESSAGE = "append-only: a recorded change or a released revision can be neither changed nor removed"

SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{message}'); END"""

# INSERT OR REPLACE removes the old row without asking the trigger above.
SQLITE_REPLACE = """CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON "{table}"
WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {same}) BEGIN SELECT RAISE(ABORT, '{message}'); END"""

POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION seco_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$ LANGUAGE plpgsql"""
POSTGRES = """CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION seco_append_only()"""


def protected_tables():
    """``{table: the columns of which each is unique}``"""
    from .models import Revision
    from .recording import history_models

    history = {model._meta.db_table: [model._meta.pk.column] for model in history_models()}
    return {Revision._meta.db_table: ["id", "number"], **history}


def install(using="default", **kwargs):
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    tables = [table for table in protected_tables() if table in existing]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION.format(message=MESSAGE))
            for table in tables:
                cursor.execute(POSTGRES.format(table=table))
        else:
            for table in tables:
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(SQLITE.format(table=table, verb=verb.lower(), message=MESSAGE))
                same = " OR ".join(f'"{column}" = NEW."{column}"' for column in protected_tables()[table])
                cursor.execute(SQLITE_REPLACE.format(table=table, same=same, message=MESSAGE))


def remove(using="default"):
    """Take the triggers away. Only for filling an empty database from a backup, and for tests that forge history."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in protected_tables():
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS {table}_append_only ON "{table}"')
            else:
                for verb in ("update", "delete", "replace"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
