"""Making an index of entries. Pure."""

import math
from array import array
from collections.abc import Callable, Iterable
from heapq import nsmallest

from .analysis import Analyser
from .entries import LINE, Entry
from .index import IMPACT, MOST_POSTINGS, Index, Postings, Ranking

# What a feature on one line of an item says, against one on OFTEN lines or more.
ONCE, POWER, OFTEN_COUNTS = 0.5, 0.5, 0.5
MOST_SEEN = 20_000
OVERFULL = 4 * MOST_POSTINGS  # lists are cut back when they get here, so that memory stays bounded while building, too


def build(entries: Iterable[Entry], analyser: Analyser, ranking: Ranking = Ranking()) -> Index:  # noqa: B008 - frozen
    builder = _Builder(analyser)
    kept = list(entries)
    for item, entry in enumerate(kept):
        builder.add(item, entry)
    return Index(kept, analyser, builder.finish(len(kept)), ranking)


class _Builder:
    def __init__(self, analyser: Analyser):
        self.analyser = analyser
        self.number_of: dict[str, int] = {}
        self._seen: dict[str, list[tuple[int, float]]] = {}
        self.found_in = array("I")  # items in which each feature occurs
        self.items: list[array[int]] = []
        self.impacts: list[array[int]] = []
        self.times: list[array[int]] = []  # lines of the item on which it stands
        self.lines: list[array[int]] = []
        self.line_items = array("I")
        self.line_places = array("H")
        self.line_features: list[array[int]] = []

    def add(self, item: int, entry: Entry) -> None:
        impacts: dict[int, float] = {}
        repeats: dict[int, int] = {}
        for place, (importance, _language, line) in enumerate(entry.lines):
            features = self._seen.get(line) or self._features(line)
            for feature, part in features:
                says = importance * part
                if impacts.get(feature, 0.0) < says:
                    impacts[feature] = says
                if says > OFTEN_COUNTS:
                    repeats[feature] = repeats.get(feature, 0) + 1
            if features and importance >= LINE:
                self._add_line(item, place, [feature for feature, _part in features])
        for feature, impact in impacts.items():
            self._add_item(item, feature, round(IMPACT * impact), repeats.get(feature, 1))

    def _features(self, line: str) -> list[tuple[int, float]]:
        """The features of a line by their numbers. Many desks have lines in common: each is looked at once."""
        found = []
        for feature, part in self.analyser.features(line).items():
            number = self.number_of.setdefault(feature, len(self.number_of))
            if number == len(self.items):
                self.found_in.append(0)
                self.items.append(array("I"))
                self.impacts.append(array("B"))
                self.times.append(array("B"))
                self.lines.append(array("I"))
            found.append((number, part))
        if len(self._seen) < MOST_SEEN:
            self._seen[line] = found
        return found

    def _add_line(self, item: int, place: int, features: list[int]) -> None:
        number = len(self.line_items)
        self.line_items.append(item)
        self.line_places.append(min(place, 65_535))
        self.line_features.append(array("I", features))
        for feature in features:
            lines = self.lines[feature]
            lines.append(number)
            if len(lines) >= OVERFULL:
                self.lines[feature] = _first(lines, lambda line: len(self.line_features[line]))

    def _add_item(self, item: int, feature: int, impact: int, times: int) -> None:
        self.found_in[feature] += 1
        self.items[feature].append(item)
        self.impacts[feature].append(impact)
        self.times[feature].append(min(times, 255))
        if len(self.items[feature]) >= OVERFULL:
            self._keep_weightiest(feature)

    def _keep_weightiest(self, feature: int) -> None:
        rows = zip(self.impacts[feature], self.times[feature], self.items[feature], strict=True)
        best = nsmallest(MOST_POSTINGS, rows, key=lambda row: (-row[0] * row[1], row[2]))
        self.impacts[feature] = array("B", (impact for impact, _, _ in best))
        self.times[feature] = array("B", (times for _, times, _ in best))
        self.items[feature] = array("I", (item for _, _, item in best))

    def _balance(self, feature: int) -> None:
        """A feature says most where it stands most often."""
        most = max(self.times[feature])
        if most > 1:
            shares = (ONCE + (1 - ONCE) * (times / most) ** POWER for times in self.times[feature])
            self.impacts[feature] = array(
                "B", (round(i * share) for i, share in zip(self.impacts[feature], shares, strict=True))
            )

    def finish(self, count: int) -> Postings:
        rarity = array("f", (math.log(1 + (count - n + 0.5) / (n + 0.5)) for n in self.found_in))
        weights = [self.analyser.weights.of(feature) * rarity[number] for feature, number in self.number_of.items()]
        sizes = array("f", (sum(weights[feature] for feature in features) or 1.0 for features in self.line_features))
        for feature in range(len(self.items)):
            self._keep_weightiest(feature)
            self._balance(feature)
        return Postings(
            number_of=self.number_of,
            rarity=rarity,
            unknown=math.log(1 + (count + 0.5) / 0.5),
            items=self.items,
            impacts=self.impacts,
            lines=[_first(lines, sizes.__getitem__) for lines in self.lines],
            line_items=self.line_items,
            line_places=self.line_places,
            line_sizes=sizes,
        )


def _first(numbers: "array[int]", key: Callable[[int], float]) -> "array[int]":
    if len(numbers) <= MOST_POSTINGS:
        return numbers
    return array("I", sorted(numbers, key=lambda number: (key(number), number))[:MOST_POSTINGS])
