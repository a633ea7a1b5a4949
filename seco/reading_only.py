"""Public addresses are read, never written to. Whoever sends something there is told so, with the numbers that help."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .open_data import problem
from .security import at_the_desk

METHODS = ("GET", "HEAD")


class ReadingOnlyMiddleware:
    """405 for any other method, before Django asks for a form's token. The editors' desk decides for itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in METHODS or at_the_desk(request):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            response = problem(_("このアドレスは読むだけです。GET で開いてください。"), 405)
        else:
            response = render(request, "405.html", status=405)
        response["Allow"] = ", ".join(METHODS)
        return response
