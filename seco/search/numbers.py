"""Finding a desk by its telephone number or a part of it, in any spelling. Pure."""

import bisect
import re
import unicodedata
from collections.abc import Iterable

from . import text

FEWEST_DIGITS = 3  # two digits are in every number
MOST_FOUND = 200
# Digits that count something are no number: 110万円, 188件, 3日.
_COUNTED = re.compile(
    r"\d[\d,.]*\s*(?:万|億|千|円|件|人|名|台|通|枚|回|個|社|歳|才|年|月|日|時|分|秒|%|yen|dollars?|usd|people|times|days?|hours?|years?|gb|mb)"
)
_NUMBER = re.compile(r"[+#]?\(?\d[\d\s().\-]*\d|\d{2,}")


class Joined:
    """Which of many short texts contain another: one text to look through, which stays fast for a hundred thousand."""

    def __init__(self, rows: Iterable[tuple[str, int]]):
        """`rows`: (text without line breaks, item)."""
        self._starts: list[int] = []
        self._items: list[int] = []
        texts, length = [], 0
        for short, item in rows:
            self._starts.append(length)
            self._items.append(item)
            texts.append(short)
            length += len(short) + 1
        self._all = "\n".join(texts)

    def within(self, part: str) -> list[int]:
        """Items whose text contains `part`: first those that begin with it, then those that end with it."""
        found: list[tuple[int, int]] = []
        position = self._all.find(part)
        while position >= 0 and len(found) < MOST_FOUND:
            row = bisect.bisect_right(self._starts, position) - 1
            end = position + len(part)
            begins = position == self._starts[row]
            ends = end == len(self._all) or self._all[end] == "\n"
            found.append((0 if begins else 1 if ends else 2, self._items[row]))
            position = self._all.find(part, position + 1)
        return [item for _, item in sorted(found)]


class Numbers(Joined):
    def __init__(self, rows: Iterable[tuple[str, int]]):
        """`rows`: (number, item)."""
        dialled = [(text.digits_of(number), item) for number, item in rows]
        super().__init__(dialled)
        self._exact: dict[str, list[int]] = {}
        for digits, item in dialled:
            self._exact.setdefault(digits, []).append(item)

    def exact(self, digits: str) -> list[int]:
        return self._exact.get(digits, [])


def numbers_in(written: str) -> list[str]:
    """The digits of what may be telephone numbers in `written`."""
    plain = re.sub(r"[‐‑‒–—―−ー]", "-", unicodedata.normalize("NFKC", written).replace("♯", "#"))
    plain = _COUNTED.sub(" ", plain.lower())
    return [digits for found in _NUMBER.findall(plain) if len(digits := text.digits_of(found)) >= FEWEST_DIGITS]


def is_only_number(written: str) -> bool:
    return not re.search(r"[^\d\s+#().\-‐‑‒–—―−ー♯]", unicodedata.normalize("NFKC", written))
