"""Links are checked against a small server on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Link
from contacts.tests.factory import make_contact, make_link
from revisions.models import DocumentVersion

pytestmark = pytest.mark.django_db


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/new")
        else:
            self.send_response(404 if self.path == "/gone" else 200)
        self.end_headers()

    def log_message(self, *args):
        """The test's own output is enough."""


@pytest.fixture
def server():
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def result_of(link):
    link.refresh_from_db()
    return link.check_result, link.check_detail


def test_each_link_gets_its_result(server, capsys):
    contact = make_contact()
    good, moved = make_link(contact, f"{server}/"), make_link(contact, f"{server}/moved")
    call_command("check_links", timeout=5)
    assert result_of(good) == ("ok", "200")
    assert result_of(moved) == ("moved", f"{server}/new")
    assert "1 ok, 1 moved, 0 broken" in capsys.readouterr().out


def test_a_broken_link_is_named_and_ends_the_command_with_an_error(server, capsys):
    link = make_link(make_contact(), f"{server}/gone")
    with pytest.raises(CommandError, match="1 addresses"):
        call_command("check_links", timeout=5)
    assert result_of(link) == ("broken", "404")
    assert f"{server}/gone" in capsys.readouterr().out


def test_a_server_that_is_not_there_is_broken(server):
    link = make_link(make_contact(), "http://127.0.0.1:9/")
    with pytest.raises(CommandError):
        call_command("check_links", timeout=5)
    assert result_of(link)[0] == "broken"


def test_a_check_is_no_change_of_content(server):
    make_link(make_contact(), f"{server}/")
    before = DocumentVersion.current(), Link.history.model.objects.count()
    call_command("check_links", timeout=5)
    assert (DocumentVersion.current(), Link.history.model.objects.count()) == before
