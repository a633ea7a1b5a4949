"""もしかして: words of the list that look or sound like what was typed. Pure."""

from collections.abc import Iterable
from heapq import nlargest

from . import text
from .entries import KEYWORD, Entry
from .lexicon import Lexicon

CLOSE = 0.5  # share of common pairs of letters from which on two texts look alike
LONGEST = 24


class Near:
    def __init__(self, entries: Iterable[Entry], lexicon: Lexicon):
        self._lexicon = lexicon
        lines = {
            line.text
            for entry in entries
            for line in entry.lines
            if line.importance >= KEYWORD and len(line.text) <= LONGEST
        }
        self._lines = [(self._pairs(line), line) for line in sorted(lines)]

    def to(self, question: str, most: int) -> list[str]:
        """Titles and keywords near to `question`, nearest first."""
        asked = self._pairs(question)
        alike = [(likeness, line) for pairs, line in self._lines if (likeness := _dice(asked, pairs)) >= CLOSE]
        return [line for _, line in nlargest(most, alike)]

    def _pairs(self, written: str) -> set[str]:
        heard = self._lexicon.kana(text.fold(written)).replace(" ", "")
        return {heard[i : i + 2] for i in range(len(heard) - 1)}


def _dice(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
