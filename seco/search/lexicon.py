"""Everyday words and the ideas they stand for. Pure: it is given the words, `load` reads them from content/.

A lexicon finds ideas in folded text: "乗っ取られた", "のっとられた" and "was hijacked" are all `taken-over`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from . import text

# Words that may stand between the words of an English phrase: "sent the money" is "sent money".
_TOKEN = re.compile(r"\S+")
FILLERS = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "very",
        "really",
        "just",
        "of",
        "to",
    ]
)


Ideas = dict[str, float]  # {idea: part}: what a word means in the first place (1), and what the words in it mean (less)
NESTED = 0.5  # 迷惑メール is spam, and half of what メール is


class Found(NamedTuple):
    ideas: Ideas
    start: int
    end: int


class Trie:
    """Longest match of fixed strings: by their first two characters, then by length."""

    def __init__(self, forms: Iterable[str]):
        self.forms = frozenset(form for form in forms if form)
        self.lengths: dict[str, list[int]] = {}
        for form in self.forms:
            lengths = self.lengths.setdefault(form[:2], [])
            if len(form) not in lengths:
                lengths.append(len(form))
        for lengths in self.lengths.values():
            lengths.sort(reverse=True)

    def at(self, folded: str, position: int) -> str | None:
        """The longest form that begins at `position`, or None."""
        for length in self.lengths.get(folded[position : position + 2], ()):
            form = folded[position : position + length]
            if form in self.forms:
                return form
        return None


class Lexicon:
    def __init__(
        self,
        concepts: dict[str, dict[str, Any]],
        ignored: dict[str, Iterable[str]] | None = None,
        readings: dict[str, str] | None = None,
        correct: Iterable[str] = (),
    ):
        """`concepts`: {idea: {"ja": [forms], "en": [forms]}}; `readings`: {kanji word: kana}; `correct`: English words."""
        self._reading_of = {
            text.fold(word): text.to_hiragana(text.fold(kana)) for word, kana in (readings or {}).items()
        }
        self._readings = Trie(self._reading_of)
        written: dict[str, Ideas] = {}
        spoken: dict[str, Ideas] = {}
        phrases: dict[tuple[str, ...], Ideas] = {}
        english: dict[str, None] = {}  # in the order of the file, so that every process prefers the same
        for concept, forms in concepts.items():
            for form in (*forms.get("ja", ()), *forms.get("en", ())):
                folded = text.fold(form)
                if text.JAPANESE.search(folded):
                    key = folded.replace(" ", "")
                    written.setdefault(key, {})[concept] = 1.0
                    heard = self.kana(key)
                    if len(heard) > 2 and text.KANA_RUN.fullmatch(
                        heard
                    ):  # two kana turn up by chance inside other words
                        spoken.setdefault(heard, {})[concept] = 1.0
                elif stems := tuple(text.words_of(folded)):
                    english.update(dict.fromkeys(text.LATIN_WORD.findall(folded)))
                    phrases.setdefault(stems, {})[concept] = 1.0
        self.english_words = tuple(english)
        self._written, self._spoken = Trie(written), Trie(spoken)
        self._written_ideas = {form: _with_nested(form, ideas, written) for form, ideas in written.items()}
        self._spoken_ideas = {form: _with_nested(form, ideas, spoken) for form, ideas in spoken.items()}
        self._phrases: dict[str, list[tuple[tuple[str, ...], Ideas]]] = {}
        for stems in sorted(phrases, key=lambda stems: (-len(stems), stems)):
            self._phrases.setdefault(stems[0], []).append((stems, _with_nested(stems, phrases[stems], phrases)))
        ignored = ignored or {}
        self._ignored = Trie(text.fold(form) for form in ignored.get("ja", ()))
        self.ignored_words = frozenset(
            stem for form in ignored.get("en", ()) for stem in text.words_of(text.fold(form))
        )
        self._correct = self.ignored_words | {stem for word in correct for stem in text.words_of(text.fold(word))}

    def is_correct(self, stem: str) -> bool:
        """Is it a word of everyday English, and so no misspelling of one of ours?"""
        return stem in self._correct

    def ideas_in(self, folded: str) -> Iterator[Found]:
        """The ideas in the Japanese of `folded`; at each place the longest word counts."""
        for run in _TOKEN.finditer(folded):
            position, end = run.span()
            gap = position  # where what no written word covers begins
            while position < end:
                form = self._written.at(folded, position)
                if form:
                    yield from self._spoken_in(folded, gap, position)
                    yield Found(self._written_ideas[form], position, position + len(form))
                    position += len(form)
                    gap = position
                else:
                    position += 1
            yield from self._spoken_in(folded, gap, end)

    def _spoken_in(self, folded: str, start: int, end: int) -> Iterator[Found]:
        """Ideas written in kana where others write kanji or katakana."""
        if end - start < 3:
            return
        heard = text.to_hiragana(folded[start:end])
        position = 0
        while position < len(heard) - 2:
            form = self._spoken.at(heard, position)
            if form:
                yield Found(self._spoken_ideas[form], start + position, start + position + len(form))
                position += len(form)
            else:
                position += 1

    def ideas_in_words(self, stems: list[str]) -> Iterator[Found]:
        """The ideas in English words; their places are counted in words."""
        position = 0
        while position < len(stems):
            for phrase, ideas in self._phrases.get(stems[position], ()):
                end = _phrase_end(stems, position, phrase)
                if end:
                    yield Found(ideas, position, end)
                    position = end
                    break
            else:
                position += 1

    def ideas_of_kana(self, word: str) -> Ideas:
        return self._spoken_ideas.get(word, {})

    @property
    def kana_words(self) -> Iterable[str]:
        return self._spoken_ideas

    def kana(self, folded: str) -> str:
        """`folded` in hiragana, as far as the readings of its kanji are known."""
        out, position = [], 0
        while position < len(folded):
            form = self._readings.at(folded, position)
            out.append(self._reading_of[form] if form else folded[position])
            position += len(form) if form else 1
        return text.to_hiragana("".join(out))

    def without_ignored(self, folded: str) -> str:
        """The Japanese of `folded` without politeness and hesitation; a space stands for what was left out."""
        out, position = [], 0
        while position < len(folded):
            form = self._ignored.at(folded, position)
            out.append(" " if form else folded[position])
            position += len(form) if form else 1
        return "".join(out)


def _with_nested(form: Any, ideas: Ideas, known: dict[Any, Ideas]) -> Ideas:
    """`ideas`, and in part those of the shorter known forms inside `form`: a string, or a tuple of stems."""
    inside: Ideas = {}
    for start in range(len(form)):
        for end in range(start + 1, len(form) + 1):
            if end - start < len(form):
                inside.update(dict.fromkeys(known.get(form[start:end], {}), NESTED))
    return inside | ideas


def _phrase_end(stems: list[str], position: int, phrase: tuple[str, ...]) -> int:
    """Where `phrase` ends if it begins at `position`, with fillers between its words; else 0."""
    for part in phrase:
        while position < len(stems) and stems[position] != part and stems[position] in FILLERS:
            position += 1
        if position >= len(stems) or stems[position] != part:
            return 0
        position += 1
    return position


def _forms(words: str) -> list[str]:
    return [form.strip() for form in words.split(",") if form.strip()]


@cache
def load(folder: Path) -> Lexicon:
    """The lexicon of content/search-words.yaml and content/search-readings.yaml, read once."""
    words = _read(folder / "search-words.yaml")
    readings_file = folder / "search-readings.yaml"
    return Lexicon(
        concepts={
            concept: {language: _forms(forms) for language, forms in group.items()}
            for concept, group in words["concepts"].items()
        },
        ignored={language: _forms(forms) for language, forms in words["ignore"].items()},
        readings=_read(readings_file) if readings_file.exists() else {},
        correct=_forms(words["correct"]["en"]),
    )


@cache
def load_wordings(folder: Path) -> dict[str, dict[str, str]]:
    """{slug of a situation: {language: lines}} of content/search-wordings.yaml, read once."""
    wordings: dict[str, dict[str, str]] = _read(folder / "search-wordings.yaml")
    return wordings


def _read(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 - a safe loader
