"""The public site as plain files: for a mirror, for a memory stick, for the day the server is gone.

The files want a web server at the root of a host (`python -m http.server` is enough), because links begin with a slash.
Every page says on top that it is a copy and from when. Only what needs the server is missing: the editors' desk, and the
search, in whose place stands the page that searches the copied document in the browser.
"""

import html
import io
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from . import addresses, offline

DATA = [
    "/api/v1/document.json",
    "/api/v1/contacts.json",
    "/api/v1/schema.json",
    "/revisions/export.csv",
    "/revisions/export.json",
    "/sitemap.xml",
    "/robots.txt",
    "/manifest.webmanifest",
]
LINK = re.compile(r'<(?:a|form|link|img|script)\s[^>]*?\b(?:href|action|src)="([^"]+)"')
# A copy has no worker of its own: its pages are marked already.
WORKER = re.compile(r"<script[^>]*\sdata-worker=[^>]*></script>\n?")


class NotCopied(ValueError):
    """The copy is not whole; the message says what is missing."""


def export_site(folder, site, on_page=lambda number, total: None):
    """Write every public page, its data, and all they link to under `folder`; returns the number of these files.

    `site` is https://host of the copy. Raises NotCopied when an address does not answer or the static files are missing.
    """
    folder = Path(folder)
    _copy_static(folder)
    application = get_wsgi_application()
    now = timezone.localtime()
    instead = {offline_page: search for search, offline_page in _search_pages()}
    paths = [path for page in addresses.public_pages() for path in page.values()] + DATA
    paths = list(dict.fromkeys([*paths, *instead]))
    for number, path in enumerate(paths, 1):  # grows while it is read: linked pages are copied, too
        if path in instead.values():
            continue
        kind, body = _asked(application, site, path)
        if kind == "text/html":
            text = body.decode()
            paths += [link for link in _links(text, path) if link not in paths]
            body = _as_copy(text, path, now).encode()
        for target in filter(None, [path, instead.get(path)]):
            _write(folder, target, body)
        on_page(number, len(paths))
    return len(paths)


def _asked(application, site, path):
    status, kind, body = _ask(application, site, path)
    if status != 200:
        raise NotCopied(f"{path} answers {status}.")
    return kind, body


def _search_pages():
    """``(search, offline page)`` in every language."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append((reverse("search"), reverse("offline")))
    return found


def _links(text, path):
    """Paths of this site that the page leads to, without their queries: a file has none."""
    found = {}
    for address in LINK.findall(text):
        parts = urlsplit(urljoin(path, html.unescape(address)))
        if not parts.scheme and not parts.netloc and _is_copied(parts.path):
            found[parts.path] = True
    return list(found)


def _is_copied(path):
    return not path.startswith(settings.STATIC_URL) and "/admin/" not in path and path != reverse("service_worker")


def _as_copy(text, path, moment):
    code = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    lines, then, note = offline.stored_words(code)
    with translation.override(code):
        time = date_format(moment, translation.gettext("Y年n月j日 G:i"))
    return offline.marked(WORKER.sub("", text), lines["copy"].replace(offline.TIME, time), then, note)


def _write(folder, path, body):
    target = _target(folder, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)


def _target(folder, path):
    relative = unquote(path).lstrip("/")
    return folder / relative / "index.html" if path.endswith("/") else folder / relative


def _copy_static(folder):
    static = Path(settings.STATIC_ROOT)
    if not static.is_dir():
        raise NotCopied("the static files are not collected; run collectstatic first.")
    target = folder / settings.STATIC_URL.strip("/")
    shutil.copytree(static, target, ignore=shutil.ignore_patterns("admin"), dirs_exist_ok=True)


def _ask(application, site, path):
    """``(status, content type, body)`` of one address, asked within this process."""
    parts = urlsplit(site)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(path),
        "QUERY_STRING": "",
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "HTTP_HOST": parts.netloc,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    said = []
    body = application(environ, lambda status, headers, exc_info=None: said.append((status, dict(headers))))
    try:
        status, headers = said[0]
        return int(status.split()[0]), headers.get("Content-Type", "").split(";")[0], b"".join(body)
    finally:
        body.close()
