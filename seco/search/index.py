"""What is found for a question, best first. Pure, never changed once built, and so safe to share between threads.

The score is disjunctive: no word has to be there. It adds how much of the question an item covers anywhere, and how
well its best single line fits the question as a whole; rare features count more than common ones. An exact name or
number comes before everything else. The work for one question is bounded, however many items there are.
"""

import math
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest, nsmallest
from operator import itemgetter

from . import text
from .analysis import Analyser, Analysis
from .entries import WORDING, Entry, Line
from .guesses import Guesses
from .near import Near
from .numbers import Joined, Numbers, is_only_number, numbers_in

MOST_POSTINGS = 512  # kept of one feature: the items of which it says most
MOST_WORK = 3_000  # postings looked at for one question
MOST_CANDIDATES = 200
IMPACT = 200  # the impact of a title, in postings
# Of a question without any known idea or word, this part of its pieces has to be there: a word, a sentence.
LEAST_OF_PIECES = (0.4, 0.2)
NO_LINE = (0.0, -1)
LIMIT = 20
SHORTEST_NAME, LONGEST_NAME = 2, 24  # characters of what may be a part of a name
LONGEST_SHORT_NUMBER = 4  # 110, 188, 9110: digits that also turn up in other company


@dataclass(frozen=True)
class Ranking:
    """How the parts of a score are weighed. Found by benchmarks/search_quality.py on the wordings kept for tuning."""

    cover: float = 1.9
    line: float = 0.65
    exact_name: float = 3.0
    name_part: float = 2.0
    name_within: float = 1.0
    exact_line: float = 0.6
    exact_number: float = 5.0
    number_part: float = 3.0
    number_in_words: float = 0.8  # a number of three or four digits beside words
    choice: float = 0.95  # a situation in which one has to choose first, when a sentence said more
    short: dict[str, float] = field(
        default_factory=lambda: {"situation": 1.0, "contact": 0.68, "playbook": 0.56, "mission": 0.55}
    )
    sentence: dict[str, float] = field(
        default_factory=lambda: {"situation": 1.0, "contact": 0.68, "playbook": 0.55, "mission": 0.45}
    )
    order: float = 0.02  # what the first item has over the last when all else is equal
    enough: float = 0.33  # below it, nothing was found
    tail: float = 0.15  # a result below this part of the best score is not shown


@dataclass(frozen=True)
class Hit:
    entry: Entry
    score: float
    line: Line | None = None  # the line that fits best


@dataclass(frozen=True)
class Found:
    """The answer: hits, best first, and what the question was understood as."""

    hits: list[Hit]
    asked: Analysis


@dataclass(frozen=True)
class Postings:
    """Where each feature occurs. Features, items and lines are numbers; long lists are cut to what says most."""

    number_of: dict[str, int]
    rarity: "array[float]"
    unknown: float  # the rarity of what occurs nowhere
    items: list["array[int]"]  # of each feature, the weightiest first …
    impacts: list["array[int]"]  # … and how much it says there, of IMPACT
    lines: list["array[int]"]  # of each feature
    line_items: "array[int]"  # of each line: its item …
    line_places: "array[int]"  # … and which of the item's lines it is
    line_sizes: "array[float]"  # what all features of the line weigh


