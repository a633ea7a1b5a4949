"""Two people at once, and a crash in between: real processes on a database of their own."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from conftest import ROOT, run

RELEASE = """
import os, sys, django
django.setup()
from revisions.models import DocumentVersion, Revision
from revisions.releases import NotReleased, publish_revision
number, crash = int(sys.argv[1]), sys.argv[2] == "crash"
if crash:
    DocumentVersion.renew = lambda: os._exit(9)
print("ready", flush=True)
sys.stdin.readline()
try:
    since = {"unless_changed_since": number} if number >= 0 else {}
    print("released", publish_revision(note={"ja": "改版", "en": "revision"}, **since).number)
except NotReleased:
    print("refused")
"""

EDIT = """
import sys, django
django.setup()
from contacts.models import Contact
from revisions.recording import recording
print("ready", flush=True)
sys.stdin.readline()
for turn in range(25):
    with recording("編集"):
        desk = Contact.objects.get(slug="desk")
        desk.name_ja = f"名前{turn}"
        desk.save()
print("edited")
"""

BARE_EDIT = """
import sys, django
django.setup()
from contacts.models import Contact
print("ready", flush=True)
sys.stdin.readline()
for turn in range(25):
    Contact.objects.create(slug=f"{sys.argv[1]}-{turn}", status="published", category="legal", name_ja="名前", name_en="name")
print("edited")
"""

PREPARE = """
import django
django.setup()
from contacts.models import Contact
Contact.objects.create(slug="desk", status="published", category="legal", name_ja="名前", name_en="name")
"""

FULL = """
import django
django.setup()
from django.db import connection
from revisions.releases import NotReleased, publish_revision
with connection.cursor() as cursor:
    cursor.execute("PRAGMA page_count")
    cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
try:
    publish_revision(note={"ja": "長い" * 200_000, "en": "long"})
except NotReleased as error:
    print(error)
"""


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    """The environment of commands on a fresh database on the engine under test, with one desk and one revision in it."""
    with own_database(tmp_path_factory.mktemp("races")) as url:
        environ = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "seco.settings",
            "SECO_ENV": "development",
        }
        run([sys.executable, "manage.py", "migrate", "--verbosity=0"], environ)
        run([sys.executable, "-c", PREPARE], environ)
        run(
            [sys.executable, "manage.py", "publish_revision", "--note-ja=最初", "--note-en=first", "--despite=x"],
            environ,
        )
        yield environ


class own_database:
    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.folder}/races.sqlite3"
        server = settings.DATABASES["default"]
        self.name = f"seco_races_{os.getpid()}"
        self.options = {
            "host": server["HOST"],
            "port": server["PORT"] or 5432,
            "user": server["USER"],
            "password": server["PASSWORD"],
        }
        self.on_the_server("CREATE")
        user = f"{server['USER']}:{server['PASSWORD']}" if server["PASSWORD"] else server["USER"]
        return f"postgresql://{user}@{server['HOST']}:{server['PORT'] or 5432}/{self.name}"

    def on_the_server(self, verb):
        with psycopg.connect(dbname="postgres", autocommit=True, **self.options) as server:
            server.execute(f'{verb} DATABASE "{self.name}"')

    def __exit__(self, *error):
        if connection.vendor != "sqlite":
            self.on_the_server("DROP")


def start(environ, script, *arguments):
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "ready\n"
    return process


def at_once(*processes):
    """Let all of them go, and return what each printed."""
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=120)[0].strip() for process in processes]


def latest(environ):
    code = "import django; django.setup(); from revisions.models import Revision; print(Revision.objects.count())"
    return int(run([sys.executable, "-c", code], environ))


def assert_whole(environ):
    assert "The history is whole." in run([sys.executable, "manage.py", "verify_revisions"], environ)


def test_of_two_people_who_release_what_they_saw_one_releases_and_one_is_refused(environ):
    number = latest(environ)
    said = at_once(*(start(environ, RELEASE, number, "") for _person in range(2)))
    assert sorted(said) == ["refused", f"released {number + 1}"]
    assert latest(environ) == number + 1
    assert_whole(environ)


def test_releases_at_the_same_time_never_fork_the_chain(environ):
    number = latest(environ)
    said = at_once(*(start(environ, RELEASE, -1, "") for _person in range(3)))
    released = [text for text in said if text.startswith("released")]
    assert len(set(released)) == len(released) == latest(environ) - number
    assert_whole(environ)


def test_a_crash_before_the_end_leaves_nothing(environ):
    number = latest(environ)
    process = start(environ, RELEASE, number, "crash")
    assert at_once(process) == [""]
    assert process.returncode == 9
    assert latest(environ) == number
    assert_whole(environ)


def test_editing_while_others_release_keeps_record_and_revisions_together(environ):
    at_once(start(environ, EDIT), *(start(environ, RELEASE, -1, "") for _person in range(2)), start(environ, EDIT))
    assert_whole(environ)


def test_rows_saved_outside_of_any_recording_do_not_slip_past_a_release(environ):
    releases = (start(environ, RELEASE, -1, "") for _person in range(3))
    said = at_once(start(environ, BARE_EDIT, "a"), *releases, start(environ, BARE_EDIT, "b"))
    assert said.count("edited") == 2
    assert_whole(environ)


@pytest.mark.sqlite
def test_a_full_disk_leaves_nothing(environ):
    number = latest(environ)
    said = run([sys.executable, "-c", FULL], environ)
    assert "何も変えていません" in said
    assert "full" in said
    assert latest(environ) == number
    assert_whole(environ)
