"""The page about the site: its data, its accessibility, who runs it, what it does not keep."""

from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Offer:
    """Data to take away. `path` is shown as it is and may hold a placeholder; `url` is "" when it does."""

    path: str
    text: str
    url: str = ""


def about(request):
    context = {
        "crumbs": [{"title": _("このサイトについて")}],
        "offers": _offers(),
        "operator_name": settings.OPERATOR_NAME,
        "operator_contact": settings.OPERATOR_CONTACT,
        "operator_link": _link(settings.OPERATOR_CONTACT),
        "security_contact": settings.SECURITY_CONTACT,
    }
    return render(request, "about.html", context)


def _offers():
    yield _offer(_("クイックリスト全体(JSON)"), "api_document")
    yield _offer(_("窓口だけ(JSON)"), "api_contacts")
    yield Offer(
        reverse("api_search") + "?q=<q>&lang=" + get_language(), _("探す(JSON)。q は起きていること、lang は ja か en")
    )
    yield _offer(_("この形式の定義(JSON Schema)"), "api_schema")
    yield _offer(_("使い方の定義(OpenAPI)"), "api_openapi")
    for form in ("csv", "json", "xlsx"):
        yield _offer(_("改版履歴(%(format)s)") % {"format": form.upper()}, "revisions:export", form)
    yield _offer(_("改版のお知らせ(Atom)"), "revisions:feed_atom")
    yield _offer(_("改版のお知らせ(JSON Feed)"), "revisions:feed_json")
    yield _pattern(_("ある版のクイックリスト(JSON)"), "revisions:document_json", 0, "<n>")
    yield _pattern(_("窓口ひとつ(vCard)"), "contacts:vcard", "slug", "<slug>")
    yield _pattern(_("プレイブックひとつ(CACAO 2.0)"), "playbooks:cacao", "slug", "<slug>")


def _offer(text, name, *arguments):
    path = reverse(name, args=arguments)
    return Offer(path, text, path)


def _pattern(text, name, example, placeholder):
    return Offer(reverse(name, args=[example]).replace(str(example), placeholder), text)


def _link(contact):
    """The address of a contact, or "" when it is plain words: nothing but mail and web becomes a link."""
    if contact.startswith(("https://", "http://", "mailto:")):
        return contact
    return f"mailto:{contact}" if "@" in contact and " " not in contact else ""