class Index:
    def __init__(
        self,
        entries: list[Entry],
        analyser: Analyser,
        postings: Postings,
        ranking: Ranking = Ranking(),  # noqa: B008 - frozen
    ):
        self.entries, self.analyser, self.ranking, self._postings = entries, analyser, ranking, postings
        self._numbers = Numbers((number, item) for item, entry in enumerate(entries) for number in entry.numbers)
        self._names, self._name_parts, self._whole_lines = _exact_texts(entries)
        self._all_names = Joined((key, item) for key, items in self._names.items() for item in items)
        lexicon = analyser.lexicon
        self._words = Guesses((*lexicon.english_words, *_english_words(entries)))
        self._kana = Guesses(lexicon.kana_words)

    def search(self, question: str, limit: int = LIMIT) -> Found:
        asked = self.analyser.question(question, self._guess_word, self._guess_kana)
        if is_only_number(question):
            # A number that only looks like one of ours must not lead to that desk.
            return Found(self._best(self._known_by_name(question), {}, limit), asked)
        weights = self._weigh(question, asked)
        total = sum(weights.values()) + self._weight_of_unknown(asked)
        is_sentence = _is_sentence(question)
        scores = self._known_by_name(question)
        whole = frozenset(self._whole_lines.get(_key(question), ()))
        lines = self._best_lines(weights, total)
        needs_pieces = len(_key(question)) > 1 and not asked.has_meaning(self._postings.number_of)
        least = total * LEAST_OF_PIECES[is_sentence] if needs_pieces else 0.0
        for item, cover in self._cover(weights):
            if cover < least:
                continue
            part = self.ranking.cover * cover / total + self.ranking.line * lines.get(item, NO_LINE)[0]
            part += self.ranking.exact_line * (item in whole)
            scores[item] = scores.get(item, 0.0) + part * self._prior(item, is_sentence)
        return Found(self._best(scores, lines, limit), asked)

    def has_number(self, digits: str) -> bool:
        return bool(self._numbers.exact(digits))

    def meant(self, question: str, most: int = 3) -> list[str]:
        """For somebody who found nothing: known words near to those typed, as new questions."""
        corrected = text.fold(question)
        for typed, near in self.analyser.question(question, self._guess_word, self._guess_kana).corrections.items():
            corrected = corrected.replace(typed, near)
        found = [corrected] if corrected != text.fold(question) else []
        return list(dict.fromkeys([*found, *self._near.to(question, most)]))[:most]

    @cached_property
    def _pairs_with(self) -> dict[str, list[int]]:
        """{character: the pairs of written characters that it is in}: for questions of one character."""
        found: dict[str, list[int]] = {}
        for feature, number in self._postings.number_of.items():
            if feature.startswith("b:"):
                for character in feature[2:].replace("ー", ""):
                    found.setdefault(character, []).append(number)
        return found

    @cached_property
    def _near(self) -> Near:
        return Near(self.entries, self.analyser.lexicon)

    def _guess_word(self, word: str) -> str | None:
        if not word.isalpha() or word in self._words:
            return None
        stem = text.stem(word)
        known = f"w:{stem}" in self._postings.number_of or self.analyser.lexicon.is_correct(stem)
        return None if known else self._words.nearest(word)

    def _guess_kana(self, word: str) -> str | None:
        return self._kana.nearest(word)

    def _weigh(self, question: str, asked: Analysis) -> dict[int, float]:
        """{feature: what it says} of the features that occur."""
        known, of = self._postings.number_of, self.analyser.weights.of
        key = _key(question)
        if len(key) == 1:
            return {number: self._postings.rarity[number] for number in self._pairs_with.get(key, ())}
        return {
            known[feature]: part * of(feature) * self._postings.rarity[known[feature]]
            for feature, part in asked.features.items()
            if feature in known
        }

    def _weight_of_unknown(self, asked: Analysis) -> float:
        known, of = self._postings.number_of, self.analyser.weights.of
        missing = sum(part * of(feature) for feature, part in asked.features.items() if feature not in known)
        return missing * self._postings.unknown or 1e-9

    def _cover(self, weights: dict[int, float]) -> list[tuple[int, float]]:
        """(item, how much of the question it covers), the best only."""
        cover: dict[int, float] = {}
        get = cover.get
        work = MOST_WORK
        for feature, weight in _weightiest(weights):
            share, items = weight / IMPACT, self._postings.items[feature]
            for item, impact in zip(items, self._postings.impacts[feature], strict=True):
                cover[item] = get(item, 0.0) + share * impact
            work -= len(items)
            if work < 0:
                break
        return nlargest(MOST_CANDIDATES, cover.items(), key=itemgetter(1))

    def _best_lines(self, weights: dict[int, float], total: float) -> dict[int, tuple[float, int]]:
        """{item: (how well its best line fits the question, that line)}: 1 when they have all features in common."""
        common: dict[int, float] = {}
        get = common.get
        work = MOST_WORK
        for feature, weight in _weightiest(weights):
            lines = self._postings.lines[feature]
            for line in lines:
                common[line] = get(line, 0.0) + weight
            work -= len(lines)
            if work < 0:
                break
        best: dict[int, tuple[float, int]] = {}
        line_items, sizes = self._postings.line_items, self._postings.line_sizes
        for line, weight in common.items():
            item, fit = line_items[line], weight / math.sqrt(total * sizes[line])
            if fit > best.get(item, NO_LINE)[0]:
                best[item] = fit, line
        return best

    def _prior(self, item: int, is_sentence: bool) -> float:
        entry = self.entries[item]
        if is_sentence:
            return self.ranking.sentence[entry.type] * (self.ranking.choice if entry.is_choice else 1.0)
        return self.ranking.short[entry.type]

    def _known_by_name(self, question: str) -> dict[int, float]:
        """{item: score} of what was asked for by its name or number."""
        bonus: dict[int, float] = {}

        def add(items: Iterable[int], score: float) -> None:
            for item in items:
                bonus[item] = max(bonus.get(item, 0.0), score)

        key = _key(question)
        add(self._name_parts.get(key, ()), self.ranking.name_part)
        add(self._names.get(key, ()), self.ranking.exact_name)
        if not bonus and SHORTEST_NAME <= len(key) <= LONGEST_NAME and not self.analyser.is_idea(question):
            add(self._all_names.within(key), self.ranking.name_within)
            if bonus:  # what editors say a desk is called counts as much as a part of another one's name
                called = self._whole_lines.get(key, ())
                add((item for item in called if self.entries[item].type == "contact"), self.ranking.name_within)
        only_number = is_only_number(question)
        for digits in numbers_in(question):
            whole = only_number or len(digits) > LONGEST_SHORT_NUMBER
            add(self._numbers.exact(digits), self.ranking.exact_number if whole else self.ranking.number_in_words)
            if only_number:
                for place, item in enumerate(self._numbers.within(digits)[:LIMIT]):
                    add([item], self.ranking.number_part - place / 100)
        return bonus

    def _best(self, scores: dict[int, float], lines: dict[int, tuple[float, int]], limit: int) -> list[Hit]:
        count = max(len(self.entries), 1)
        ordered = {item: score * (1 + self.ranking.order * (1 - item / count)) for item, score in scores.items()}
        ranked = nsmallest(limit, ordered.items(), key=lambda row: (-row[1], row[0]))
        if not ranked or ranked[0][1] < self.ranking.enough:
            return []
        lowest = max(self.ranking.enough / 2, ranked[0][1] * self.ranking.tail)
        return [self._hit(item, score, lines) for item, score in ranked if score >= lowest]

    def _hit(self, item: int, score: float, lines: dict[int, tuple[float, int]]) -> Hit:
        entry, line = self.entries[item], lines.get(item, NO_LINE)[1]
        return Hit(entry, round(score, 4), entry.lines[self._postings.line_places[line]] if line >= 0 else None)


