"""A day without a database: the server is gunicorn as deployed, the PostgreSQL it is told of is not there."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from conftest import ROOT, free_port, wait_until_ready


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home, port = tmp_path_factory.mktemp("gone"), free_port()
    environ = os.environ | {
        "SECO_ENV": "development",
        "DATABASE_URL": f"postgresql://nobody@127.0.0.1:{free_port()}/nothing",
        "STATIC_ROOT": str(home / "static"),
        "PAGE_COPIES": str(home / "pages"),
        "PORT": str(port),
    }
    run = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(run, cwd=ROOT, env=environ, check=True)
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "seco.wsgi"], cwd=ROOT, env=environ, stdout=log, stderr=log
        )
    wait_until_ready(f"http://127.0.0.1:{port}", process, home / "log")
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=30)


def ask(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


@pytest.mark.parametrize("path", ["/", "/en/", "/contacts/police-9110/", "/search/?q=188"])
def test_a_page_without_a_copy_shows_the_numbers_that_work(server, path):
    status, headers, text = ask(server + path)
    assert status == 503
    assert 'href="tel:110"' in text
    assert 'href="tel:%239110"' in text
    assert "Traceback" not in text
    assert headers["Retry-After"]


def test_the_api_says_so_in_json(server):
    status, headers, text = ask(server + "/api/v1/document.json")
    assert (status, headers["Content-Type"].split(";")[0]) == (503, "application/json")
    assert json.loads(text)["error"]


def test_the_process_is_live_but_not_ready(server):
    assert ask(server + "/health/live")[0] == 200
    status, _headers, text = ask(server + "/health/ready")
    assert (status, json.loads(text)["checks"]["database"]) == (503, False)


@pytest.mark.parametrize("format", ["csv", "json", "md", "xlsx"])
def test_an_export_that_can_t_be_made_is_no_file(server, format):
    status, headers, _text = ask(f"{server}/revisions/export.{format}")
    assert status == 503
    assert "attachment" not in headers.get("Content-Disposition", "")
