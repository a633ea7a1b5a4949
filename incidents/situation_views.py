from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contacts.desks import speaks
from contacts.reader import from_query
from revisions.gone import get_published_or_gone

from . import triage
from .desk_order import DeskBook
from .flow import published_flow
from .flow_rows import figures, names_change, orders, outline
from .models import Situation


def situation_list(request):
    """The whole flow, drawn and as an outline."""
    moment = timezone.localtime()
    reader = from_query(request.GET)
    flow, book = published_flow(), DeskBook(moment)
    ordered = orders(flow, book, reader)
    context = {
        "crumbs": [{"title": _("判断の流れ")}],
        "reader": reader,
        "figures": figures(flow, ordered, reader),
        "has_change": names_change(ordered),
        "outline": outline(flow.roots, ordered),
        "unsure": flow.unsure,
        "default_desks": book.default_desks(reader),
        "moment": moment,
    }
    return render(request, "situations/situation_list.html", context)


def situation_detail(request, slug):
    situations = Situation.objects.select_related("playbook", "leads_to")
    return render_situation(request, get_published_or_gone(situations, slug))


def render_situation(request, situation):
    """The page of a situation; also of a draft, for those who may see it."""
    moment = timezone.localtime()
    reader = from_query(request.GET)
    flow = published_flow()
    reasons = {row.contact.slug: row.reason for row in situation.desks.select_related("contact")}
    book = DeskBook(moment, reasons)
    order = book.order(reasons, reader)
    children = flow.children_of(situation)
    is_unsure = situation.slug == triage.UNSURE
    context = {
        "situation": situation,
        "crumbs": [{"title": node.title, "url": node.get_absolute_url()} for node in flow.ancestors_of(situation)]
        + [{"title": situation.title}],
        "reader": reader,
        "children": children,
        "order": order,
        "sheet": call_sheet(situation, order),
        "playbook": _if_published(situation.playbook),
        "leads_to": _if_published(situation.leads_to),
        "unsure": None if is_unsure else flow.unsure,
        "default_desks": [] if is_unsure and order.desks else book.default_desks(reader),
        "moment": moment,
    }
    return render(request, "situations/situation_detail.html", context)


def call_sheet(situation, order):
    """For components/_call_sheet.html, or None when there is nothing to say. No line stands there twice."""
    asked = [contact.prepare_lines for contact in order.contacts]
    own = triage.merged(situation.prepare_lines)
    first = triage.merged(own, *asked[:1])
    lines = own or first
    sheet = {
        "script": situation.script,
        "script_ja": _to_read_aloud(situation, order),
        "prepare": lines,
        "paper": first[len(lines) :],
        "more": triage.merged(first, *asked)[len(lines) :],
    }
    return sheet if sheet["script"] or lines else None


def _to_read_aloud(situation, order):
    """The first sentence in Japanese, for a reader of another language: "" when all desks are known to speak that."""
    language = get_language()
    if language == settings.LANGUAGE_CODE or all(speaks(contact, language) for contact in order.contacts):
        return ""
    return situation.script_ja


def _if_published(item):
    return item if item is not None and item.is_published else None
