"""Run every test on every database and browser of this machine: `python -m seco.tests.everywhere`, or `make test`.

Once on SQLite, in Chromium too where one is installed; then on PostgreSQL, where TEST_POSTGRES_URL names one or one
answers at 127.0.0.1:5432. What could not run is said at the end, loudly. With CI set, it ends the run instead.
"""

import getpass
import os
import subprocess
import sys

import psycopg

from conftest import find_chromium

GET_POSTGRESQL = (
    "PostgreSQL: nothing was tried on it. Name a server whose user may create databases:\n"
    "    TEST_POSTGRES_URL=postgresql://user:password@host:5432/postgres make test"
)
GET_CHROMIUM = (
    "Chromium: no page was tried in a browser. On Debian: apt-get install chromium (or set CHROMIUM to its path)."
)


def find_postgresql() -> str | None:
    """Return the URL of a server that lets us in and lets us create databases, or None."""
    named = os.environ.get("TEST_POSTGRES_URL")
    users = dict.fromkeys([os.environ.get("PGUSER", "postgres"), "postgres", getpass.getuser()])
    urls = [named] if named else [f"postgresql://{user}@127.0.0.1:5432/postgres" for user in users]
    return next(filter(lets_us_create_databases, urls), None)


def lets_us_create_databases(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            return bool(row and row[0])
    except psycopg.Error:
        return False


def pytest(database_url: str, arguments: list[str]) -> int:
    """Run pytest on one database and return its exit status."""
    environ = os.environ | {"DATABASE_URL": database_url, "TEST_DATABASE_NAME": f"seco_test_{os.getpid()}"}
    return subprocess.run([sys.executable, "-m", "pytest", "-n", "2", *arguments], env=environ).returncode


def main(arguments: list[str]) -> int:
    postgresql, chromium = find_postgresql(), find_chromium()
    if arguments == ["--find-postgresql"]:
        print(postgresql or "")
        return 0 if postgresql else 1
    missing = [how for found, how in [(postgresql, GET_POSTGRESQL), (chromium, GET_CHROMIUM)] if not found]
    if missing and os.environ.get("CI"):
        print("In CI nothing is left out.", *missing, sep="\n")
        return 1

    print(f"\n=== SQLite{', Chromium' if chromium else ''} ===", flush=True)
    status = pytest("sqlite://:memory:", [*([] if chromium else ["-m", "not browser"]), *arguments])
    if status == 0 and postgresql:
        print("\n=== PostgreSQL ===", flush=True)
        status = pytest(postgresql, ["-m", "not browser", *arguments])
    if missing:
        print("\n" + "!" * 100, "NOT EVERYTHING WAS TESTED.", *missing, "!" * 100, sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
