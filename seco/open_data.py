"""Open data: the public content as JSON, for other offices and journalists. Drafts and people's names are not in it."""

import json

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from contacts.models import Contact
from revisions import document
from revisions.schema import schema_text
from revisions.seals import canonical, digest

from .openapi import description

ANYBODY = {"Access-Control-Allow-Origin": "*"}


def json_answer(text, **headers):
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers={**ANYBODY, **headers})


def problem(message, status):
    """A clear message in the reader's language, as JSON."""
    return JsonResponse(
        {"error": str(message)}, status=status, json_dumps_params={"ensure_ascii": False}, headers=ANYBODY
    )


def document_json(request):
    """The whole document as it is now, in its canonical bytes."""
    text = document.text_of(document.dump())
    return json_answer(text, **{"X-Seco-Digest": digest(text)})


def contacts_json(request):
    """The desks of the document, each with its address in every language."""
    data = document.dump()
    published = set(Contact.objects.published().values_list("slug", flat=True))
    desks = [
        {**desk, "url": _addresses(request, desk["slug"])} for desk in data["contacts"] if desk["slug"] in published
    ]
    return json_answer(canonical({"format": data["format"], "contacts": desks}))


def _addresses(request, slug):
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = request.build_absolute_uri(reverse("contacts:detail", args=[slug]))
    return found


def schema_json(request):
    return json_answer(schema_text())


def openapi_json(request):
    return json_answer(json.dumps(description(request.build_absolute_uri("/")), ensure_ascii=False, indent=2))


def unknown(request, path=""):
    return problem(_("このデータはありません。/api/v1/openapi.json に一覧があります。"), 404)
