"""A desk as a vCard that telephones import: version 3.0 (RFC 2426), or 4.0 (RFC 6350).

3.0 is the default because the address books of iOS, Android and Outlook all read it. Numbers stand there as one dials
them in Japan, so that #9110 stays #9110. In 4.0 a number that is reached from abroad is a `tel:` address in +81 form;
the others, which have no such form, stay text.
"""

import uuid

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import phones
from .desks import next_check
from .hours_line import hours_line

VERSIONS = ("3.0", "4.0")
CONTENT_TYPE = "text/vcard; charset=utf-8"
LINE_OCTETS = 75  # RFC 6350, 3.2: without the line break


def vcard(contact, page_url, version="3.0"):
    """The card of `contact` (with its details) in the active language, CRLF lines, UTF-8 as text.

    `page_url`: the absolute address of the desk's page; it also gives the card a UID that stays.
    """
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        "PRODID:-//Seco//Quick List//" + (get_language() or "ja").upper(),
        f"UID:urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, page_url)}",
        f"FN:{escaped(contact.name)}",
        f"N:{escaped(contact.name)};;;;",
        f"ORG:{escaped(contact.operator or contact.name)}",
        "KIND:org" if version == "4.0" else "X-ABSHOWAS:COMPANY",
    ]
    for number, phone in enumerate(contact.phones.all(), 1):
        lines += _phone(phone, f"item{number}", version)
    if contact.email:
        lines.append(f"EMAIL;TYPE={'work' if version == '4.0' else 'INTERNET'}:{contact.email}")
    lines += [f"URL:{link.url}" for link in contact.links.all()]
    lines += [
        f"URL:{page_url}",
        f"CATEGORIES:{escaped(contact.get_category_display())}",
        f"NOTE:{escaped(_note(contact))}",
    ]
    return "".join(folded(line) for line in [*lines, "END:VCARD"])


def escaped(text):
    """A text value: backslash, comma, semicolon and line breaks are written so that they read back unchanged."""
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line):
    """`line` with its CRLF, cut into pieces of at most 75 octets; a character's bytes stay together."""
    pieces, piece, octets = [], "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > LINE_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += character
        octets += size
    return "\r\n".join([*pieces, piece]) + "\r\n"


def _phone(phone, group, version):
    label = [f"{group}.X-ABLABEL:{escaped(phone.label)}"] if phone.label else []
    if version == "3.0":
        return [f"{group}.TEL;TYPE=WORK,VOICE:{phones.display(phone.number)}", *label]
    abroad = phones.international(phone.number)
    if abroad:
        return [f'{group}.TEL;VALUE=uri;TYPE="work,voice":tel:{abroad.replace(" ", "-")}', *label]
    return [f'{group}.TEL;VALUE=text;TYPE="work,voice":{phones.display(phone.number)}', *label]


def _note(contact):
    """What it takes, when it answers, how old this is."""
    known = hours_line(contact.hours)
    parts = [
        *contact.summary_lines,
        _("受付時間: %(hours)s") % {"hours": known} if known else _("受付時間は、確かめられていません。"),
        contact.hours_note,
        contact.under_change,
        _age(contact),
    ]
    return "\n".join(part for part in parts if part)


def _age(contact):
    if not contact.verified_on:
        return _("出典の日付は分かりません。使う前に、公式の案内で確かめてください。")
    days = {"source": contact.verified_on.isoformat(), "next": next_check(contact).isoformat()}
    return _("出典の日付: %(source)s。%(next)s より後は、番号が変わっていないか確かめてください。") % days
