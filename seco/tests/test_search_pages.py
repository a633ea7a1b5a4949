import json
from datetime import date

import pytest
from django.db import OperationalError, connection

from contacts import searching
from contacts.tests.factory import make_contact, make_phone
from incidents.tests.factory import make_situation
from revisions.models import DocumentVersion
from seco.models import UnansweredWords
from seco.search import unanswered
from seco.search.live import LiveIndex, live

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    police = make_contact(
        "police", name_ja="警察相談専用電話", name_en="Police line", keywords_ja="脅迫", keywords_en="threat"
    )
    make_phone(police, "#9110", kind="hash")
    make_situation(
        "ransomware",
        [police],
        title_ja="ランサムウェア",
        title_en="Ransomware",
        keywords_ja="ファイルが開けない",
        keywords_en="my files are encrypted",
    )
    DocumentVersion.renew()
    return police


def ask(client, **query):
    return client.get("/api/v1/search.json", query)


def test_the_answer_has_exactly_the_fields_of_the_contract(client, desks):
    answer = ask(client, q="ファイルが開けない").json()
    assert set(answer) == {"query", "results"}
    assert answer["query"] == "ファイルが開けない"
    assert set(answer["results"][0]) == {"type", "slug", "title", "url", "contacts", "score"}


def test_a_situation_names_its_desks_in_order(client, desks):
    assert ask(client, q="ファイルが開けない").json()["results"][0]["contacts"] == ["police"]


def test_a_desk_names_itself(client, desks):
    first = ask(client, q="#9110").json()["results"][0]
    assert (first["type"], first["slug"], first["contacts"]) == ("contact", "police", ["police"])


@pytest.mark.parametrize(
    "language, title, url",
    [("ja", "ランサムウェア", "/situations/ransomware/"), ("en", "Ransomware", "/en/situations/ransomware/")],
)
def test_titles_and_addresses_are_in_the_language_asked_for(client, desks, language, title, url):
    first = ask(client, q="ransomware", lang=language).json()["results"][0]
    assert (first["title"], first["url"]) == (title, url)


@pytest.mark.parametrize("query", [{"q": "x", "lang": "de"}, {}])
def test_a_wrong_question_gets_one_clear_message(client, query):
    response = ask(client, **query)
    assert response.status_code == 400
    assert set(response.json()) == {"error"}
    assert response.json()["error"]


def test_the_message_is_in_the_language_asked_for(client):
    assert ask(client, lang="en").json()["error"].isascii()


def test_the_answer_is_the_same_for_everybody(client, desks):
    response = ask(client, q="ランサムウェア")
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_an_editors_change_is_found_at_once(client, desks):
    desks.keywords_ja = "ツチノコを見た"
    desks.save()
    DocumentVersion.renew()
    assert ask(client, q="ツチノコ").json()["results"][0]["slug"] == "police"


def test_a_draft_is_not_found(client, desks):
    make_contact("secret", name_ja="秘密のツチノコ窓口", status="draft")
    DocumentVersion.renew()
    assert ask(client, q="秘密のツチノコ窓口").json()["results"] == []


def test_the_page_marks_why_it_found_something(client, desks):
    page = client.get("/search/", {"q": "ファイルが開けない"}).content.decode()
    assert "<mark>" in page
    assert 'value="ファイルが開けない"' in page


def test_what_was_typed_is_shown_as_text(client, desks):
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_situations_stand_before_desks(client, desks):
    desks.keywords_ja = "ファイルが開けない"
    desks.save()
    DocumentVersion.renew()
    page = client.get("/search/", {"q": "ファイルが開けない"}).content.decode()
    assert page.index("ransomware/") < page.index("contacts/police/")


def test_a_desk_asked_for_by_its_number_stands_first(client, desks):
    page = client.get("/search/", {"q": "9110"}).content.decode()
    assert "tel:%239110" in page


