"""The flow's nodes as rows: to draw, and to read as an outline."""

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from .flow_figure import NARROW, WIDE, Row, draw
from .models import SituationContact


def orders(flow, book, reader):
    """``{situation pk: DeskOrder}`` of the whole flow for one reader; one query."""
    reasons = {node.situation.pk: {} for node in flow.walk()}
    for row in SituationContact.objects.select_related("contact"):
        if row.situation_id in reasons:
            reasons[row.situation_id][row.contact.slug] = row.reason
    return {pk: book.order(found, reader) for pk, found in reasons.items()}


def rows(flow, ordered, reader, legend=None):
    """`Row`s in pre-order under one root. `legend`: ``{slug: number}`` to name the desks of a leaf by."""
    found = [Row(_("何が起きていますか"), 0, kind="root")]
    for node in flow.walk():
        situation = node.situation
        contacts = ordered[situation.pk].contacts
        lead = first_of(contacts)
        found.append(
            Row(
                title=situation.title,
                depth=node.depth + 1,
                url=reader.carried(situation.get_absolute_url()),
                kind="question" if node.is_choice else "leaf",
                added=situation.is_addition,
                order="-".join(str(legend[contact.slug]) for contact in contacts) if legend else "",
                **_lead(lead),
            )
        )
    return found


def first_of(contacts):
    """The first with a telephone, else the first, or None."""
    return next((contact for contact in contacts if contact.main_phone), contacts[0] if contacts else None)


def _lead(contact):
    """What a row says of the desk to turn to first."""
    if contact is None:
        return {}
    return {
        "desk": contact.name,
        "area": "" if contact.is_national else str(contact.get_area_display()),
        "number": contact.main_phone.number if contact.main_phone else "",
        "mark": _("※") if contact.under_change else "",
    }


def names_change(ordered):
    """Whether a drawing of `ordered` has marks: a desk to turn to first whose number or hours will change."""
    leads = (first_of(order.contacts) for order in ordered.values())
    return any(lead.under_change for lead in leads if lead)


def figures(flow, ordered, reader):
    """The narrow and the wide drawing; the style sheet shows one of them."""
    found = rows(flow, ordered, reader)
    label = _("判断の流れ")
    return mark_safe(draw(found, NARROW, label) + draw(found, WIDE, label))  # noqa: S308  both are safe


def _first(contact):
    """``{first, number}``; no number where the desk's name says it already."""
    phone = contact.main_phone if contact else None
    return {"first": contact, "number": phone.number if phone and phone.number not in contact.name else ""}


def outline(nodes, ordered):
    """Nested ``[{situation, first, number, children}]``: each node with the desk to call first, for the reader of `ordered`."""
    return [
        {
            "situation": node.situation,
            **_first(first_of(ordered[node.situation.pk].contacts)),
            "children": outline(node.children, ordered),
        }
        for node in nodes
    ]
