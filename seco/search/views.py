import json

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contacts.phones import EMERGENCY_NUMBERS
from contacts.reader import from_query
from seco.nothing_found import desks_to_ask

from . import results, text, unanswered
from .live import live
from .numbers import is_only_number

LONGEST_QUESTION = 200  # characters
ANYBODY = {"Access-Control-Allow-Origin": "*"}


def search(request):
    """Everything, best first: `?q=` in people's own words."""
    question = request.GET.get("q", "").strip()
    is_long = len(question) > LONGEST_QUESTION
    question = question[:LONGEST_QUESTION]
    moment, reader = timezone.localtime(), from_query(request.GET)
    index = live.current() if question else None
    found = index.search(question) if index else None
    groups = results.groups(found, index.analyser, reader, moment) if found else []
    if question and not groups:
        unanswered.count(question)
    context = {
        "crumbs": [{"title": _("探す")}],
        "query": question,
        "is_long": is_long,
        "longest": LONGEST_QUESTION,
        "groups": groups,
        "is_number": not groups and is_only_number(question),
        "emergency": emergency_number(question, index) if index else "",
        "count": sum(len(group["items"]) for group in groups),
        "examples": [] if groups else [_("警告画面が出た"), _("取引先になりすまされた"), "188"],
        "meant": index.meant(question) if question and not groups else [],
        "defaults": [] if groups else desks_to_ask(reader, moment),
    }
    response = render(request, "search.html", context)
    if question and not groups:
        response["Cache-Control"] = "private, no-cache"  # made anew for each reader, so that each is counted
    return response


def emergency_number(question, index):
    """The emergency number that `question` is (119, １１９番) although no desk of the list bears it; else an empty text."""
    digits = text.fold(question).removesuffix("番")
    return digits if digits in EMERGENCY_NUMBERS and not index.has_number(digits) else ""


def search_json(request):
    """`?q=&lang=`: the contract of /api/v1/search.json."""
    language = request.GET.get("lang", settings.LANGUAGE_CODE)
    known = dict(settings.LANGUAGES)
    with translation.override(language if language in known else settings.LANGUAGE_CODE):
        if language not in known:
            wanted = _("lang は %(known)s のどれかです。") % {"known": "・".join(known)}
            return problem(wanted)
        question = request.GET.get("q")
        if question is None:
            return problem(_("q に探す言葉を入れてください。"))
        asked = question.strip()[:LONGEST_QUESTION]  # as the page does: a long story is read from its beginning
        hits = live.current().search(asked).hits if asked else []
        answer = {"query": question, "results": [_result(hit, language) for hit in hits]}
    text = json.dumps(answer, ensure_ascii=False)
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=ANYBODY)


def _result(hit, language):
    entry = hit.entry
    return {
        "type": entry.type,
        "slug": entry.slug,
        "title": results.title(entry, language),
        "url": reverse(results.PAGES[entry.type], args=[entry.slug]),
        "contacts": list(entry.contacts),
        "score": hit.score,
    }


def problem(message):
    return JsonResponse({"error": message}, status=400, json_dumps_params={"ensure_ascii": False}, headers=ANYBODY)
