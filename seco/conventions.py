"""The files that programs look for by custom: site map, robots, security contact, manifest."""

import datetime

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import addresses

SECURITY_TXT_LIVES = datetime.timedelta(days=180)


def sitemap(request):
    site = settings.SITE_URL or request.build_absolute_uri("/")[:-1]
    pages = [{code: site + path for code, path in page.items()} for page in addresses.public_pages()]
    return render(request, "sitemap.xml", {"pages": pages}, content_type="application/xml")


def robots(request):
    text = f"User-agent: *\nDisallow: /admin/\nDisallow: /en/admin/\nSitemap: {request.build_absolute_uri('/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def security_txt(request):
    """RFC 9116. Without SECURITY_CONTACT there is nobody to name, so there is no file."""
    if not settings.SECURITY_CONTACT:
        return HttpResponse("SECURITY_CONTACT is not set.\n", status=404, content_type="text/plain; charset=utf-8")
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_TXT_LIVES
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: ja, en",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def manifest(request):
    """The web app manifest, for the home screen of a phone."""
    with translation.override(settings.LANGUAGE_CODE):
        data = {
            "name": _("相談・届出クイックリスト"),
            "short_name": "Seco",
            "lang": settings.LANGUAGE_CODE,
            "start_url": reverse("home"),
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#ffffff",
            "icons": [
                {"src": static("icons/seco.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("icons/seco-180.png"), "sizes": "180x180", "type": "image/png"},
                {"src": static("icons/seco-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("icons/seco-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        }
    return JsonResponse(data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
