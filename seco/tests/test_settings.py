"""What the environment may say, and how a wrong value ends the start: each start is a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from seco import database
from seco.env import Refused
from seco.settings import local_secret_key

ROOT = Path(__file__).resolve().parents[2]
OURS = {"SECO_ENV", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "SQLITE_JOURNAL", "HTTPS", "PORT"}
PRODUCTION = {"SECO_ENV": "production", "SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "seco.example.jp"}


def start(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=clean | environ, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    "environ, sentence",
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY is not set or too short"),
        ({"DATABASE_URL": "sqlite://seco.db"}, "DATABASE_URL has two slashes where SQLite needs three or four"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS is not set"),
        ({"DEBUG": "true"}, "DEBUG must not be on in production"),
        ({"DEBUG": "maybe"}, "DEBUG must be true or false"),
        ({"HTTPS": "2"}, "HTTPS must be true or false"),
        ({"HSTS_SECONDS": "-1"}, "HSTS_SECONDS must be a whole number from 0"),
        ({"SECO_ENV": "staging"}, "SECO_ENV must be development or production"),
        ({"DATABASE_URL": "not a url"}, "DATABASE_URL names no database that Seco knows"),
        ({"DATABASE_URL": "mysql://u:hunter2@h/n"}, "DATABASE_URL names no database that Seco knows"),
        ({"DATABASE_URL": "postgres://u:hunter2@h:port/n"}, "DATABASE_URL is not a valid URL"),
        ({"DATABASE_URL": "postgres://u:hunter2@[h/n"}, "DATABASE_URL is not a valid URL"),
        ({"DATABASE_URL": "postgres://u:hunter2@h/"}, "DATABASE_URL lacks the name"),
        ({"SQLITE_JOURNAL": "memory"}, "SQLITE_JOURNAL must be delete or wal"),
    ],
)
def test_it_refuses_to_start_with_one_sentence(environ, sentence):
    ended = start("manage.py", "check", **PRODUCTION | environ)

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Seco does not start: {sentence}")
    assert ended.stderr.count("\n") == 1
    assert "hunter2" not in ended.stderr


def test_a_server_without_settings_is_in_production_and_refuses_to_start():
    ended = start("-m", "gunicorn", "seco.wsgi")

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("Seco does not start: SECRET_KEY is not set")
    assert "Traceback" not in ended.stderr


def test_any_wsgi_server_is_in_production():
    ended = start("-c", "import seco.wsgi")

    assert ended.returncode == 1
    assert "SECRET_KEY is not set" in ended.stderr


def test_a_wrong_port_ends_the_server():
    ended = start("-m", "gunicorn", "seco.wsgi", **PRODUCTION | {"PORT": "70000"})

    assert ended.returncode == 1
    assert "PORT must be a whole number from 1 to 65535" in ended.stderr


def test_production_starts_with_what_it_needs():
    ended = start("manage.py", "check", **PRODUCTION)

    assert ended.returncode == 0, ended.stderr


def test_a_command_starts_without_any_setting():
    ended = start("manage.py", "check")

    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:9/seco", "sqlite:////no/such/folder/seco.sqlite3"])
def test_an_unreachable_database_is_one_sentence(url):
    ended = start("manage.py", "migrate", DATABASE_URL=url)

    assert ended.returncode == 1
    assert ended.stderr.strip().splitlines()[-1].startswith("The database cannot be used: ")
    assert "Traceback" not in ended.stderr


def test_the_local_key_is_made_once_and_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "secret_key"

    key = local_secret_key(path)

    assert len(key) >= 50
    assert local_secret_key(path) == key
    assert path.stat().st_mode & 0o077 == 0


def test_sqlite_keeps_every_write():
    made = database.configuration("sqlite:////srv/seco.sqlite3", "delete")

    assert made["NAME"] == "/srv/seco.sqlite3"
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ["journal_mode=delete", "synchronous=FULL", "mmap_size=0", "foreign_keys=ON"]:
        assert f"PRAGMA {pragma}" in made["OPTIONS"]["init_command"]


@pytest.mark.sqlite
def test_the_pragmas_are_in_force(db):
    from django.db import connection

    def asked(pragma):
        with connection.cursor() as cursor:
            return cursor.execute(f"PRAGMA {pragma}").fetchone()[0]

    assert asked("journal_mode") == "delete"
    assert asked("synchronous") == 2
    assert asked("foreign_keys") == 1


def test_wal_is_refused_where_it_can_corrupt_the_file():
    with pytest.raises(Refused, match=r"3\.51\.3 or later \(this is 3\.51\.2\)"):
        database.configuration("sqlite:///x", "wal", sqlite_version=(3, 51, 2))


def test_wal_is_allowed_from_the_repaired_release_on():
    made = database.configuration("sqlite:///x", "wal", sqlite_version=(3, 51, 3))

    assert "journal_mode=wal" in made["OPTIONS"]["init_command"]


def test_postgresql_keeps_connections_and_looks_whether_they_live():
    made = database.configuration("postgresql://seco:p%40ss@db:5432/seco?sslmode=require", "delete")

    assert (made["PASSWORD"], made["CONN_MAX_AGE"], made["CONN_HEALTH_CHECKS"]) == ("p@ss", 60, True)
    assert made["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}


def test_a_database_without_tables_is_told_what_to_do(tmp_path):
    ended = start("manage.py", "seed", SECO_ENV="development", DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")

    assert ended.returncode == 1
    assert "run `manage.py migrate` first" in ended.stderr
    assert "Traceback" not in ended.stderr
