"""Why something was found: the text with the matching words marked. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from . import text
from .analysis import KANJI, Analyser, Analysis

_HIRAGANA_ONLY = re.compile(r"[ぁ-ん]+")
_TWO_KANA = re.compile(r"[ァ-ヶー][ァ-ヶ]")


class Part(NamedTuple):
    text: str
    marked: bool


def marked(written: str, asked: Analysis, analyser: Analyser) -> list[Part]:
    """`written` in parts; marked are the words that mean or look like what was asked."""
    folded, origin = _fold_with_places(written)
    flags = [False] * (len(folded) + 1)

    def flag(start: int, end: int) -> None:
        flags[start:end] = [True] * (end - start)

    for place in analyser.lexicon.ideas_in(folded):
        if any(part == 1.0 and f"c:{idea}" in asked.features for idea, part in place.ideas.items()):
            flag(place.start, place.end)
    _flag_english(folded, asked, analyser, flag)
    for start, end in _alike(folded, asked):
        flag(start, end)
    return _parts(written, {origin[i] for i in range(len(folded)) if flags[i] and folded[i] != " "})


def _alike(folded: str, asked: Analysis) -> Iterator[tuple[int, int]]:
    """Stretches of the same characters, long enough to be no accident: a kanji among two, or three of them."""
    start = 0
    while start < len(folded):
        end = start
        while f"b:{folded[end : end + 2]}" in asked.features:
            end += 1
        stretch = folded[start : end + 1]
        if end > start and (KANJI.search(stretch) or len(stretch) > 2) and not _HIRAGANA_ONLY.fullmatch(stretch):
            yield start, end + 1
        start = end + 1


def _flag_english(folded: str, asked: Analysis, analyser: Analyser, flag: Callable[[int, int], None]) -> None:
    words = list(text.LATIN_WORD.finditer(folded))
    stems = [text.stem(word[0]) for word in words]
    for word, stem in zip(words, stems, strict=True):
        if f"w:{stem}" in asked.features:
            flag(*word.span())
    for place in analyser.lexicon.ideas_in_words(stems):
        if any(part == 1.0 and f"c:{idea}" in asked.features for idea, part in place.ideas.items()):
            for word in words[place.start : place.end]:
                flag(*word.span())


def _fold_with_places(written: str) -> tuple[str, list[int]]:
    """The folded text, character by character, and the place in `written` that each character came from."""
    chars, origin = [], []
    for place, char in enumerate(written):
        folded = text.fold(char) or ("" if char in "'’" else " ")
        if unicodedata.normalize("NFKC", char) == "ー":
            folded = "" if _ends_word(written, place) else "ー"
        for one in folded:
            chars.append(one)
            origin.append(place)
    return "".join(chars), origin


def _ends_word(written: str, place: int) -> bool:
    """The last long mark of a word of three kana or more, which folding leaves out."""
    before, after = written[max(0, place - 2) : place], written[place + 1 : place + 2]
    return bool(_TWO_KANA.fullmatch(before)) and not ("ァ" <= after <= "ー")


def _parts(written: str, places: set[int]) -> list[Part]:
    parts: list[Part] = []
    for place, char in enumerate(written):
        is_marked = place in places or (char == " " and place - 1 in places and place + 1 in places)
        if parts and parts[-1].marked == is_marked:
            parts[-1] = Part(parts[-1].text + char, is_marked)
        else:
            parts.append(Part(char, is_marked))
    return parts
