"""What a phone keeps for the day its line is cut: the service worker, its list, and what a stored page says of itself."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from incidents.flow import published_flow
from revisions.models import DocumentVersion

from . import addresses

# What a reader needs in the first minute. It is stored before everything else, and also when data is to be saved.
FIRST = ["home", "document", "situations:list", "offline"]
FILE_KINDS = {".css", ".js", ".svg", ".png"}
# Where the worker and the static copy write on a page. The tests of this module hold the templates to it.
HEADER = '<header class="site-header"'
STATE_WORD = '<span class="open-state__word">'
MOMENT = " data-moment>"
# The words a stored page begins with: stored here; not stored, so another one is shown; search without a server; a copy
# of the whole site as files.
LINES = ["stored", "missing", "search", "copy"]
TIME = "%time%"


def offline(request):
    """The page for when nothing else can be shown. It also searches what is stored, and shows how much that is."""
    context = {
        "first_choices": published_flow().first_choices,
        "document_url": reverse("api_document"),
        "result_urls": {
            "situations": reverse("situations:detail", args=["slug"]),
            "contacts": reverse("contacts:detail", args=["slug"]),
            "playbooks": reverse("playbooks:detail", args=["slug"]),
        },
    }
    return render(request, "offline.html", context)


def service_worker(request):
    """The worker's script. Its bytes change with the document and with the static files, and with nothing else."""
    store = {
        "first": [path for name in FIRST for path in _in_every_language(name)],
        "pages": pages_to_store(),
        "data": [reverse("api_document")],
        "files": public_files(),
        "languages": {code: _language(code) for code, _name in settings.LANGUAGES},
    }
    version = hashlib.sha256(f"{DocumentVersion.current()}\n{json.dumps(store)}".encode()).hexdigest()[:16]
    context = {"version": version, "store": json.dumps(store, ensure_ascii=False, indent=1)}
    response = render(request, "sw.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def pages_to_store():
    """Addresses of what is needed without a line: every public page, but of the history only its list, because it grows."""
    histories = tuple(_in_every_language("revisions:list"))
    pages = [path for page in addresses.public_pages() for path in page.values()]
    needed = [path for path in pages if path in histories or not path.startswith(histories)]
    return needed + _in_every_language("offline")


def public_files():
    """Addresses of the styles, scripts and icons of the public pages; hashed, where static files are collected."""
    found = []
    for folder in map(Path, settings.STATICFILES_DIRS):
        names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in FILE_KINDS]
        found += filter(None, map(_address_of, sorted(name for name in names if "admin" not in name)))
    return found


def _address_of(name):
    """None for a file that is newer than the collected ones: it has no address yet."""
    try:
        return static(name)
    except ValueError:
        return None


def stored_words(code):
    """``(lines, then, note)`` in one language: HTML of the line of each kind with `TIME` in it, the word before a state
    that may be over, and the sentence for a part that speaks of now."""
    with translation.override(code):
        lines = {kind: render_to_string("components/_stored_copy.html", {"kind": kind, "time": TIME}) for kind in LINES}
        return lines, _("保存時:"), _("保存した時の状態です。いまは変わっているかもしれません。")


def marked(html, line, then, note):
    """`html` as a stored page: it says so on top, and every state says that it is of then. The worker does the same."""
    return (
        html.replace(HEADER, f"{line}\n{HEADER}", 1)
        .replace(STATE_WORD, f'{STATE_WORD}<span class="open-state__then">{then}</span> ')
        .replace(MOMENT, f'{MOMENT}<p class="stored-note">{note}</p>')
        .replace("<html ", "<html data-stored ", 1)
    )


def _language(code):
    lines, then, note = stored_words(code)
    with translation.override(code):
        home, away, search = reverse("home"), reverse("offline"), reverse("search")
    return {"home": home, "offline": away, "search": search, "lines": lines, "then": then, "note": note}


def _in_every_language(name):
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(reverse(name))
    return found
