"""The directory's filters: each a link, with the number of desks one would see behind it. Pure on desks in memory."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from .areas import AREAS, NATIONAL
from .desks import can_be_written_to
from .models import Category
from .reader import from_query

NOW = "now"
WAYS = ("phone", "online")
NARROW_BY = ("open", "category", "way", "area")


@dataclass(frozen=True)
class Wanted:
    """What the address asks for. `problems`: values that nobody knows, as sentences; they are left out of the rest.
    Those of the reader's own choices are in `reader.from_query`."""

    q: str = ""
    category: str = ""
    area: str = ""
    way: str = ""
    open: str = ""
    audience: str = ""
    problems: tuple[str, ...] = ()

    def url(self, **changes):
        """The address with other values, relative to the directory. Only `page` is forgotten on the way."""
        wanted = replace(self, **changes)
        names = {"q": "q", "category": "category", "area": "area", "way": "way", "open": "open", "audience": "as"}
        values = {name: getattr(wanted, field) for field, name in names.items()}
        return "?" + urlencode({name: value for name, value in values.items() if value})

    @property
    def is_narrowed(self):
        return bool(self.q or self.category or self.area or self.way or self.open)


def wanted(query):
    """`Wanted` of a QueryDict."""
    reader = from_query(query)
    problems = []
    area = NATIONAL if query.get("area", "").strip() == NATIONAL else reader.area
    category = _known(query, "category", Category.values, problems, _("分野「%(value)s」はありません。"))
    way = _known(query, "way", WAYS, problems, _("連絡の方法「%(value)s」はありません。"))
    is_open = _known(
        query, "open", [NOW], problems, _("受付の条件「%(value)s」はありません。使えるのは now だけです。")
    )
    text = query.get("q", "").replace("\x00", "").strip()[:200]
    return Wanted(text, category, area, way, is_open, reader.audience, tuple(problems))


def _known(query, name, values, problems, message):
    value = query.get(name, "").strip()
    if value and value not in values:
        problems.append(message % {"value": value[:40]})
        return ""
    return value


def _fits(desk, name, value):
    contact = desk.contact
    if not value:
        return True
    if name == "open":
        return desk.state.is_open
    if name == "category":
        return contact.category == value
    if name == "area":
        return contact.area in (NATIONAL, value)
    return contact.main_phone is not None if value == "phone" else can_be_written_to(contact)


def narrowed(desks, asked, but=""):
    """The desks that fit every filter but the one named `but`."""
    return [desk for desk in desks if all(_fits(desk, name, getattr(asked, name)) for name in NARROW_BY if name != but)]


def groups(desks, asked):
    """For components/_filters.html. A choice that would show nothing is left out, unless it is the present one."""
    return [
        _group(desks, asked, "open", _("いま"), [(NOW, _("いま受付中"))]),
        _group(desks, asked, "category", _("困りごと"), Category.choices),
        _group(desks, asked, "way", _("連絡の方法"), [("phone", _("電話")), ("online", _("フォーム・メール"))]),
        _group(desks, asked, "area", _("地域"), _areas(desks, asked)),
    ]


def _areas(desks, asked):
    local = {desk.contact.area for desk in desks} | {asked.area}
    names = dict(AREAS) | {NATIONAL: _("全国の窓口だけ")}
    return [(code, names[code]) for code, _name in AREAS if code in local]


def _group(desks, asked, name, label, choices):
    base = narrowed(desks, asked, but=name)
    present = getattr(asked, name)
    options = [{"label": _("すべて"), "url": asked.url(**{name: ""}), "count": len(base), "current": not present}]
    for code, title in choices:
        count = sum(_fits(desk, name, code) for desk in base)
        if count or code == present:
            url = asked.url(**{name: code})
            options.append({"label": title, "url": url, "count": count, "current": code == present})
    return {"label": label, "options": options}
