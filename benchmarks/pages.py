"""Finished pages against pages made for every reader: the same server, the same pages, side by side."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from conftest import ROOT, free_port, wait_until_ready

PATHS = ["/", "/situations/ransomware/", "/contacts/", "/contacts/police-9110/", "/playbooks/emotet/", "/en/document/"]
ROUNDS = 200
# The same address with another query is another page to the cache, and the same work to Django.
FRESH = "?round={}"


def main():
    with tempfile.TemporaryDirectory() as home:
        port = free_port()
        server = start(Path(home), port)
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            print(
                f"{'page':28} {'made p50':>10} {'kept p50':>10} {'ratio':>7} {'made p99':>10} {'kept p99':>10}   (ms, {ROUNDS} each)"
            )
            for path in PATHS:
                report(path, *measure(connection, path))
        finally:
            server.terminate()
            server.wait(timeout=30)


def start(home, port):
    environ = os.environ | {
        "SECO_ENV": "development",
        "DATABASE_URL": f"sqlite:///{home}/seco.sqlite3",
        "STATIC_ROOT": f"{home}/static",
        "PAGE_COPIES": "",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    for words in (
        ["migrate", "--verbosity=0"],
        ["seed", "--verbosity=0"],
        ["collectstatic", "--noinput", "--verbosity=0"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL
        )
    log = home / "server.log"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "seco.wsgi"], cwd=ROOT, env=environ, stdout=log.open("wb")
    )
    wait_until_ready(f"http://127.0.0.1:{port}", server, log)
    return server


def measure(connection, path):
    """Seconds of each answer, alternately made anew and kept, so that both meet the same machine."""
    made, kept = [], []
    for number in range(ROUNDS):
        made.append(ask(connection, path + FRESH.format(number)))
        ask(connection, path) if number == 0 else None
        kept.append(ask(connection, path))
    return made, kept


def ask(connection, path):
    begin = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answers {answer.status}")
    return time.perf_counter() - begin


def report(path, made, kept):
    def at(times, share):
        return sorted(times)[int(len(times) * share)] * 1000

    ratio = median(made) / median(kept)
    print(
        f"{path:28} {median(made) * 1000:10.2f} {median(kept) * 1000:10.2f} {ratio:6.1f}x"
        f" {at(made, 0.99):10.2f} {at(kept, 0.99):10.2f}"
    )


if __name__ == "__main__":
    main()
