"""What every page needs to know about its own address. No database."""

from django.conf import settings
from django.urls import Resolver404, get_script_prefix, resolve, translate_url
from django.utils.translation import get_language, get_language_info


def page(request):
    """`alternates`: this page in every language, as {code, name, url, address, current}.

    `url` keeps the query, so that a search stays a search; `address` does not, and is absolute when `SITE_URL` is set.
    A page that no pattern knows (an error page) leads to the start page of the other language.
    """
    return {"alternates": [_alternate(request, code) for code, _name in settings.LANGUAGES]}


def _alternate(request, code):
    path = _path_in(code, request.path)
    query = request.META.get("QUERY_STRING", "")
    return {
        "code": code,
        "name": get_language_info(code)["name_local"],
        "url": f"{path}?{query}" if query else path,
        "address": getattr(settings, "SITE_URL", "").rstrip("/") + path,
        "current": code == get_language(),
    }


def _path_in(code, path):
    if code == get_language():
        return path
    try:
        resolve(path)
    except Resolver404:
        return get_script_prefix() + ("" if code == settings.LANGUAGE_CODE else f"{code}/")
    return translate_url(path, code)
