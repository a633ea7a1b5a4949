from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contacts.desks import why_not_for
from contacts.models import Category
from contacts.qr import qr_svg
from contacts.reader import from_query
from incidents.desk_order import DeskBook
from incidents.flow import published_flow
from incidents.flow_rows import names_change, orders
from revisions.models import Revision

from .quick_sheet import legend_of, sheet_figure, sheet_groups

OPEN_DESKS = 3


def home(request):
    moment = timezone.localtime()
    reader = from_query(request.GET)
    flow, book = published_flow(), DeskBook(moment)
    answering = desks_to_show(book, reader)
    context = {
        "reader": reader,
        "examples": [_("警告画面が出た"), _("取引先になりすまされた"), "188"],
        "choices": flow.first_choices,
        "unsure": flow.unsure,
        "default_desks": [] if flow.unsure else book.default_desks(reader),
        "prepare": [
            {
                "title": pgettext("plural", "プレイブック"),
                "hint": _("起きたときに、手順どおりに進めるために"),
                "url": reverse("playbooks:list"),
            },
            {"title": _("紙の一覧(A4)"), "hint": _("印刷して、電話のそばに"), "url": reverse("document")},
        ],
        "begin": [
            {"title": _("ロードマップ"), "hint": _("会社の対策を、段階を追って進める"), "url": reverse("roadmap:list")},
            {
                "title": _("5分の自己点検"),
                "hint": _("いまの状態から、最初の一歩を選ぶ"),
                "url": reverse("roadmap:self_check"),
            },
        ],
        "answering": answering,
        "latest_revision": Revision.objects.without_documents().latest_released(),
        "moment": moment,
    }
    return render(request, "home.html", context)


def desks_to_show(book, reader):
    """``{open, desks}``: desks with a telephone that answer now, by the editors' order, at most three. When nobody answers:
    those that take a form or mail at any hour. The emergency numbers stand on every page already."""
    serving = [
        desk for desk in book if desk.contact.category != Category.EMERGENCY and not why_not_for(desk.contact, reader)
    ]
    answering = [desk for desk in serving if desk.contact.main_phone and desk.state.is_open]
    anytime = [desk for desk in serving if desk.is_writable]
    return {"open": bool(answering), "desks": (answering or anytime)[:OPEN_DESKS]}


def document(request):
    """The whole quick list on two sides of A4."""
    moment = timezone.localtime()
    reader = from_query(request.GET)
    flow, book = published_flow(), DeskBook(moment)
    desks, ordered = list(book), orders(flow, book, reader)
    legend = legend_of(desks)
    address = request.build_absolute_uri(reverse("home"))
    context = {
        "crumbs": [{"title": _("紙の一覧(A4)")}],
        "reader": reader,
        "figure": sheet_figure(flow, ordered, reader, legend),
        "has_change": names_change(ordered),
        "groups": sheet_groups(desks, legend),
        "address": address,
        "qr": qr_svg(address),
        "revision": Revision.objects.without_documents().latest_released(),
    }
    return render(request, "document.html", context)
