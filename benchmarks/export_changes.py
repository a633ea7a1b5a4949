"""100,000 recorded changes exported: the stream against a list built in memory, each in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conftest import ROOT

CHANGES = int(os.environ.get("BENCH_CHANGES", "100000"))
DESKS = 1_000
WAYS = ["csv", "json", "xlsx", "csv as a list", "json as a list"]


def main():
    with tempfile.TemporaryDirectory() as home:
        environ = os.environ | {"DATABASE_URL": f"sqlite:///{home}/seco.sqlite3", "SECO_ENV": "development"}
        measure(environ, "prepare", home)
        base = measure(environ, "nothing", home)["peak"]
        print(f"{CHANGES:,} recorded changes; a process that exports nothing takes {base:.0f} MB")
        print(f"{'export':16} {'MB written':>12} {'seconds':>9} {'first byte s':>13} {'peak MB':>9} {'above base':>11}")
        for way in WAYS:
            one = measure(environ, way, home)
            above = one["peak"] - base
            print(
                f"{way:16} {one['size']:12.1f} {one['seconds']:9.1f} {one['first']:13.2f} {one['peak']:9.0f} {above:11.0f}"
            )


def measure(environ, way, home):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.export_changes", way, home],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return json.loads(done.stdout or "{}")


# In a process of its own


def alone(way, home):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seco.settings")
    django.setup()
    if way == "prepare":
        prepare()
        return
    begin = time.perf_counter()
    size, first = export(way, Path(home) / "export", begin)
    seconds = time.perf_counter() - begin
    print(json.dumps({"size": size / 1e6, "seconds": seconds, "first": first, "peak": peak()}))


def peak():
    """The most memory this program ever held, in MB. A child starts with its parent's maximum elsewhere, not here."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def export(way, path, begin):
    """Write the export and return its bytes and the seconds until the first of them."""
    from revisions import exports, spreadsheet
    from revisions.filters import Question

    if way == "nothing":
        return 0, 0.0
    if way == "xlsx":
        with path.open("wb") as file:
            spreadsheet.write(file, Question())
        return path.stat().st_size, time.perf_counter() - begin
    first = None
    texts = exports.FORMATS[way.split()[0]](Question())
    if way.endswith("list"):
        texts = ["".join(list(texts))]
    with path.open("wb") as file:
        for text in texts:
            file.write(text.encode())
            first = first or time.perf_counter() - begin
    return path.stat().st_size, first


def prepare():
    """Desks whose numbers and notes change again and again. Rows are written in bulk: only the record matters here."""
    from datetime import timedelta
    from uuid import uuid4

    from django.core.management import call_command
    from django.db import transaction
    from django.db.models import QuerySet
    from django.utils import timezone

    from contacts.models import Contact

    call_command("migrate", verbosity=0)
    history, start = Contact.history.model, timezone.now() - timedelta(days=3650)

    def row(number):
        desk = number % DESKS
        before, after = (
            f"窓口{desk}の案内、{number + step}回目の書き直しです。番号は03-{number + step:08d}です。"
            for step in (0, DESKS)
        )
        return history(
            id=desk + 1, slug=f"desk-{desk}", status="published", category="legal", name_ja=f"窓口{desk}", summary_ja=after,
            history_date=start + timedelta(minutes=number), history_type="~" if number >= DESKS else "+", batch=uuid4(),
            item_type="contacts", item_slug=f"desk-{desk}", public=True, history_change_reason="番号が変わった",
            changes={"summary_ja": [before, after], "cost_ja": ["無料", "有料"]},
        )  # fmt: skip

    with transaction.atomic():
        for begin in range(0, CHANGES, 5_000):
            QuerySet(history).bulk_create([row(number) for number in range(begin, min(begin + 5_000, CHANGES))])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        alone(*sys.argv[1:])
    else:
        main()
