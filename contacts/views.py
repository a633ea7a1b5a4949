from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from revisions.gone import get_published_or_gone

from . import directory, phones, searching, vcards
from .default_desks import default_desks
from .desks import audience_of, desk_at, next_check, why_not_for
from .finding import found
from .hours import reason_sentence, table_notes, week_table
from .models import Category, Contact
from .qr import qr_svg
from .reader import DEFAULT_DESKS, NATIONWIDE, from_query
from .similar import similar_desks, situations_of
from .sources import LinkFields

PAGE = 60


def contact_list(request):
    moment = timezone.localtime()
    asked = directory.wanted(request.GET)
    reader = from_query(request.GET)
    contacts = found(asked.q) if asked.q else Contact.objects.published().with_details()
    desks = [desk_at(contact, moment).but(back=why_not_for(contact, reader)) for contact in contacts]
    shown = sorted(directory.narrowed(desks, asked), key=lambda desk: bool(desk.back))
    is_unknown = bool(asked.q) and not contacts
    if is_unknown:
        searching.found_nothing(asked.q)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": [{"title": _("窓口の一覧")}],
        "asked": asked,
        "reader": reader,
        "problems": asked.problems,
        "groups": directory.groups(desks, asked),
        "default_desks": [] if shown else _default_desks(desks, moment, reader),
        "meant": _meant(asked) if is_unknown else [],
        "page": page,
        "count": len(shown),
        "page_prefix": f"{asked.url()}&",
        "everything": asked.url(q="", category="", area="", way="", open=""),
        "kept": _kept(asked, "category", "way", "open"),
        "kept_by_chooser": _kept(asked, "q", "category", "way", "open"),
        "moment": moment,
    }
    response = render(request, "contacts/contact_list.html", context)
    if is_unknown:
        response["Cache-Control"] = "private, no-cache"  # made anew for each reader, so that each is counted
    return response


def _meant(asked):
    """Other words to try, with everything else as it was asked for."""
    return [{"title": words, "url": asked.url(q=words)} for words in searching.meant(asked.q)]


def _kept(asked, *names):
    return [{"name": name, "value": getattr(asked, name)} for name in names if getattr(asked, name)]


def _default_desks(desks, moment, reader):
    """Where the reader may turn when nothing was found."""
    read = {desk.contact.slug: desk for desk in desks}
    missing = Contact.objects.published().with_details().filter(slug__in=set(DEFAULT_DESKS) - set(read))
    read |= {contact.slug: desk_at(contact, moment) for contact in missing}
    return default_desks(read, reader)


def contact_detail(request, slug):
    return render_contact(request, get_published_or_gone(Contact.objects.with_details(), slug))


def render_contact(request, contact):
    """The page of a desk; also of a draft, for those who may see it."""
    moment = timezone.localtime()
    desk = desk_at(contact, moment)
    reader = from_query(request.GET)
    context = {
        "crumbs": [{"title": _("窓口の一覧"), "url": reverse("contacts:list")}, {"title": contact.name}],
        "contact": contact,
        "desk": desk,
        "state_reason": reason_sentence(desk.state),
        "entries": phone_entries(contact),
        "hours_rows": week_table(contact.hours, moment.date()),
        "hours_notes": [*table_notes(contact.hours, moment.date()), *filter(None, [contact.hours_note])],
        "next_check": next_check(contact),
        "not_for": why_not_for(contact, reader),
        "elsewhere": _elsewhere(contact, reader),
        "pages": [link for link in contact.links.all() if link.kind != LinkFields.Kind.FORM],
        "similar": similar_desks(contact),
        "situations": situations_of(contact),
        "moment": moment,
    }
    return render(request, "contacts/contact_detail.html", context)


def _elsewhere(contact, reader):
    """What to use outside the area of a local desk: of the police the nationwide ways, else the default desks of the
    reader. None for a reader who is there."""
    if contact.is_national or reader.area == contact.area:
        return []
    is_police = contact.category == Category.POLICE
    slugs = NATIONWIDE if is_police else DEFAULT_DESKS
    ways = {way.slug: way for way in Contact.objects.published().filter(slug__in=slugs)}
    found = [ways[slug] for slug in slugs if slug in ways]
    return found if is_police else [way for way in found if _takes_over(way, contact, reader)]


def _takes_over(way, contact, reader):
    """Whether `way` serves some of those whom `contact` serves, and this reader; the police are not advice."""
    whom = audience_of(contact)
    shares = not whom or not audience_of(way) or bool(whom & audience_of(way))
    return way.category != Category.POLICE and shares and not why_not_for(way, reader)


def phone_entries(contact):
    """The numbers of a desk, each with its form abroad, its code for a telephone's camera, and what else to dial."""
    numbers = list(contact.phones.all())
    return [
        {
            "phone": phone,
            "abroad": phones.international(phone.number),
            "qr": qr_svg(phone.tel_uri) if phone.tel_uri else "",
            "instead": phones_instead(phone, numbers),
        }
        for phone in numbers
    ]


def phones_instead(phone, numbers):
    """Other numbers of the same desk, for the same languages, that dial where this kind may not: IP telephones, abroad."""
    if phone.kind in phones.REACHED_FROM_ABROAD:
        return []
    return [
        other for other in numbers if other.kind in phones.REACHED_FROM_ABROAD and other.languages == phone.languages
    ]


def contact_vcard(request, slug):
    """`?version=4.0` asks for the newer form."""
    contact = get_published_or_gone(Contact.objects.with_details(), slug)
    asked = request.GET.get("version", "")
    card = vcards.vcard(
        contact,
        request.build_absolute_uri(contact.get_absolute_url()),
        asked if asked in vcards.VERSIONS else vcards.VERSIONS[0],
    )
    headers = {"Content-Disposition": f'inline; filename="{contact.slug}.vcf"'}
    return HttpResponse(card, content_type=vcards.CONTENT_TYPE, headers=headers)
