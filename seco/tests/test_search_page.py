"""What the search page says beside its results."""

import unicodedata

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.mark.parametrize("number", ["0120-000-000", "03-0000-0000", "＃0000"])
def test_a_number_that_is_not_on_the_list_leads_to_no_desk_and_warns(client, number):
    text = client.get("/search/", {"q": number}).content.decode()

    assert "この一覧にありません" in text
    assert "ppc-leak-report" not in text


@pytest.mark.parametrize("question", ["119", "１１９番", "118"])
def test_an_emergency_number_is_not_doubted_though_no_desk_bears_it(client, question):
    number = unicodedata.normalize("NFKC", question)[:3]
    text = client.get("/search/", {"q": question}).content.decode()
    main = text.split("<main")[1].split("</main>")[0]

    assert f'href="tel:{number}"' in main
    assert "この一覧にありません" not in main
    assert "もしかして" not in main


def test_the_contract_answers_a_long_story_by_its_beginning(client):
    story = "ファイルが全部開けなくなって身代金を払えと画面に出ています。" + "どうしたらよいでしょうか。" * 40
    response = client.get("/api/v1/search.json", {"q": story})

    assert response.status_code == 200
    assert response.json()["results"][0]["slug"] == "ransomware"
    assert response.json()["query"] == story


def test_why_something_was_found_is_said_in_the_reader_s_language(client):
    text = client.get("/en/search/", {"q": "身代金を要求された"}).content.decode()

    assert "/en/situations/ransomware/" in text
    assert 'lang="ja">' not in text.split("<main")[1].split("</main>")[0]
