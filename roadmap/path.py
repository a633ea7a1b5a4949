"""The missions as a path: nested as they stand, walked in order, with what is done and what comes next. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Stop:
    """A mission and the missions below it, of which all are to be done, or any one of them."""

    mission: Any
    children: list["Stop"] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def any_will_do(self) -> bool:
        return bool(self.mission.choice == "any")

    def every(self) -> Iterator["Stop"]:
        yield self
        for child in self.children:
            yield from child.every()

    def leaves(self) -> Iterator["Stop"]:
        return (stop for stop in self.every() if stop.is_leaf)


def stops(missions: list[Any]) -> list[Stop]:
    """Missions in reading order as a tree. What stands under a mission that is not among them is left out."""
    below: dict[Any, list[Any]] = {}
    for mission in missions:
        below.setdefault(mission.parent_id, []).append(mission)

    def under(key: Any) -> list[Stop]:
        return [Stop(mission, under(mission.pk)) for mission in below.get(key, [])]

    return under(None)


def is_done(stop: Stop, done: Callable[[Any], bool]) -> bool:
    if stop.is_leaf:
        return done(stop.mission)
    found = [is_done(child, done) for child in stop.children]
    return any(found) if stop.any_will_do else all(found)


def to_do(
    path: list[Stop], done: Callable[[Any], bool], asked: Callable[[Any], bool] = lambda _mission: True
) -> list[Stop]:
    """The leaves that remain, in the order in which they are walked. Where any one will do, the first of the ways.

    Leaves that are not `asked` for are left out, and so is a way on which there are only such.
    """
    found: list[Stop] = []
    for stop in path:
        if is_done(stop, done):
            continue
        if stop.is_leaf:
            found += [stop] if asked(stop.mission) else []
        elif stop.any_will_do:
            ways = (to_do([child], done, asked) for child in stop.children)
            found += next((way for way in ways if way), [])
        else:
            found += to_do(stop.children, done, asked)
    return found
