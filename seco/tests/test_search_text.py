import pytest

from seco.search import text
from seco.search.guesses import Guesses, distance
from seco.search.numbers import Joined, Numbers, is_only_number, numbers_in


@pytest.mark.parametrize(
    "written, same",
    [
        ("ﾗﾝｻﾑｳｪｱ", "ランサムウェア"),
        ("ランサムウエア", "ランサムウェア"),
        ("フイッシング", "フィッシング"),
        ("ＩＰＡ", "ipa"),
        ("サーバー", "サーバ"),
        ("改竄", "改ざ"),
        ("can’t open", "cant open"),
        ("取引先、なりすまし!", "取引先 なりすまし"),
    ],
)
def test_spellings_of_one_word_are_one(written, same):
    assert text.fold(written) == text.fold(same)


def test_a_long_mark_inside_a_word_stays():
    assert text.fold("メール") != text.fold("メル")


@pytest.mark.parametrize(
    "words",
    [("encrypted", "encrypts", "encrypting", "encryption"), ("stolen", "stole", "theft"), ("policy", "policies")],
)
def test_forms_of_an_english_word_are_one(words):
    assert len({text.stem(word) for word in words}) == 1


@pytest.mark.parametrize("words", [("news", "new"), ("training", "train"), ("business", "busy")])
def test_different_english_words_stay_different(words):
    assert len({text.stem(word) for word in words}) == 2


@pytest.mark.parametrize(
    "written, digits",
    [
        ("03-5805-1731", "0358051731"),
        ("０３（５８０５）１７３１", "0358051731"),
        ("+81 3 5805 1731", "0358051731"),
        ("+81-(0)3-5805-1731", "0358051731"),
        ("81 3 5805 1731", "0358051731"),
        ("010-81-3-5805-1731", "0358051731"),
        ("#9110", "9110"),
        ("♯９１１０", "9110"),
    ],
)
def test_a_number_in_any_spelling_is_dialled_the_same(written, digits):
    assert text.digits_of(written) == digits


def test_what_is_counted_is_no_telephone_number():
    assert numbers_in("110万円を188人に、3日で") == []


def test_a_number_inside_words_is_found():
    assert numbers_in("03-5805-1731に電話した") == ["0358051731"]


@pytest.mark.parametrize("written, only", [("03-5805", True), ("#9110", True), ("1 1 0", True), ("110番", False)])
def test_it_knows_when_nothing_but_a_number_was_typed(written, only):
    assert is_only_number(written) is only


def test_parts_of_numbers_are_found_where_they_begin_first():
    numbers = Numbers([("03-1234-5678", 0), ("0120-123-456", 1), ("12-3456", 2)])
    assert numbers.within("123") == [2, 0, 1]


def test_a_part_does_not_reach_over_two_numbers():
    assert Joined([("12", 0), ("34", 1)]).within("23") == []


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("ransomeware", "ransomware"),
        ("harrasment", "harassment"),
        ("phsihing", "phishing"),
        ("xylophone", None),
        ("rice", None),
    ],
)
def test_a_misspelt_word_is_taken_for_its_neighbour(typed, meant):
    assert Guesses(["ransomware", "harassment", "phishing", "rich"]).nearest(typed) == meant


def test_swapped_letters_are_one_slip():
    assert distance("phsihing", "phishing") == 1
