"""Finished pages in front of Django: a public page is a function of its address, the document's version and the minute.

`PageCache` keeps the bytes of such answers. Before it hands one out it asks the database one small question, the
version, so that an editor's change is public at once; and when the database does not answer, the last good copy is
served, from memory or from disk. Only answers that are the same for everybody are kept (see `is_public`).
"""

import gzip
import hashlib
import http
import json
import logging
import os
import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

log = logging.getLogger("seco.page_cache")

LARGEST_PAGE = 4 * 1024 * 1024  # bytes; larger answers pass through
MEMORY = 64 * 1024 * 1024  # bytes of pages a process keeps
DISK_PAGES = 5_000  # last good copies kept on disk
ASK_AGAIN_AFTER = 2  # seconds that a database which did not answer is left alone
COPY_HEADER = "X-Seco-Copy"
TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


@dataclass(frozen=True)
class Page:
    """An answer as it is sent. `stamp` is what it was made from: the version and the minute."""

    stamp: tuple
    status: str
    headers: tuple
    body: bytes
    packed: bytes
    etag: str

    @property
    def size(self):
        return len(self.body) + len(self.packed) + 500


def is_public(status, headers):
    """May these bytes be shown to somebody else? No cookie, nothing private, nothing that depends on a cookie."""
    names = {name.lower(): value.lower() for name, value in headers}
    cache_control = names.get("cache-control", "")
    return (
        status.startswith("200 ")
        and "set-cookie" not in names
        and "cookie" not in names.get("vary", "")
        and not any(word in cache_control for word in ("private", "no-store"))
        and int(names.get("content-length", LARGEST_PAGE + 1)) <= LARGEST_PAGE
    )


def document_version():
    """The token of what is public now. Raises DatabaseError or InterfaceError when the database does not answer."""
    from revisions.models import DocumentVersion  # the models are loaded after this module

    close_old_connections()
    try:
        return DocumentVersion.current()
    except (DatabaseError, InterfaceError):
        connection.close()
        raise


