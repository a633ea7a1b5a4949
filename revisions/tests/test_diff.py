import pytest

from revisions.diff import compare, reordered, word_changes


def contacts(*items):
    return {"contacts": list(items), "revisions": []}


def desk(slug="desk", **fields):
    return {"slug": slug, "name": {"ja": slug, "en": slug}, "status": "published", "phones": [], **fields}


def only(changes):
    (change,) = changes
    return change


def test_a_changed_field_is_named_with_its_language():
    change = only(compare(contacts(desk()), contacts(desk(name={"ja": "新しい名前", "en": "desk"}))))
    assert (change.key, change.kind) == ("desk", "changed")
    assert [(f.path, f.language, f.before, f.after) for f in change.fields] == [(("name",), "ja", "desk", "新しい名前")]


@pytest.mark.parametrize(
    "before, after, kind",
    [
        (contacts(), contacts(desk()), "added"),
        (contacts(desk()), contacts(), "removed"),
    ],
)
def test_items_come_and_go(before, after, kind):
    assert only(compare(before, after)).kind == kind


def test_a_retired_item_is_a_withdrawal():
    assert only(compare(contacts(desk()), contacts(desk(status="retired")))).is_withdrawal


def test_a_phone_that_changes_its_number_is_one_change():
    old, new = (contacts(desk(phones=[{"number": number, "kind": "geographic"}])) for number in ("03-1", "03-2"))
    change = only(compare(old, new))
    assert [(f.path[-1], f.before, f.after) for f in change.fields] == [("number", "03-1", "03-2")]


def test_another_order_is_said_by_section():
    assert compare(contacts(desk("a"), desk("b")), contacts(desk("b"), desk("a"))) == []
    assert reordered(contacts(desk("a"), desk("b")), contacts(desk("b"), desk("a"))) == ["contacts"]


def test_what_was_added_or_removed_is_no_other_order():
    assert reordered(contacts(desk("a"), desk("b")), contacts(desk("b"), desk("c"))) == []


def test_words_are_marked_inside_a_japanese_sentence():
    assert word_changes("電源を切らないでください", "電源は切らないでください") == [
        ("=", "電源"),
        ("-", "を"),
        ("+", "は"),
        ("=", "切らないでください"),
    ]


def test_a_number_is_never_cut():
    assert word_changes("電話は03-1234-5678です", "電話は03-1234-9999です") == [
        ("=", "電話は"),
        ("-", "03-1234-5678"),
        ("+", "03-1234-9999"),
        ("=", "です"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("03（1234）5678", "03（1234）5679"),
        ("０３－１２３４－５６７８", "０３－１２３４－５６７９"),
        ("+81 3-1234-5678", "+81 3-1234-9999"),
        ("0120 123 456", "0120 123 457"),
        ("0120‐123‐456", "0120‐123‐457"),
        ("＃9110", "＃9111"),
        ("8:30-17:15", "8:30-17:00"),
        ("https://a.example.jp/x?y=1", "https://a.example.jp/x?y=2"),
        ("a.b@example.jp", "a.c@example.jp"),
    ],
)
def test_a_number_or_an_address_is_whole_however_it_is_written(before, after):
    assert word_changes(f"電話は{before}です", f"電話は{after}です") == [
        ("=", "電話は"), ("-", before), ("+", after), ("=", "です"),
    ]  # fmt: skip


def test_two_addresses_with_a_comma_between_stay_two():
    assert word_changes("a@b.jp、https://c.jp/1", "d@b.jp、https://c.jp/2") == [
        ("-", "a@b.jp"), ("+", "d@b.jp"), ("=", "、"), ("-", "https://c.jp/1"), ("+", "https://c.jp/2"),
    ]  # fmt: skip


def test_what_two_sentences_share_by_chance_is_not_kept():
    assert word_changes("通話料がかかります。", "平日の昼だけつながります。") == [
        ("-", "通話料がかか"),
        ("+", "平日の昼だけつなが"),
        ("=", "ります。"),
    ]


def test_lines_stay_lines():
    assert word_changes("一行目\n二行目", "一行目\n三行目\n四行目")[0] == ("=", "一行目\n")


@pytest.mark.parametrize("before, after", [("", "新しい"), (None, "新しい"), ("古い", ""), ("同じ", "同じ"), ("", "")])
def test_the_texts_can_be_put_together_again(before, after):
    parts = word_changes(before, after)
    assert "".join(text for mark, text in parts if mark != "+") == (before or "")
    assert "".join(text for mark, text in parts if mark != "-") == (after or "")


def test_very_long_texts_are_shown_whole():
    assert word_changes("甲" * 5000, "乙" * 5000) == [("-", "甲" * 5000), ("+", "乙" * 5000)]
