"""What the search sees in a text: ideas, words and pieces of words. Pure.

Features begin with what they are: `c:` an idea of the lexicon, `w:` an English stem, `b:` two written characters,
`t:` three kana as they are spoken, `u:` one kanji.
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field

from . import text
from .lexicon import Found, Ideas, Lexicon

HIRAGANA_PAIR = re.compile(r"[ぁ-ん]{2}")
KANJI = re.compile(r"[一-鿿]")
KATAKANA_WORD = re.compile(r"[ァ-ヶー]{4,}")
KANA_WORD = re.compile(r"(?<!\S)[ぁ-んァ-ヶー]{4,12}(?!\S)")
# Ideas that say nothing about the trouble when there is another one: they then weigh little.
WEAK = frozenset({"unsure", "consult"})

SHORT_NUMBER = re.compile(r"\d{1,2}")

Guess = Callable[[str], str | None]


@dataclass(frozen=True)
class Weights:
    """How much each kind of feature says. Found by benchmarks/search_quality.py on the wordings kept for tuning."""

    concept: float = 4.0
    word: float = 1.8
    pair: float = 1.0
    hiragana_pair: float = 0.35
    kana: float = 0.23
    weak: float = 0.24  # times the weight, for a weak idea beside another one
    guessed: float = 0.7  # times the weight, for a word that was only guessed

    def of(self, feature: str) -> float:
        kind = feature[0]
        if kind == "c":
            return self.concept
        if kind == "w":
            return self.word
        if kind == "b":
            return self.hiragana_pair if HIRAGANA_PAIR.fullmatch(feature, 2) else self.pair
        return self.kana if kind == "t" else self.pair


@dataclass
class Analysis:
    features: dict[str, float] = field(default_factory=dict)  # {feature: part of its full weight}
    corrections: dict[str, str] = field(default_factory=dict)  # {word as typed: as understood}

    def has_meaning(self, known: Container[str]) -> bool:
        """Is there an idea or a word that is known, and not only pieces of words?"""
        return any(feature[0] in "cw" and feature in known for feature in self.features)

    def add(self, feature: str, part: float = 1.0) -> None:
        if part > self.features.get(feature, 0.0):
            self.features[feature] = part


class Analyser:
    def __init__(self, lexicon: Lexicon, weights: Weights = Weights()):  # noqa: B008 - frozen
        self.lexicon, self.weights = lexicon, weights

    def features(self, written: str) -> dict[str, float]:
        """The features of a text of the list: {feature: part of its full weight}."""
        return self._analysis(text.fold(written), None, None).features

    def question(self, written: str, guess_word: Guess, guess_kana: Guess) -> Analysis:
        """The features of what somebody typed. The guesses give a known word for one that is not, or None."""
        return self._analysis(text.fold(written), guess_word, guess_kana)

    def _analysis(self, folded: str, guess_word: Guess | None, guess_kana: Guess | None) -> Analysis:
        found = Analysis()
        japanese = list(self.lexicon.ideas_in(folded))
        ideas: Ideas = {}
        for place in japanese:
            _join(ideas, place.ideas)
        if guess_kana:
            self._guessed_kana(folded, japanese, guess_kana, found, ideas)
        self._english(folded, guess_word, found, ideas)
        beside_others = any(idea not in WEAK for idea in ideas)
        for idea, part in ideas.items():
            found.add(f"c:{idea}", part * self.weights.weak if beside_others and idea in WEAK else part)
        self._pieces(folded, found)
        return found

    def _guessed_kana(self, folded: str, known: list[Found], guess: Guess, found: Analysis, ideas: Ideas) -> None:
        for word in (*KATAKANA_WORD.finditer(folded), *KANA_WORD.finditer(folded)):
            if not any(place.start < word.end() and place.end > word.start() for place in known):
                near = guess(text.to_hiragana(word[0]))
                if near:
                    found.corrections[word[0]] = near
                    _join(ideas, self.lexicon.ideas_of_kana(near), self.weights.guessed)

    def _english(self, folded: str, guess: Guess | None, found: Analysis, ideas: Ideas) -> None:
        words = text.LATIN_WORD.findall(folded)
        stems = [text.stem(word) for word in words]
        better = [guess(word) if guess else None for word in words]
        meant = [text.stem(near) if near else stem for near, stem in zip(better, stems, strict=True)]
        for place in self.lexicon.ideas_in_words(meant):
            as_typed = meant[place.start : place.end] == stems[place.start : place.end]
            _join(ideas, place.ideas, 1.0 if as_typed else self.weights.guessed)
        for word, near, stem in zip(words, better, meant, strict=True):
            if near:
                found.corrections[word] = near
            if stem not in self.lexicon.ignored_words and not SHORT_NUMBER.fullmatch(stem):
                found.add(f"w:{stem}", self.weights.guessed if near else 1.0)

    def is_idea(self, written: str) -> bool:
        """Is it, as a whole, an everyday word for some trouble?"""
        folded = text.fold(written)
        words = text.words_of(folded)
        return any(place.start == 0 and place.end == len(folded) for place in self.lexicon.ideas_in(folded)) or any(
            place.end - place.start == len(words) for place in self.lexicon.ideas_in_words(words)
        )

    def _pieces(self, folded: str, found: Analysis) -> None:
        runs = text.JAPANESE_RUN.findall(self.lexicon.without_ignored(folded)) or text.JAPANESE_RUN.findall(folded)
        for run in runs:
            if len(run) == 1 and KANJI.match(run):
                found.add(f"u:{run}")
            for i in range(len(run) - 1):
                found.add(f"b:{run[i : i + 2]}")
            spoken = self.lexicon.kana(run)
            for i in range(len(spoken) - 2):
                if text.KANA_RUN.fullmatch(spoken, i, i + 3):
                    found.add(f"t:{spoken[i : i + 3]}")


def _join(ideas: Ideas, more: Ideas, part: float = 1.0) -> None:
    for idea, share in more.items():
        ideas[idea] = max(ideas.get(idea, 0.0), share * part)
