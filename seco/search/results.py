"""What was found, as the search page shows it."""

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from contacts.desks import desk_at, why_not_for
from contacts.models import Contact

from .marking import marked

PAGES = {
    "situation": "situations:detail",
    "contact": "contacts:detail",
    "playbook": "playbooks:detail",
    "mission": "roadmap:detail",
}
MOST_LINES = 60  # looked through for one result
MOST = {"situation": 6, "contact": 8, "others": 4}


def title(entry, language):
    return entry.title.get(language) or entry.title["ja"]


def groups(found, analyser, reader, moment):
    """``[{name, heading, items}]``: situations, desks, playbooks and missions. What was asked for by name comes first."""
    kinds = {"situation": [], "contact": [], "others": []}
    for hit in found.hits:
        kind = hit.entry.type if hit.entry.type in kinds else "others"
        if len(kinds[kind]) < MOST[kind]:
            kinds[kind].append(hit)
    headings = {"situation": _("起きていること"), "contact": pgettext("plural", "窓口"), "others": _("手順と備え")}
    first = found.hits[0].entry.type if found.hits else "situation"
    order = sorted(kinds, key=lambda kind: kind != (first if first in kinds else "others"))
    shown = [
        {
            "name": kind,
            "heading": headings[kind],
            "items": _items(kind, kinds[kind], found.asked, analyser, reader, moment),
        }
        for kind in order
    ]
    return [group for group in shown if group["items"]]


def _items(kind, hits, asked, analyser, reader, moment):
    if kind == "contact":
        return _desks(hits, asked, analyser, reader, moment)
    return [_item(hit, asked, analyser) for hit in hits]


def _item(hit, asked, analyser):
    language = get_language()
    shown = title(hit.entry, language)
    line = _line_to_show(hit, language, asked, analyser)
    line = line if line and line.text != shown else None
    return {
        "type": hit.entry.type,
        "type_label": {"playbook": _("プレイブック"), "mission": _("ロードマップ")}.get(hit.entry.type, ""),
        "title": marked(shown, asked, analyser),
        "url": reverse(PAGES[hit.entry.type], args=[hit.entry.slug]),
        "why": marked(line.text, asked, analyser) if line else [],
        "why_language": line.language if line and line.language != language else "",
    }


def _line_to_show(hit, language, asked, analyser):
    """The line that fits best, in the reader's language: of those in it, the one with most of its letters marked."""
    if hit.line is None or hit.line.language == language:
        return hit.line

    def share(line):
        return sum(len(part.text) for part in marked(line.text, asked, analyser) if part.marked) / len(line.text)

    own = [line for line in hit.entry.lines if line.language == language and line.text][:MOST_LINES]
    best = max(own, key=share, default=None)
    return best if best and share(best) else None


def _desks(hits, asked, analyser, reader, moment):
    """The desks with their state; those that do not serve the reader after the others."""
    slugs = [hit.entry.slug for hit in hits]
    contacts = {contact.slug: contact for contact in Contact.objects.published().with_details().filter(slug__in=slugs)}
    items = []
    for hit in hits:
        contact = contacts.get(hit.entry.slug)
        if contact:
            desk = desk_at(contact, moment).but(back=why_not_for(contact, reader))
            items.append({**_item(hit, asked, analyser), "desk": desk})
    return sorted(items, key=lambda item: bool(item["desk"].back))
