"""The whole quick list on one sheet of A4: the flow on the front, the desks on the back, held together by numbers."""

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from contacts.models import Category
from incidents.flow_figure import NARROW, WIDE, draw
from incidents.flow_rows import rows


def by_category(desks):
    """``[(category, desks)]``: the desks of each category together, in the editors' order of its first desk."""
    found = {}
    for desk in desks:
        found.setdefault(desk.contact.category, []).append(desk)
    return list(found.items())


def legend_of(desks):
    """``{slug: number}``: the number by which the front names a desk of the back."""
    ordered = [desk.contact.slug for _category, group in by_category(desks) for desk in group]
    return {slug: number for number, slug in enumerate(ordered, 1)}


def sheet_figure(flow, ordered, reader, legend):
    """The flow with the numbers of the desks in order; on a phone, the narrow drawing instead."""
    label = _("判断の流れ")
    narrow = draw(rows(flow, ordered, reader), NARROW, label)
    return mark_safe(narrow + draw(rows(flow, ordered, reader, legend), WIDE, label))  # noqa: S308  both are safe


def sheet_groups(desks, legend):
    """For components/_quick_sheet_back.html."""
    names = dict(Category.choices)
    return [
        {"title": names[category], "desks": [_entry(desk, legend) for desk in group]}
        for category, group in by_category(desks)
    ]


def _entry(desk, legend):
    return {"contact": desk.contact, "number": legend[desk.contact.slug], "paper": desk.paper}
