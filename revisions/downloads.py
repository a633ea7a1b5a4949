"""What is carried away or read by programs: exports, feeds, checkpoints, the bytes of a revision's document."""

import tempfile
from itertools import chain, islice

from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseNotModified,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from . import exports, feeds, spreadsheet, verifying
from .export_offer import may_see_people
from .filters import KNOWN, BadFilter, question
from .models import Revision
from .views import bad_request, site

# Texts of an export that are made before the answer begins: the heading, and the first of what was asked for.
FIRST = 20
ANYBODY = {"Access-Control-Allow-Origin": "*"}


def _json(data, status=200):
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False}, headers=ANYBODY)


def export(request, format):
    """The history in one format. `?with=person` is for editors; it is never kept by anybody on the way."""
    if format not in exports.CONTENT_TYPES:
        raise Http404
    with_person = request.GET.get("with") == "person"
    if with_person and not may_see_people(request.user):
        return _private(
            HttpResponse(_("編集者としてログインしてください。"), status=403, content_type="text/plain; charset=utf-8")
        )
    try:
        asked = question({name: request.GET.get(name, "") for name in KNOWN})
    except BadFilter as error:
        return _json({"error": str(error)}, status=400) if format == "json" else bad_request(request, error)
    answer = _export_answer(format, asked, with_person)
    answer.headers["Content-Disposition"] = f'attachment; filename="seco-revisions.{format}"'
    return _private(answer) if with_person else answer


def _private(answer):
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _export_answer(format, asked, with_person):
    if format == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it when it has been sent
        spreadsheet.write(file, asked, with_person)
        file.seek(0)
        return FileResponse(file, content_type=exports.CONTENT_TYPES[format])
    texts = iter(exports.FORMATS[format](asked, with_person))
    first = list(islice(texts, FIRST))  # a database that does not answer says so before anything is sent
    return StreamingHttpResponse(
        (text.encode() for text in chain(first, texts)), content_type=exports.CONTENT_TYPES[format]
    )


def document_json(request, number):
    """The very bytes that the digest was made of."""
    revision = get_object_or_404(Revision, number=number)
    if revision.is_lost:
        return _json({"error": _("この版の一覧は失われています。")}, status=404)
    if not revision.is_intact:
        return _json(
            {"error": _("この版の一覧は、公開したときのものではありません。運営者が確かめるまで使わないでください。")},
            500,
        )
    etag = f'"{revision.digest}"'
    headers = {**ANYBODY, "ETag": etag, "X-Seco-Digest": revision.digest, "Cache-Control": "public, max-age=86400"}
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(revision.document.encode(), content_type="application/json; charset=utf-8", headers=headers)


def checkpoints(request):
    return _json(verifying.checkpoints(lambda revision: reverse("revisions:document_json", args=[revision.number])))


def _feed(request):
    category = request.GET.get("kind", "")
    if category and category not in feeds.CATEGORIES:
        given = {"given": category[:40], "known": ", ".join(feeds.CATEGORIES)}
        raise BadFilter(_("規模「%(given)s」はありません。使える値: %(known)s") % given)
    return feeds.news(category), {
        "title": _("改版履歴 — 相談・届出クイックリスト"),
        "site": site(request),
        "page": reverse("revisions:list"),
        "feed": request.get_full_path() if category else request.path,
    }


def feed_atom(request):
    try:
        found, about = _feed(request)
    except BadFilter as error:
        return bad_request(request, error)
    return HttpResponse(
        feeds.as_atom(found, **about), content_type="application/atom+xml; charset=utf-8", headers=ANYBODY
    )


def feed_json(request):
    try:
        found, about = _feed(request)
    except BadFilter as error:
        return _json({"error": str(error)}, status=400)
    answer = _json(feeds.as_json(found, **about))
    answer.headers["Content-Type"] = "application/feed+json; charset=utf-8"
    return answer