def _weightiest(weights: dict[int, float]) -> list[tuple[int, float]]:
    return sorted(weights.items(), key=lambda row: (-row[1], row[0]))


def _key(written: str) -> str:
    """The form in which whole names and lines are compared."""
    return text.fold(written).replace(" ", "")


def _english_words(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        for importance, _language, line in entry.lines:
            if importance >= WORDING:
                yield from text.LATIN_WORD.findall(text.fold(line))


def _is_sentence(question: str) -> bool:
    folded = text.fold(question)
    return len(text.JAPANESE.findall(folded)) > 8 or len(text.LATIN_WORD.findall(folded)) > 3


def _exact_texts(entries: list[Entry]) -> tuple[dict[str, list[int]], dict[str, list[int]], dict[str, list[int]]]:
    names: dict[str, list[int]] = {}
    parts: dict[str, list[int]] = {}
    lines: dict[str, list[int]] = {}
    for item, entry in enumerate(entries):
        # The title of a playbook names a trouble: the situation of that trouble, with its desks, comes first.
        titles = {_key(title) for title in entry.title.values() if entry.type != "playbook"}
        for key in titles:
            names.setdefault(key, []).append(item)
        for key in {_key(name) for name in entry.names} - titles:
            parts.setdefault(key, []).append(item)
        for key in {_key(line) for importance, _language, line in entry.lines if importance >= WORDING}:
            if len(lines.setdefault(key, [])) < MOST_POSTINGS:
                lines[key].append(item)
    # What stands in many names names none of them.
    parts = {key: items for key, items in parts.items() if len(items) <= 2}
    return names, parts, lines
