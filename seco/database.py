"""The database behind DATABASE_URL, set up so that no write is lost (pure, no connection is made)."""

import sqlite3
from typing import Any

import dj_database_url

from seco.env import Refused

ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}

# Releases 3.7.0 to 3.51.2 can corrupt a file in WAL mode under concurrent writers.
FIRST_SAFE_WAL = (3, 51, 3)
JOURNALS = ("delete", "wal")

KEEP_CONNECTIONS = 60  # seconds
CONNECT_WITHIN = 5  # seconds; a reader gets the last good page after that, not an endless wait
WAIT_FOR_LOCK = 20  # seconds


def configuration(
    url: str, journal: str, sqlite_version: tuple[int, ...] = sqlite3.sqlite_version_info
) -> dict[str, Any]:
    """Return the entry of DATABASES for a URL.

    `journal` is SQLite's journal mode, `delete` or `wal`. Raises Refused for anything that cannot work, and
    never repeats the URL itself: it may hold a password.
    """
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url))
    except dj_database_url.UnknownSchemeError:
        database = {}
    except (dj_database_url.ParseError, ValueError):
        raise Refused(f"DATABASE_URL is not a valid URL; {examples()}.") from None
    if database.get("ENGINE") not in ENGINES:
        raise Refused(f"DATABASE_URL names no database that Seco knows; {examples()}.")
    if database["ENGINE"].endswith("sqlite3"):
        return sqlite(database, journal, sqlite_version)
    return postgresql(database)


def examples() -> str:
    return "write sqlite:////absolute/path/seco.sqlite3 or postgresql://user:password@host:5432/name"


def sqlite(database: dict[str, Any], journal: str, version: tuple[int, ...]) -> dict[str, Any]:
    if journal not in JOURNALS:
        raise Refused(f"SQLITE_JOURNAL must be delete or wal, not {journal!r}.")
    if journal == "wal" and version < FIRST_SAFE_WAL:
        raise Refused(
            f"SQLITE_JOURNAL=wal needs SQLite 3.51.3 or later (this is {'.'.join(map(str, version))}), "
            "because earlier ones can corrupt the file."
        )
    if database.get("HOST"):
        raise Refused(f"DATABASE_URL has two slashes where SQLite needs three or four; {examples()}.")
    pragmas = [f"journal_mode={journal}", "synchronous=FULL", "mmap_size=0", "foreign_keys=ON"]
    database["OPTIONS"] = {
        **database.get("OPTIONS", {}),
        # A transaction takes the write lock when it begins, so that two writers wait for one another and neither fails.
        "transaction_mode": "IMMEDIATE",
        "timeout": WAIT_FOR_LOCK,
        "init_command": "; ".join(f"PRAGMA {pragma}" for pragma in pragmas),
    }
    return database


def postgresql(database: dict[str, Any]) -> dict[str, Any]:
    if not database.get("NAME"):
        raise Refused(f"DATABASE_URL lacks the name of the database; {examples()}.")
    database["CONN_MAX_AGE"] = KEEP_CONNECTIONS
    database["CONN_HEALTH_CHECKS"] = True
    database["OPTIONS"] = {"connect_timeout": CONNECT_WITHIN, **database.get("OPTIONS", {})}
    return database
