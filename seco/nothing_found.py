"""Whom anybody may ask when a search finds nothing: desks for companies, desks for persons."""

from dataclasses import replace

from django.utils.translation import gettext as _

from incidents.desk_order import DeskBook

FOR_COMPANIES = ("ipa-org-desk", "tokyo-sme-cyber", "police-9110")
FOR_PERSONS = ("ipa-anshin", "consumer-hotline-188")


def desks_to_ask(reader, moment):
    """``[{heading, desks}]``, each in the order of a situation for that kind of reader; only the reader's own kind once
    that is known."""
    book = DeskBook(moment, [*FOR_COMPANIES, *FOR_PERSONS])
    kinds = (("company", _("会社・団体の方"), FOR_COMPANIES), ("individual", _("個人の方"), FOR_PERSONS))
    return [
        {"heading": heading, "desks": book.order(dict.fromkeys(slugs, ""), replace(reader, audience=audience)).desks}
        for audience, heading, slugs in kinds
        if reader.audience in ("", audience)
    ]
