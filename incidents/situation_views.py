from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.reader import from_query
from revisions.gone import get_published_or_gone

from . import triage
from .desk_order import DeskBook
from .flow import published_flow
from .flow_rows import figures, orders, outline
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
    prepare, more = call_sheet(situation, order)
    is_unsure = situation.slug == triage.UNSURE
    context = {
        "situation": situation,
        "crumbs": [{"title": node.title, "url": node.get_absolute_url()} for node in flow.ancestors_of(situation)]
        + [{"title": situation.title}],
        "reader": reader,
        "children": children,
        "order": order,
        "prepare": prepare,
        "more": more,
        "call_sheet": bool(situation.script or prepare),
        "playbook": _if_published(situation.playbook),
        "leads_to": _if_published(situation.leads_to),
        "unsure": None if is_unsure else flow.unsure,
        "default_desks": [] if is_unsure and order.desks else book.default_desks(reader),
        "moment": moment,
    }
    return render(request, "situations/situation_detail.html", context)


def call_sheet(situation, order):
    """``(lines, more)``: what to have ready for this trouble, then what the desks ask for besides; no line twice."""
    own = triage.merged(situation.prepare_lines)
    whole = triage.merged(own, *(contact.prepare_lines for contact in order.contacts))
    return (own, whole[len(own) :]) if own else (whole, [])


def _if_published(item):
    return item if item is not None and item.is_published else None
