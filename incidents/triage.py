"""The rules of the flow: which desks serve the reader, in what order, which one to call now. Pure.

Desks come in as `Candidate`s in the editors' order, and go out as `Place`s. The editors' order is only ever changed for
one reason: a desk that does not serve the reader steps back, and the nationwide way takes its place.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contacts.areas import NATIONAL
from contacts.reader import OTHER_AREA, why_not

POLICE = "police"

# The situation "I do not know which it is".
UNSURE = "unsure"

OPEN, UNKNOWN, CLOSED = "open", "unknown", "closed"


@dataclass(frozen=True)
class Candidate:
    """What the rules need to know of a desk. `audience` empty: everybody. `answers`: its state now ("open", "closed",
    "unknown"). `anytime`: a form or mail can be sent at any hour."""

    slug: str
    area: str = NATIONAL
    audience: frozenset[str] = frozenset()
    category: str = ""
    answers: str = UNKNOWN
    has_phone: bool = False
    anytime: bool = False

    @property
    def is_local(self) -> bool:
        return self.area != NATIONAL


@dataclass(frozen=True)
class Place:
    """A desk in its place. `back`: why it does not serve the reader ("area", "audience"), or "". `elsewhere`: slugs of
    the desks to use outside its area. `stands_in`: the local desk whose place this nationwide one has taken, or ""."""

    candidate: Candidate
    back: str = ""
    elsewhere: tuple[str, ...] = ()
    stands_in: str = ""

    @property
    def slug(self) -> str:
        return self.candidate.slug


@dataclass(frozen=True)
class Answer:
    """Whom to call now. `leading`: the first desk with a number. `open`: the first one that answers now, `meanwhile`: the
    first that takes a form or mail at any hour; both only when `leading` does not surely answer."""

    leading: Candidate | None = None
    open: Candidate | None = None
    meanwhile: Candidate | None = None

    @property
    def to_call(self) -> Candidate | None:
        """The one desk to ring now: nobody when all are closed."""
        if self.open or self.leading is None:
            return self.open
        return None if self.leading.answers == CLOSED else self.leading

    @property
    def says_something(self) -> bool:
        """Whether the reader needs to be told: the leading desk is closed, or another one answers more surely."""
        return self.leading is not None and (self.leading.answers == CLOSED or self.open is not None)


def in_order(
    desks: Sequence[Candidate], nationwide: Sequence[Candidate] = (), area: str = "", audience: str = ""
) -> list[Place]:
    """The desks for this reader: those that serve, in the editors' order, then those that do not.

    Where a local desk had to step back, the first of `nationwide` that serves the reader stands in for it: always for
    the police, for others only when no nationwide desk of the same kind is in the list already.
    """
    places = [
        Place(desk, why_not(desk.area, desk.audience, area, audience), _elsewhere(desk, desks, nationwide, area))
        for desk in desks
    ]
    serving = [place for place in places if not place.back]
    local = next((place for place in places if place.back == OTHER_AREA and _needs_stand_in(place, serving)), None)
    ways = [way for way in nationwide if not why_not(way.area, way.audience, area, audience)]
    if local and ways:
        ahead = [place for place in places[: places.index(local)] if not place.back]
        serving = _with_stand_in(serving, ahead, ways, local)
    return serving + [place for place in places if place.back]


def answering(places: Iterable[Place], fallback: Candidate | None = None) -> Answer:
    """Whom to call now among the desks that serve. `fallback` takes a form at any hour when none of them does, and is
    offered only in place of the police."""
    serving = [place.candidate for place in places if not place.back]
    callable_ = [desk for desk in serving if desk.has_phone]
    if not callable_:
        return Answer()
    leading = callable_[0]
    if leading.answers == OPEN:
        return Answer(leading)
    if leading.category != POLICE:
        fallback = None
    return Answer(
        leading,
        open=next((desk for desk in callable_ if desk.answers == OPEN), None),
        meanwhile=next((desk for desk in serving if desk.anytime), fallback),
    )


def merged(*lists: Iterable[str]) -> list[str]:
    """The lines of all lists, each once, first come first. Width, case and full stops make no difference."""
    lines: dict[str, str] = {}
    for line in (line.strip() for lines_ in lists for line in lines_):
        if line:
            lines.setdefault(unicodedata.normalize("NFKC", line).casefold().rstrip("。. "), line)
    return list(lines.values())


def _needs_stand_in(local: Place, serving: Sequence[Place]) -> bool:
    category = local.candidate.category
    return category == POLICE or not any(_is_alike(place.candidate, category) for place in serving)


def _with_stand_in(
    serving: Sequence[Place], ahead: Sequence[Place], ways: Sequence[Candidate], local: Place
) -> list[Place]:
    """`ways[0]` right behind `ahead`, whether it was in the list before or not; it names the ways that are not."""
    way = ways[0]
    rest = [place for place in serving if place.slug != way.slug]
    known = {place.slug for place in rest}
    place = Place(
        way, elsewhere=tuple(other.slug for other in ways[1:] if other.slug not in known), stands_in=local.slug
    )
    front = [place for place in ahead if place.slug != way.slug]
    return [*front, place, *(place for place in rest if place not in front)]


def _elsewhere(
    desk: Candidate, desks: Sequence[Candidate], nationwide: Sequence[Candidate], area: str
) -> tuple[str, ...]:
    """What to use outside the desk's area: nationwide desks of its kind in the list, then the nationwide ways."""
    if not desk.is_local or desk.area == area:
        return ()
    alike = [] if desk.category == POLICE else [other.slug for other in desks if _is_alike(other, desk.category)]
    return tuple(dict.fromkeys([*alike[:1], *(way.slug for way in nationwide)]))


def _is_alike(desk: Candidate, category: str) -> bool:
    return not desk.is_local and desk.category == category
