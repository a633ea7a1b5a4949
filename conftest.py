"""What every test of Seco may ask for. Content of single apps is made by the factories beside their tests."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import timezone, translation

from revisions import append_only
from seco import messages

ROOT = Path(__file__).resolve().parent
CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def pytest_configure(config: pytest.Config) -> None:
    # A name of its own for each run, and a file rather than memory: threads must meet real locks.
    name = os.environ.get("TEST_DATABASE_NAME") or f"seco_test_{os.getpid()}"
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        name = str(Path(tempfile.gettempdir()) / f"{name}.sqlite3")
    database.setdefault("TEST", {})["NAME"] = name
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    for language in [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]:
        if messages.is_stale(ROOT, language):
            messages.compile_catalogue(ROOT, language)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    let_tests_empty_the_database()


def let_tests_empty_the_database() -> None:
    """A test of its own transactions ends by emptying every table, which the append-only triggers rightly refuse."""
    empty = TransactionTestCase._fixture_teardown

    def without_triggers(self) -> None:
        append_only.remove()
        try:
            empty(self)
        finally:
            append_only.install()

    TransactionTestCase._fixture_teardown = without_triggers


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, without calling it a skip, what is written for the other database."""
    other = "postgresql" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "sqlite"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker(other)]


@pytest.fixture(autouse=True)
def _start_in_japanese() -> Iterator[None]:
    """A page asked for in English must not leave the next test in English."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def at(monkeypatch) -> Callable:
    """Sets the moment at which pages are asked for: `at(NIGHT)`."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The quick list of content/, loaded once for all tests of a module; what a test changes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def read_only(db) -> Iterator[Callable[[], None]]:
    """A function after which the database refuses every write, until the test ends."""

    def shut() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA query_only = ON" if connection.vendor == "sqlite" else "SET LOCAL transaction_read_only = on"
            )

    with transaction.atomic():  # given up again, and the refusal with it
        yield shut
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")
        transaction.set_rollback(True)


# --- Chromium against a running Seco ----------------------------------------------------------------------------------


def find_chromium() -> str | None:
    """The path of an installed Chromium, or None. CHROMIUM names another one."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass(frozen=True)
class Site:
    """A running Seco: its address, and the environment its commands run in."""

    url: str
    environ: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a command on the site's own database and return what it printed."""
        return run([sys.executable, "manage.py", *arguments], self.environ)

    def python(self, code: str) -> str:
        """Run `code` with the site's own database and return what it printed."""
        return run([sys.executable, "-c", code], self.environ)


def run(command: list[str], environ: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def start_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Site]]:
    """A function that starts another seeded Seco under gunicorn, with a database and static files of its own.

    It has one editor: `editor` with the password `correct horse battery`.
    """
    servers: list[subprocess.Popen[bytes]] = []

    def start() -> Site:
        home = tmp_path_factory.mktemp("site")
        port = free_port()
        environ = os.environ | {
            "SECO_ENV": "development",
            "DATABASE_URL": f"sqlite:///{home}/seco.sqlite3",
            "STATIC_ROOT": str(home / "static"),
            "PAGE_COPIES": str(home / "pages"),
            "PORT": str(port),
            "DJANGO_SUPERUSER_PASSWORD": "correct horse battery",
        }
        site = Site(f"http://127.0.0.1:{port}", environ)
        site.manage("migrate", "--verbosity=0")
        site.manage("seed")
        site.manage("createsuperuser", "--noinput", "--username=editor", "--email=editor@example.jp")
        site.manage("collectstatic", "--noinput", "--verbosity=0")
        log = (home / "server.log").open("wb")
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "seco.wsgi"], cwd=ROOT, env=environ, stdout=log, stderr=log
        )
        servers.append(server)
        wait_until_ready(site.url, server, home / "server.log")
        return site

    yield start
    for server in servers:
        server.terminate()
        server.wait(timeout=30)


def wait_until_ready(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        try:
            urllib.request.urlopen(f"{url}/health/live", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it answers, and a test will say what is wrong
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"Seco did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def site(start_site: Callable[[], Site]) -> Site:
    """One seeded Seco for all tests that read. A test that changes content starts its own with `start_site`."""
    return start_site()


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """An installed Chromium, driven by Playwright, which downloads none."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed; `apt-get install chromium` brings it.")
        pytest.skip("Chromium is not installed; `apt-get install chromium` brings it.")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop running in this thread, which Django would take for an asynchronous view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # Without its sandbox, since tests also run as root; it opens loopback addresses only.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


def follow(action: Callable[[], None], page) -> None:
    """Do what leads to another page, and go on when that one is there: a click alone returns before it is read."""
    with page.expect_navigation():
        action()


@pytest.fixture
def open_page(chromium, site: Site) -> Iterator[Callable]:
    """A function that gives a new page in a context of its own: `open_page(width=390, javascript=True, …)`.

    Addresses are relative to `site`, unless `base_url` names another. Other words go to Playwright's `new_context`.
    """
    contexts = []

    def open_one(*, width: int = 390, height: int = 844, javascript: bool = True, **options):
        options.setdefault("base_url", site.url)
        options.setdefault("locale", "ja-JP")
        options.setdefault("timezone_id", "Asia/Tokyo")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
