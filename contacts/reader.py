"""Who is reading and where: said in the address (`?area=JP-27&as=company`) and nowhere else."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from .areas import AREAS, NATIONAL, PREFECTURES

# The two kinds of reader one may choose between. The other audiences of a desk are companies all the same.
AUDIENCES = ("company", "individual")

# The way to the police from anywhere in Japan: by telephone, by form, by finding the local desk.
NATIONWIDE = ("police-9110", "npa-cyber-online", "prefectural-police-directory")
# When nothing fits: a company's desk, a person's desk, the police.
DEFAULT_DESKS = ("ipa-org-desk", "ipa-anshin", "police-9110")

OTHER_AREA, OTHER_AUDIENCE = "area", "audience"

_AREA_NAMES = dict(AREAS)


def why_not(desk_area: str, desk_audience: Collection[str], area: str, audience: str) -> str:
    """Why a desk does not serve a reader: "area", "audience", or "" when it does. A desk without audience serves all."""
    if desk_area != NATIONAL and area and desk_area != area:
        return OTHER_AREA
    if audience and desk_audience and audience not in desk_audience:
        return OTHER_AUDIENCE
    return ""


def is_readers_own(category: str, has_phone: bool) -> bool:
    """Whether a desk is the reader's own bank, vendor or card company: without a number here, each has another one."""
    return category == "provider" and not has_phone


@dataclass(frozen=True)
class Reader:
    """What the address says of the reader; "" where it says nothing. `problems`: values that nobody knows, as sentences."""

    area: str = ""
    audience: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_chosen(self):
        return bool(self.area or self.audience)

    @property
    def area_name(self):
        return str(_AREA_NAMES.get(self.area, ""))

    @property
    def audience_name(self):
        return dict(audiences()).get(self.audience, "")

    @property
    def query(self):
        """``area=JP-27&as=company``, or "" when nothing was chosen."""
        chosen = {"area": self.area, "as": self.audience}
        return urlencode({name: value for name, value in chosen.items() if value})

    def carried(self, url):
        """`url` with the reader's choices, in front of its fragment. Addresses outside the site stay as they are."""
        if not self.query or not url.startswith("/"):
            return url
        path, mark, fragment = url.partition("#")
        return f"{path}{'&' if '?' in path else '?'}{self.query}{mark}{fragment}"

    @property
    def fields(self):
        """For forms: ``[{name, value}]`` to send along as hidden fields."""
        return [{"name": name, "value": value} for name, value in (("area", self.area), ("as", self.audience)) if value]

    @property
    def area_options(self):
        return _options(PREFECTURES, self.area)

    @property
    def audience_options(self):
        return _options(audiences(), self.audience)


NOBODY = Reader()


def audiences():
    return [("company", _("会社・団体")), ("individual", _("個人"))]


def from_query(query):
    """The reader of a QueryDict. Unknown values count as not said, and are named in `problems`."""
    area, audience = query.get("area", "").strip(), query.get("as", "").strip()
    problems = []
    if area == NATIONAL:
        area = ""
    if area and area not in _AREA_NAMES:
        problems.append(_("地域「%(area)s」は分かりません。下から選び直してください。") % {"area": area[:40]})
        area = ""
    if audience and audience not in AUDIENCES:
        problems.append(
            _("「%(audience)s」という使う人の区分は分かりません。下から選び直してください。")
            % {"audience": audience[:40]}
        )
        audience = ""
    return Reader(area, audience, tuple(problems))


def _options(choices, chosen):
    return [{"code": code, "label": label, "current": code == chosen} for code, label in choices]