class PageCache:
    """WSGI middleware. `folder` keeps last good copies across restarts and workers; None keeps them in memory only."""

    def __init__(self, application, *, folder=None, version=document_version, clock=time.time):
        self.application, self.version, self.clock = application, version, clock
        self.copies = Copies(Path(folder)) if folder else None
        self.pages, self.size, self.lock = OrderedDict(), 0, threading.Lock()
        self.silent_until = 0.0

    def __call__(self, environ, start_response):
        if not _is_lookup(environ):
            return self.application(environ, start_response)
        key = _key(environ)
        stamp = self._stamp()
        page = self._kept(key, stamp)
        if page is None:
            page, answer = self._made(key, stamp, environ)
            if page is None:
                status, headers, body = answer
                start_response(status, headers)
                return body
        return _send(page, environ, start_response, is_copy=stamp is None)

    def _stamp(self):
        """The version and the minute, or None when the database does not answer."""
        now = self.clock()
        if now < self.silent_until:
            return None
        try:
            return self.version(), int(now // 60)
        except (DatabaseError, InterfaceError):
            self.silent_until = now + ASK_AGAIN_AFTER
            log.warning("the database does not answer; the last good copies are served")
            return None

    def _kept(self, key, stamp):
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
        if stamp is None:
            return page or (self.copies.get(key) if self.copies else None)
        return page if page is not None and page.stamp == stamp else None

    def _made(self, key, stamp, environ):
        """``(page, None)`` when the answer may be kept, ``(None, answer)`` when it only passes through."""
        answer = _ask(self.application, environ)
        status, headers, body = answer
        if not is_public(status, headers):
            last_good = self._kept(key, None) if status.startswith("5") else None
            return last_good, answer
        page = _page(stamp, status, headers, b"".join(body))
        if hasattr(body, "close"):
            body.close()
        if stamp is not None:
            self._keep(key, page)
        return page, None

    def _keep(self, key, page):
        with self.lock:
            old = self.pages.pop(key, None)
            self.pages[key] = page
            self.size += page.size - (old.size if old else 0)
            while self.size > MEMORY:
                self.size -= self.pages.popitem(last=False)[1].size
        # The minute changes many pages by a word; a copy for the worst day is renewed with the version only.
        if self.copies and (old is None or old.stamp[0] != page.stamp[0]):
            self.copies.put(key, page)


class Copies:
    """Last good copies as files, written whole or not at all. A full disk costs the copies, never an answer."""

    def __init__(self, folder):
        self.folder = folder
        self.written = None

    def _path(self, key):
        return self.folder / hashlib.sha256("\n".join(key).encode()).hexdigest()

    def put(self, key, page):
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self._path(key)
            if not path.exists() and self._count() >= DISK_PAGES:
                return
            draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
            draft.write_bytes(_to_bytes(page))
            draft.replace(path)
        except OSError as error:
            log.warning("a last good copy could not be written: %s", error)

    def _count(self):
        if self.written is None:
            self.written = sum(1 for _entry in os.scandir(self.folder))
        self.written += 1
        return self.written - 1

    def get(self, key):
        try:
            return _from_bytes(self._path(key).read_bytes())
        except (OSError, ValueError):
            return None


def _to_bytes(page):
    """One line of JSON, then the body as it is."""
    header = json.dumps({"stamp": page.stamp, "status": page.status, "headers": page.headers, "etag": page.etag})
    return header.encode() + b"\n" + page.body


def _from_bytes(data):
    """The page of such bytes. Raises ValueError when they are damaged: the body must have its own tag."""
    line, _newline, body = data.partition(b"\n")
    header = json.loads(line)
    if header["etag"] != _etag(body):
        raise ValueError("the body is not the one that was kept")
    headers = tuple((name, value) for name, value in header["headers"])
    return Page(tuple(header["stamp"]), header["status"], headers, body, _packed(body), header["etag"])


def _is_lookup(environ):
    """Reading requests to public addresses; the editors' desk and the health checks are asked each time."""
    path = environ.get("PATH_INFO", "/")
    private = path.startswith("/health/") or "/admin/" in path or path.startswith("/static/")
    return environ["REQUEST_METHOD"] in ("GET", "HEAD") and not private and "HTTP_RANGE" not in environ


def _key(environ):
    host = environ.get("HTTP_HOST", "")
    scheme = environ.get("HTTP_X_FORWARDED_PROTO") or environ.get("wsgi.url_scheme", "http")
    return scheme, host, environ.get("PATH_INFO", "/"), environ.get("QUERY_STRING", "")


def _ask(application, environ):
    """``(status, headers, body)``. HEAD is asked as GET, so that both are one page."""
    said = {}

    def start_response(status, headers, exc_info=None):
        said["status"], said["headers"] = status, headers
        return lambda data: None

    asked = {**environ, "REQUEST_METHOD": "GET"} if environ["REQUEST_METHOD"] == "HEAD" else environ
    # Neither the reader's cookie nor what he has kept may change what the others see.
    shared = {name: value for name, value in asked.items() if name not in PERSONAL or _is_signed_in(environ)}
    body = application(shared, start_response)
    return said["status"], said["headers"], body


PERSONAL = {"HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}


def _is_signed_in(environ):
    return "sessionid=" in environ.get("HTTP_COOKIE", "")


def _page(stamp, status, headers, body):
    etag = _etag(body)
    kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "etag", "vary")]
    if not any(name.lower() == "cache-control" for name, _value in kept):
        kept.append(("Cache-Control", "public, max-age=0, stale-if-error=604800"))
    kept += [("ETag", etag), ("Vary", "Accept-Encoding")]
    return Page(stamp, status, tuple(kept), body, _packed(body), etag)


def _etag(body):
    return f'"{hashlib.sha256(body).hexdigest()}"'


def _packed(body):
    return gzip.compress(body, 6, mtime=0) if len(body) > 500 else b""


def _send(page, environ, start_response, is_copy):
    headers = list(page.headers)
    if is_copy:
        headers.append((COPY_HEADER, "last-good"))
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    if page.etag in known or known.strip() == "*":
        start_response(f"304 {http.HTTPStatus.NOT_MODIFIED.phrase}", headers)
        return [b""]
    body = page.body
    if page.packed and TAKES_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body = page.packed
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    start_response(page.status, headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
