"""What pages of other apps show of the history: the foot of every page, and "この窓口の変更" on the page of an item."""

import re

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language

from revisions.comparing import changed_since
from revisions.item_revisions import touched_revisions
from revisions.models import Revision
from revisions.wording import language_name

register = template.Library()

SHOWN = 5  # revisions on the page of an item


@register.simple_tag
def latest_revision():
    """``{"revision", "changed"}``: the latest revision and how much has changed since; None before the first one.

    Two queries, except on the first page after a change of the content.
    """
    revision = Revision.objects.without_documents().order_by("-number").first()
    if revision is None:
        return None
    return {"revision": revision, "changed": changed_since(revision)}


@register.inclusion_tag("revisions/_item_history.html")
def item_history(item_type, slug):
    """The latest revisions in which an item changed, and whether it has changed since. Two queries."""
    touched = touched_revisions(item_type, slug)
    return {"item_type": item_type, "slug": slug, "touched": touched[:SHOWN], "more": len(touched) > SHOWN}


JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@register.filter
def written_in(text):
    """A `lang` attribute for what editors wrote once for all readers: a reason, a note that has no other language."""
    return _lang("ja" if JAPANESE.search(str(text)) else "")


@register.filter
def difference_lang(difference):
    """A `lang` attribute for a `wording.Difference` in another language than the page's."""
    code = next((code for code, _name in settings.LANGUAGES if language_name(code) == difference.language), "")
    return _lang(code) if code else written_in("".join(text for _mark, text in difference.words))


def _lang(code):
    return format_html(' lang="{}"', code) if code and code != get_language() else ""
