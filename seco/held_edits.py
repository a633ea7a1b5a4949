"""An edit that could not be taken is never lost: the editor gets it back whole, with a button that sends it again.

Three things take an edit away before the form itself can answer: a database that fails (a full disk), a session that has
ended, and a form older than the last sign-in. Nothing is kept on the server; the page itself carries what was typed.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from .security import at_the_desk

FORM_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name


def can_hold(request: HttpRequest) -> bool:
    """Whether this is an editor's form. Forms with a password are never written back into a page."""
    return request.method == "POST" and at_the_desk(request) and not any("password" in name for name in request.POST)


def held(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """The page that holds the edit. `why` is "database", "signed-out" or "old-form"; any field may have several values."""
    fields = [(name, value) for name, values in request.POST.lists() if name != FORM_TOKEN for value in values]
    context = {"why": why, "fields": fields, "files": list(request.FILES)}
    response = render(request, "admin/held_edit.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


class SignedOutMiddleware:
    """A form sent after the session has ended is held, where Django would only lead to the sign-in page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if can_hold(request) and urlsplit(response.get("Location", "")).path == reverse("admin:login"):
            return held(request, "signed-out", status=403)
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Holds a form whose token is too old. One that came from another site is refused and never offered again."""
    own = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin") == own and can_hold(request):
        return held(request, "old-form", status=403)
    return render(request, "403_csrf.html", status=403)
