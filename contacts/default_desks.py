"""Where anybody may turn when nothing fits: a company, a person, who needs the police."""

from django.utils.translation import gettext as _

from .desks import why_not_for
from .reader import DEFAULT_DESKS


def default_desks(desks, reader):
    """Those of ``{slug: Desk}`` that are default desks and serve `reader`, each with its reason."""
    reasons = default_reasons(reader)
    known = [desks[slug] for slug in DEFAULT_DESKS if slug in desks]
    return [desk.but(reason=reasons[desk.contact.slug]) for desk in known if not why_not_for(desk.contact, reader)]


def default_reasons(reader):
    """``{slug: sentence}``. Who has said who is reading is not told again; the card then says what the desk takes."""
    kinds = ("", "") if reader.audience else (_("会社・団体の方"), _("個人の方"))
    return dict(zip(DEFAULT_DESKS, (*kinds, _("警察のどの窓口か迷うとき")), strict=True))
