"""The rules of the flow: which desks serve the reader, in what order, which one to call now. Pure.

Desks come in as `Candidate`s in the editors' order, and go out as `Place`s. The editors' order is only ever changed for
one reason: a desk that does not serve the reader steps back, and a nationwide one takes its place.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from contacts.areas import NATIONAL
from contacts.reader import AUDIENCES, OTHER_AREA, is_readers_own, why_not

POLICE = "police"

# The situation "I do not know which it is".
UNSURE = "unsure"

OPEN, UNKNOWN, CLOSED = "open", "unknown", "closed"


@dataclass(frozen=True)
class Candidate:
    """What the rules need to know of a desk. `audience` empty: everybody. `answers`: its state now ("open", "closed",
    "unknown"). `writable`: it takes a form or mail, `anytime`: at any hour."""

    slug: str
    area: str = NATIONAL
    audience: frozenset[str] = frozenset()
    category: str = ""
    answers: str = UNKNOWN
    has_phone: bool = False
    writable: bool = False
    anytime: bool = False

    @property
    def is_local(self) -> bool:
        return self.area != NATIONAL

    @property
    def is_for_all(self) -> bool:
        return not self.audience or self.audience.issuperset(AUDIENCES)

    @property
    def is_own(self) -> bool:
        return is_readers_own(self.category, self.has_phone)


@dataclass(frozen=True)
class Place:
    """A desk in its place. `back`: why it does not serve the reader ("area", "audience"), or "". `elsewhere`: slugs of
    the desks to use outside its area. `stands_in`: the local desk whose place this nationwide one has taken, or "".
    `is_default`: it stands here because no desk of the list serves the reader."""

    candidate: Candidate
    back: str = ""
    elsewhere: tuple[str, ...] = ()
    stands_in: str = ""
    is_default: bool = False

    @property
    def slug(self) -> str:
        return self.candidate.slug


@dataclass(frozen=True)
class Answer:
    """Whom to call now. `leading`: the first desk with a number. `open`: the first one that answers now, `meanwhile`: one
    that takes a form or mail; both only when `leading` does not surely answer. `own`: the reader's own bank or vendor,
    when it stands before all others."""

    leading: Candidate | None = None
    open: Candidate | None = None
    meanwhile: Candidate | None = None
    own: Candidate | None = None

    @property
    def to_call(self) -> Candidate | None:
        """The one desk to ring now: nobody when all are closed."""
        if self.open or self.leading is None:
            return self.open
        return None if self.leading.answers == CLOSED else self.leading

    @property
    def says_something(self) -> bool:
        """Whether the reader needs to be told: the leading desk is closed, another one answers more surely, or it may not
        answer and there is something to do besides ringing it."""
        if self.leading is None or self.leading.answers == OPEN:
            return False
        return self.leading.answers == CLOSED or any((self.open, self.own, self.meanwhile and self.meanwhile.anytime))


class Pools(NamedTuple):
    """The desks that serve the reader: of the list, the nationwide ways to the police, the default ones."""

    desks: Sequence[Candidate]
    nationwide: Sequence[Candidate]
    defaults: Sequence[Candidate]


def in_order(
    desks: Sequence[Candidate],
    nationwide: Sequence[Candidate] = (),
    area: str = "",
    audience: str = "",
    defaults: Sequence[Candidate] = (),
) -> list[Place]:
    """The desks for this reader: those that serve, in the editors' order, then those that do not.

    Where a local desk had to step back, a nationwide one stands in for it (see `_ways`). Where no desk serves the reader
    at all, those of `defaults` that do step forward.
    """

    def serve(found: Iterable[Candidate]) -> list[Candidate]:
        return [desk for desk in found if not why_not(desk.area, desk.audience, area, audience)]

    pools = Pools(serve(desks), serve(nationwide), serve(defaults))
    places = [
        Place(desk, why_not(desk.area, desk.audience, area, audience), _elsewhere(desk, pools, area)) for desk in desks
    ]
    serving = _serving(places, pools, audience)
    if desks and not serving:
        serving = [Place(desk, is_default=True) for desk in pools.defaults]
    return serving + [place for place in places if place.back]


def answering(places: Iterable[Place], fallback: Candidate | None = None, audience: str = "") -> Answer:
    """Whom to call now among the desks that serve. `fallback` takes a form at any hour when none of them does, and is
    offered only in place of the police."""
    serving = [place.candidate for place in places if not place.back]
    callable_ = [desk for desk in serving if desk.has_phone]
    if not callable_:
        return Answer()
    leading = callable_[0]
    if leading.answers == OPEN:
        return Answer(leading)
    now = next((desk for desk in _for_reader(callable_, audience) if desk.answers == OPEN), None)
    return Answer(leading, now, _meanwhile(serving, leading, now, fallback), serving[0] if serving[0].is_own else None)


def _for_reader(desks: Sequence[Candidate], audience: str) -> Sequence[Candidate]:
    """Those that may step before the others: as long as nobody said who is reading, a desk for one kind of reader does
    not, if there is one for all."""
    for_all = [desk for desk in desks if desk.is_for_all]
    return desks if audience or not for_all else for_all


def _meanwhile(
    serving: Sequence[Candidate], leading: Candidate, now: Candidate | None, fallback: Candidate | None
) -> Candidate | None:
    """What can be sent: at any hour; else, when nobody answers the telephone, wherever something can be sent at all."""
    anytime = next((desk for desk in serving if desk.anytime), fallback if leading.category == POLICE else None)
    return anytime or (None if now else next((desk for desk in serving if desk.writable), None))


def merged(*lists: Iterable[str]) -> list[str]:
    """The lines of all lists, each once, first come first. Width, case and full stops make no difference."""
    lines: dict[str, str] = {}
    for line in (line.strip() for lines_ in lists for line in lines_):
        if line:
            lines.setdefault(unicodedata.normalize("NFKC", line).casefold().rstrip("。. "), line)
    return list(lines.values())


def _serving(places: Sequence[Place], pools: Pools, audience: str) -> list[Place]:
    """The places of those that serve. Once for a kind, a local desk that only the area keeps from serving leaves its
    place to the first of its ways, whether that one was in the list before or not; it names the ways that are not."""
    known = {place.slug for place in places if not place.back}
    found: dict[str, Place] = {}
    replaced: set[str] = set()
    for place in places:
        local = place.candidate
        if not place.back:
            found.setdefault(place.slug, place)
        elif local.category not in replaced and _needs_stand_in(place, pools, audience):
            replaced.add(local.category)
            way, *others = _ways(local, pools)
            named = tuple(other.slug for other in others if other.slug not in known)
            found[way.slug] = Place(way, elsewhere=named, stands_in=local.slug)
    return list(found.values())


def _needs_stand_in(place: Place, pools: Pools, audience: str) -> bool:
    desk = place.candidate
    ways = _ways(desk, pools)
    if place.back != OTHER_AREA or why_not(desk.area, desk.audience, desk.area, audience) or not ways:
        return False
    return desk.category == POLICE or ways[0] not in pools.desks


def _ways(local: Candidate, pools: Pools) -> Sequence[Candidate]:
    """What to use instead of a local desk. The police for the police only; for the others a nationwide desk of their
    kind in the list, else the default desk, best of their kind."""
    if local.category == POLICE:
        return pools.nationwide
    alike = [desk for desk in pools.desks if not desk.is_local and desk.category == local.category]
    others = [desk for desk in pools.defaults if desk.category != POLICE]
    return [*alike, *sorted(others, key=lambda desk: desk.category != local.category)][:1]


def _elsewhere(desk: Candidate, pools: Pools, area: str) -> tuple[str, ...]:
    """The desks to use outside the area of `desk`."""
    return tuple(way.slug for way in _ways(desk, pools)) if desk.is_local and desk.area != area else ()
