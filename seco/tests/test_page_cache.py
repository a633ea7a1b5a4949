"""The cache in front of Django, around small applications of its own: what is kept, what never, and what a gone database shows."""

import gzip

import pytest
from django.db import OperationalError

from seco.page_cache import COPY_HEADER, PageCache, is_public


class Application:
    """Answers with a running number, so that a kept answer can be told from a new one."""

    def __init__(self, status="200 OK", headers=(), body="page"):
        self.status, self.headers, self.body, self.asked = status, list(headers), body, []

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        body = f"{self.body} {len(self.asked)}".encode()
        start_response(self.status, [("Content-Type", "text/html"), ("Content-Length", str(len(body))), *self.headers])
        return [body]


class Database:
    def __init__(self):
        self.version, self.gone, self.asked = "v1", False, 0

    def __call__(self):
        self.asked += 1
        if self.gone:
            raise OperationalError("gone")
        return self.version


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def world(tmp_path):
    database, clock, application = Database(), Clock(), Application()

    def cache(folder=tmp_path / "pages"):
        return PageCache(application, folder=folder, version=database, clock=clock)

    return database, clock, application, cache


def get(cache, path="/", method="GET", **headers):
    said = {}
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "localhost", **headers}
    body = cache(environ, lambda status, headers, exc_info=None: said.update(status=status, headers=dict(headers)))
    return said["status"], said["headers"], b"".join(body)


@pytest.mark.parametrize(
    "accepted, packed",
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("br", False),
        ("", False),
    ],
)
def test_a_page_is_packed_for_those_who_take_it(world, accepted, packed):
    _database, _clock, application, cache = world
    application.body = "x" * 600
    headers = get(cache(), HTTP_ACCEPT_ENCODING=accepted)[1]
    assert ("Content-Encoding" in headers) is packed


def test_whoever_has_any_copy_is_told_that_there_is_one(world):
    cache = world[3]()
    assert get(cache, HTTP_IF_NONE_MATCH="*")[0].startswith("304")
    assert get(cache, HTTP_IF_NONE_MATCH='"another"')[0].startswith("200")


def test_a_page_is_made_once_for_one_version_and_minute(world):
    _database, _clock, application, cache = world
    cache = cache()
    assert [get(cache)[2] for _ in range(3)] == [b"page 1"] * 3
    assert len(application.asked) == 1


def test_a_change_is_public_at_once(world):
    database, _clock, _application, cache = world
    cache = cache()
    get(cache)
    database.version = "v2"
    assert get(cache)[2] == b"page 2"


def test_a_new_minute_makes_the_page_anew(world):
    _database, clock, _application, cache = world
    cache = cache()
    get(cache)
    clock.now += 60
    assert get(cache)[2] == b"page 2"


def test_addresses_queries_and_hosts_are_pages_of_their_own(world):
    cache = world[3]()
    bodies = {
        get(cache, "/")[2],
        get(cache, "/en/")[2],
        get(cache, QUERY_STRING="a=1")[2],
        get(cache, HTTP_HOST="other")[2],
    }
    assert len(bodies) == 4


def test_the_last_good_copy_is_served_when_the_database_is_gone(world):
    database, clock, _application, cache = world
    cache = cache()
    get(cache)
    database.gone = True
    clock.now += 3600
    status, headers, body = get(cache)
    assert (status, body, headers[COPY_HEADER]) == ("200 OK", b"page 1", "last-good")


def test_the_copy_outlives_the_process(world):
    database, _clock, _application, cache = world
    get(cache())
    database.gone = True
    assert get(cache())[2] == b"page 1"


def test_a_silent_database_is_not_asked_for_every_reader(world):
    database, clock, _application, cache = world
    cache = cache()
    get(cache)
    database.gone = True
    for _ in range(5):
        get(cache)
    assert database.asked == 2
    clock.now += 3
    get(cache)
    assert database.asked == 3


def test_an_error_of_the_application_is_answered_with_the_last_good_copy(world):
    database, _clock, application, cache = world
    cache = cache()
    get(cache)
    database.version, application.status = "v2", "500 Internal Server Error"
    assert get(cache)[:1] == ("200 OK",)
    assert get(cache)[2] == b"page 1"


def test_an_error_without_a_copy_stays_an_error(world):
    _database, _clock, application, cache = world
    application.status = "500 Internal Server Error"
    assert get(cache())[0].startswith("500")


@pytest.mark.parametrize(
    "headers",
    [[("Set-Cookie", "a=1")], [("Vary", "Cookie")], [("Cache-Control", "private")], [("Cache-Control", "no-store")]],
)
def test_what_is_somebody_s_own_is_never_kept(world, headers):
    _database, _clock, application, cache = world
    application.headers = headers
    cache = cache()
    assert [get(cache)[2] for _ in range(2)] == [b"page 1", b"page 2"]


@pytest.mark.parametrize("path", ["/admin/", "/en/admin/contacts/", "/health/ready", "/static/css/base.css"])
def test_the_editors_desk_and_health_are_never_kept(world, path):
    cache = world[3]()
    assert [get(cache, path)[2] for _ in range(2)] == [b"page 1", b"page 2"]


def test_what_is_sent_is_never_kept(world):
    cache = world[3]()
    assert [get(cache, method="POST")[2] for _ in range(2)] == [b"page 1", b"page 2"]


def test_a_stranger_s_cookie_is_not_shown_to_the_page(world):
    _database, _clock, application, cache = world
    get(cache(), HTTP_COOKIE="tracking=1")
    assert "HTTP_COOKIE" not in application.asked[0]


def test_an_unchanged_page_is_answered_without_its_bytes(world):
    cache = world[3]()
    etag = get(cache)[1]["ETag"]
    status, _headers, body = get(cache, HTTP_IF_NONE_MATCH=etag)
    assert (status, body) == ("304 Not Modified", b"")


def test_head_is_the_same_page_without_its_bytes(world):
    cache = world[3]()
    length = get(cache)[1]["Content-Length"]
    _status, headers, body = get(cache, method="HEAD")
    assert (headers["Content-Length"], body) == (length, b"")


def test_a_large_page_is_sent_packed_to_who_can_unpack_it(world):
    _database, _clock, application, cache = world
    application.body = "窓口" * 500
    cache = cache()
    plain = get(cache)[2]
    _status, headers, packed = get(cache, HTTP_ACCEPT_ENCODING="gzip, br")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain
    assert headers["Vary"] == "Accept-Encoding"


def test_a_damaged_copy_on_disk_is_no_copy(world, tmp_path):
    database, _clock, application, cache = world
    get(cache())
    for file in (tmp_path / "pages").iterdir():
        file.write_bytes(b"\x80broken")
    database.gone, application.status = True, "503 Service Unavailable"
    assert get(cache())[0].startswith("503")


def test_a_folder_that_can_t_be_written_costs_no_answer(world):
    assert get(world[3](folder="/proc/nowhere"))[2] == b"page 1"


def test_a_streamed_answer_passes_through():
    assert not is_public("200 OK", [("Content-Type", "text/csv")])
