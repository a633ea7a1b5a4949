"""Start Seco twice with `make run`, as a stranger would, and look at it: python3 .ci/smoke.py

Ends with status 1 and a sentence when it does not answer, sets a cookie, does not end on SIGTERM, leaves its port
taken, starts slowly the second time, or changes the content by starting.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_START, SECOND_START, STOP = 600, 30, 30  # seconds; the first one installs everything
PAGES = {"/": 'lang="ja"', "/en/": 'lang="en"', "/health/live": "", "/health/ready": ""}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def is_taken(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def start(environ: dict[str, str], within: float) -> "subprocess.Popen[bytes]":
    server = subprocess.Popen(["make", "run"], cwd=ROOT, env=environ, stdin=subprocess.DEVNULL)
    give_up = time.monotonic() + within
    while not is_taken(int(environ["PORT"])):
        if server.poll() is not None:
            sys.exit(f"`make run` ended with {server.returncode}.")
        if time.monotonic() > give_up:
            server.terminate()
            sys.exit(f"`make run` did not serve within {within} seconds.")
        time.sleep(0.2)
    return server


def look(port: str) -> None:
    for path, expected in PAGES.items():
        try:
            answer = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30)
        except OSError as error:
            sys.exit(f"{path}: {error}")
        with answer:
            if expected not in answer.read().decode():
                sys.exit(f"{path} does not say {expected}.")
            if answer.headers["Set-Cookie"]:
                sys.exit(f"{path} sets a cookie.")
            print(f"{answer.status} {path}")


def stop(server: "subprocess.Popen[bytes]", port: str) -> None:
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(STOP)
    except subprocess.TimeoutExpired:
        sys.exit(f"`make run` was still there {STOP} seconds after SIGTERM.")
    if is_taken(int(port)):
        sys.exit("The server outlived `make run`.")


def visit(environ: dict[str, str], within: float) -> None:
    server = start(environ, within)
    try:
        look(environ["PORT"])
        stop(server, environ["PORT"])
    finally:
        if server.poll() is None:
            server.terminate()


def content(environ: dict[str, str]) -> bytes:
    return subprocess.check_output([ROOT / ".venv/bin/python", "manage.py", "dump_document"], cwd=ROOT, env=environ)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        port = str(free_port())
        environ = os.environ | {"PORT": port, "DATABASE_URL": f"sqlite:///{folder}/seco.sqlite3", "PAGE_COPIES": folder}
        visit(environ, FIRST_START)
        before = content(environ)
        visit(environ, SECOND_START)
        if content(environ) != before:
            sys.exit("The second start changed the content.")
        print("It starts, answers, ends, and starts again with the same content.")


if __name__ == "__main__":
    main()
