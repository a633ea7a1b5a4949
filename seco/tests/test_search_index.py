"""Ranking on a small list of its own, without a database."""

import pytest

from seco.search.analysis import Analyser
from seco.search.building import build
from seco.search.entries import entries_of
from seco.search.lexicon import load
from seco.search.live import CONTENT
from seco.search.marking import marked


def translated(ja, en=""):
    return {"ja": ja, "en": en}


def contact(slug, name, **more):
    return {"slug": slug, "status": "published", "name": translated(*name), **more}


def situation(slug, title, **more):
    return {"slug": slug, "status": "published", "title": translated(*title), **more}


DOCUMENT = {
    "contacts": [
        contact(
            "police",
            ("警察相談専用電話 #9110", "Police line #9110"),
            keywords=translated("詐欺 相談\n脅迫\nサポートダイヤ", "fraud"),
            phones=[{"number": "#9110"}],
        ),
        contact("mpd", ("警視庁 サイバー犯罪対策課", "Tokyo police cyber"), phones=[{"number": "03-5805-1731"}]),
        contact("legal", ("法テラス・サポートダイヤル", "Houterasu"), phones=[{"number": "0570-078374"}]),
        contact("old", ("古い窓口", "Old desk"), status="retired"),
    ],
    "situations": [
        situation("breach", ("セキュリティ侵害が起きた", "A security breach")),
        situation(
            "ransomware",
            ("ランサムウェア", "Ransomware"),
            parent="breach",
            keywords=translated("ファイルが開けない\n身代金を要求された", "my files are encrypted"),
            contacts=[{"contact": "mpd"}, {"contact": "old"}],
        ),
        situation(
            "fraud",
            ("詐欺にあった", "I was defrauded"),
            parent="breach",
            keywords=translated("だまされてお金を払った", "I was scammed"),
            contacts=[{"contact": "police"}],
        ),
    ],
    "playbooks": [
        {
            "slug": "plan",
            "status": "published",
            "title": translated("ランサムウェア", "Ransomware plan"),
            "steps": [],
        }
    ],
    "roadmap": [
        {
            "missions": [
                {
                    "slug": "backup",
                    "status": "published",
                    "title": translated("バックアップをとる", "Back up"),
                    "missions": [],
                }
            ]
        }
    ],
}


@pytest.fixture(scope="module")
def index():
    return build(entries_of(DOCUMENT), Analyser(load(CONTENT)))


def slugs(index, question):
    return [hit.entry.slug for hit in index.search(question).hits]


@pytest.mark.parametrize(
    "question",
    [
        "会社のパソコンのファイルが全部開けなくなってお金を払えと出ています",
        "らんさむうぇあ",
        "ﾗﾝｻﾑｳｪｱ",
        "ランサムエア",
        "身代金",
        "all files are encrypted",
        "ransomeware",
    ],
)
def test_trouble_in_many_spellings_finds_the_situation(index, question):
    assert slugs(index, question)[0] == "ransomware"


def test_a_situation_comes_before_a_desk_with_the_same_words(index):
    found = slugs(index, "詐欺にあってお金を取られたのですがどうすればいいですか")
    assert found.index("fraud") < found.index("police")


def test_an_exact_name_comes_first(index):
    assert slugs(index, "法テラス")[0] == "legal"


def test_the_situation_comes_before_a_playbook_of_the_same_name(index):
    hits = index.search("ランサムウェア").hits
    assert [(hit.entry.type, hit.entry.slug) for hit in hits][:2] == [("situation", "ransomware"), ("playbook", "plan")]


def test_what_a_desk_is_called_comes_before_a_part_of_another_desks_name(index):
    assert slugs(index, "サポートダイヤ")[:2] == ["police", "legal"]
    assert slugs(index, "ートダイヤ")[0] == "legal"


@pytest.mark.parametrize("word", ["mother", "fight", "shoes", "right"])
def test_an_everyday_word_is_not_corrected(index, word):
    assert index.search(f"the {word} of my files").asked.corrections == {}
    assert index.meant(word) == []


@pytest.mark.parametrize(
    "question", ["0358051731", "５８０５", "1731", "+81 3-5805-1731", "03-5805-1731 から電話がきた"]
)
def test_a_number_or_a_part_of_it_comes_first(index, question):
    assert slugs(index, question)[0] == "mpd"


def test_one_character_is_enough(index):
    assert "fraud" in slugs(index, "詐")


def test_it_finds_nothing_for_what_the_list_does_not_know(index):
    assert slugs(index, "明日の天気") == []


@pytest.mark.parametrize("question", ["", " ", "。", "\x00", "ー", "🙂", "'", "%", '"'])
def test_empty_and_odd_questions_find_nothing_and_break_nothing(index, question):
    assert slugs(index, question) == []


def test_retired_items_and_desks_are_left_out(index):
    (hit,) = [hit for hit in index.search("ランサムウェア").hits if hit.entry.slug == "ransomware"]
    assert hit.entry.contacts == ("mpd",)
    assert "old" not in slugs(index, "古い窓口")


def test_where_one_has_to_choose_the_first_desk_of_each_choice_stands(index):
    (entry,) = [entry for entry in index.entries if entry.slug == "breach"]
    assert entry.contacts == ("mpd", "police")


def test_results_are_best_first_and_at_most_twenty():
    document = {
        **DOCUMENT,
        "contacts": [contact(f"desk-{n}", (f"相談窓口{n}", f"Desk {n}")) for n in range(50)],
        "situations": [],
    }
    hits = build(entries_of(document), Analyser(load(CONTENT))).search("相談窓口").hits
    assert len(hits) == 20
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_same_list_gives_the_same_scores():
    def scores():
        index = build(entries_of(DOCUMENT), Analyser(load(CONTENT)))
        return [(hit.entry.slug, hit.score) for hit in index.search("ファイルが開けない").hits]

    assert scores() == scores()


def test_near_spellings_are_offered(index):
    assert "身代金を要求された" in index.meant("身代金を要求さた")


def test_the_matching_words_are_marked(index):
    found = index.search("ファイルが開けない")
    parts = marked("会社のファイルが開けない", found.asked, index.analyser)
    assert "".join(part.text for part in parts) == "会社のファイルが開けない"
    assert [part.text for part in parts if part.marked] == ["ファイル", "開けない"] or [
        part.text for part in parts if part.marked
    ] == ["ファイルが開けない"]


def test_english_words_are_marked_whole(index):
    found = index.search("encrypted files")
    parts = marked("My files are encrypted!", found.asked, index.analyser)
    assert [part.text for part in parts if part.marked] == ["files", "encrypted"]


def test_marking_keeps_text_that_folding_changes(index):
    found = index.search("サーバー")
    parts = marked("①サーバー㈱", found.asked, index.analyser)
    assert "".join(part.text for part in parts) == "①サーバー㈱"
