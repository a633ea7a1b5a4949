import pytest

from seco.content import seed_document
from seco.search import text
from seco.search.analysis import Analyser
from seco.search.lexicon import Lexicon, load, load_wordings
from seco.search.live import CONTENT

CONCEPTS = {
    "spam": {"ja": ["迷惑メール"], "en": ["spam", "junk mail"]},
    "mail": {"ja": ["メール"], "en": ["mail"]},
    "leak": {"ja": ["漏えい", "もれた"], "en": ["leak"]},
    "paid": {"ja": ["支払っ"], "en": ["sent money"]},
    "unsure": {"ja": ["どうすれば"], "en": []},
}
READINGS = {"支払っ": "しはらっ", "迷惑": "めいわく"}


@pytest.fixture
def lexicon():
    return Lexicon(CONCEPTS, ignored={"ja": ["しまいました"], "en": ["the"]}, readings=READINGS)


def ideas(lexicon, written):
    return [idea for found in lexicon.ideas_in(text.fold(written)) for idea, part in found.ideas.items() if part == 1]


def ideas_en(lexicon, written):
    return [
        idea
        for found in lexicon.ideas_in_words(text.words_of(written))
        for idea, part in found.ideas.items()
        if part == 1
    ]


def test_the_longest_word_wins(lexicon):
    assert ideas(lexicon, "迷惑メールが来た") == ["spam"]


def test_a_word_inside_a_longer_one_counts_in_part(lexicon):
    (found,) = lexicon.ideas_in(text.fold("迷惑メール"))
    assert found.ideas["mail"] == 0.5


@pytest.mark.parametrize("written", ["しはらった", "ｼﾊﾗｯﾀ", "シハラッタ", "支払った"])
def test_kana_of_a_kanji_word_means_the_same(lexicon, written):
    assert ideas(lexicon, written) == ["paid"]


def test_english_words_keep_the_order_of_the_file_so_that_every_process_guesses_alike():
    words = [f"word{letter}" for letter in "qwertyuiop"]
    assert Lexicon({"idea": {"en": [*words, words[0]]}}).english_words == tuple(words)


def test_everyday_words_and_small_words_are_correct_in_all_their_forms():
    lexicon = Lexicon({}, ignored={"en": ["might"]}, correct=["mother"])
    assert [word for word in ("mothers", "might", "mothre") if lexicon.is_correct(text.stem(word))] == [
        "mothers",
        "might",
    ]


def test_small_words_may_stand_inside_a_phrase(lexicon):
    assert ideas_en(lexicon, "i sent him the money") == []
    assert ideas_en(lexicon, "i sent the money") == ["paid"]


def test_politeness_leaves_no_trace_in_the_pieces(lexicon):
    features = Analyser(lexicon).features("漏れてしまいました")
    assert "b:しま" not in features


def test_politeness_counts_when_nothing_else_is_there(lexicon):
    assert "b:しま" in Analyser(lexicon).features("しまいました")


def test_a_weak_idea_counts_less_beside_another(lexicon):
    alone = Analyser(lexicon).features("どうすれば")["c:unsure"]
    beside = Analyser(lexicon).features("漏えい、どうすれば")["c:unsure"]
    assert beside < alone


def test_every_wording_belongs_to_a_situation():
    document, _release = seed_document()
    assert set(load_wordings(CONTENT)) <= {situation["slug"] for situation in document["situations"]}


def test_no_word_of_the_lexicon_is_empty_or_too_short_to_mean_anything():
    lexicon = load(CONTENT)
    assert all(len(form) > 1 for form in lexicon.kana_words)