def test_when_nothing_is_found_desks_for_companies_and_persons_are_offered(client):
    for slug in ["ipa-org-desk", "tokyo-sme-cyber", "police-9110", "ipa-anshin", "consumer-hotline-188"]:
        make_contact(slug)
    DocumentVersion.renew()
    page = client.get("/search/", {"q": "qqqq zzzz"}).content.decode()
    assert all(
        f"/contacts/{slug}/" in page
        for slug in ["ipa-org-desk", "tokyo-sme-cyber", "police-9110", "ipa-anshin", "consumer-hotline-188"]
    )


def test_near_words_are_offered_when_nothing_is_found(client, desks):
    page = client.get("/en/search/", {"q": "rnsmwre"}).content.decode()
    assert "/contacts/" in page or "Ransomware" in page


def test_a_long_question_is_cut_and_says_so(client, desks):
    page = client.get("/search/", {"q": "ランサムウェア" + "。" * 300}).content.decode()
    assert "200" in page
    assert "/situations/ransomware/" in page


def test_words_that_found_nothing_are_counted_by_day(client):
    client.get("/search/", {"q": "ツチノコ"})
    client.get("/search/", {"q": "ﾂﾁﾉｺ"})
    assert list(UnansweredWords.objects.values_list("words", "times")) == [("ツチノコ", 2)]


def test_suggestions_while_typing_are_not_counted(client):
    ask(client, q="ツチノ")
    assert not UnansweredWords.objects.exists()


@pytest.mark.parametrize("question", ["taro@example.jp", "090-1234-5678", "カード4111111111111111", "  "])
def test_what_may_be_personal_is_not_kept(question):
    unanswered.count(question)
    assert not UnansweredWords.objects.exists()


def test_no_more_than_a_days_worth_of_words_is_kept(monkeypatch):
    monkeypatch.setattr(unanswered, "MOST_A_DAY", 2)
    for words in ["いち", "に", "さん", "いち"]:
        unanswered.count(words, date(2026, 1, 1))
    assert dict(UnansweredWords.objects.values_list("words", "times")) == {"いち": 2, "に": 1}


def test_the_last_index_answers_while_the_database_is_gone(desks):
    index = LiveIndex()
    made = index.current()

    def gone(*args):
        raise OperationalError("gone")

    with connection.execute_wrapper(gone):
        assert index.current() is made


def test_without_any_index_a_gone_database_is_said():
    def gone(*args):
        raise OperationalError("gone")

    with connection.execute_wrapper(gone), pytest.raises(OperationalError):
        LiveIndex().current()


def test_the_index_is_made_once_for_one_version(desks):
    assert live.current() is live.current()


def test_an_old_index_answers_while_a_new_one_is_made(desks):
    index = LiveIndex()
    old = index.current()
    DocumentVersion.renew()
    with index._building:
        assert index.current() is old
    assert index.current() is not old


def test_a_search_reads_one_row(desks, django_assert_num_queries):
    live.current()
    with django_assert_num_queries(1):
        live.current()


def test_the_directory_is_in_the_order_of_the_search(client, desks):
    make_contact("other", name_ja="ほかの窓口", keywords_ja="ほかのこと")
    DocumentVersion.renew()
    assert searching.search("脅迫")[0] == "police"
    assert "other" not in searching.search("脅迫")


def test_the_directory_has_a_search_of_its_own_when_none_is_registered(desks):
    assert searching.plain_search("脅迫") == ["police"]
    assert searching.plain_search("9110") == ["police"]


def test_its_own_search_leaves_out_what_is_not_public(desks):
    desks.status = "retired"
    desks.save()
    assert searching.plain_search("脅迫") == []


def test_the_description_of_the_data_knows_every_field(client, desks):
    schema = client.get("/api/v1/openapi.json").json()["components"]["schemas"]["result"]
    assert set(schema["properties"]) == set(ask(client, q="ランサムウェア").json()["results"][0])


def test_the_answer_is_utf8_without_escapes(client, desks):
    response = ask(client, q="ランサムウェア")
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "ランサムウェア" in response.content.decode()
    assert json.loads(response.content)
