"""When the database does not answer and no copy is at hand: one clear page (or JSON) with the numbers that always work;
to an editor, the edit that could not be saved."""

import logging

from django.db import InterfaceError, InternalError, OperationalError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from seco import held_edits

log = logging.getLogger("seco.database")

TRY_AGAIN_AFTER = 30  # seconds
# InternalError: a PostgreSQL that only reads, as one that has just stepped back behind another does.
REFUSALS = (OperationalError, InterfaceError, InternalError)


class DatabaseGoneMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, REFUSALS):
            return None
        log.error("the database does not answer: %s", str(exception).splitlines()[0])
        if request.path.startswith("/api/"):
            problem = {"error": _("いまデータベースにつながりません。少し待って、もう一度お試しください。")}
            response = JsonResponse(problem, status=503, json_dumps_params={"ensure_ascii": False})
        elif held_edits.can_hold(request):
            response = held_edits.held(request, "database", status=503)
        else:
            response = render(request, "500.html", status=503)
        response["Retry-After"] = str(TRY_AGAIN_AFTER)
        response["Cache-Control"] = "no-store"
        return response
