"""What a misspelt word was probably meant to be, among known words. Pure."""

from collections.abc import Iterable, Iterator

SHORTEST = 5  # shorter words have too many neighbours: rice is not rich
MOST_WORDS = 60_000


class Guesses:
    """Finds words at most two slips away: one letter too many, missing, wrong, or swapped with its neighbour."""

    def __init__(self, words: Iterable[str]):
        self._words: dict[str, int] = {}  # word: its turn, earlier words being preferred
        self._near: dict[str, list[str]] = {}
        for word in words:
            if len(word) >= SHORTEST and word not in self._words and len(self._words) < MOST_WORDS:
                self._words[word] = len(self._words)
                for variant in _shortened(word):
                    self._near.setdefault(variant, []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def nearest(self, word: str) -> str | None:
        if len(word) < SHORTEST:
            return None
        found = {near for variant in _shortened(word) for near in self._near.get(variant, ())}
        allowed = 1 if len(word) < 6 else 2
        ranked = [(slips, self._words[near], near) for near in found if (slips := distance(word, near)) <= allowed]
        return min(ranked)[2] if ranked else None


def _shortened(word: str) -> Iterator[str]:
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def distance(a: str, b: str) -> int:
    """How many letters are added, dropped, changed or swapped with their neighbour between `a` and `b`."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
