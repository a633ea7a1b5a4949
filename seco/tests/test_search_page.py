"""What the search page says beside its results."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.mark.parametrize("number", ["0120-000-000", "03-0000-0000", "＃0000"])
def test_a_number_that_is_not_on_the_list_leads_to_no_desk_and_warns(client, number):
    text = client.get("/search/", {"q": number}).content.decode()

    assert "この一覧にありません" in text
    assert "ppc-leak-report" not in text


def test_why_something_was_found_is_said_in_the_reader_s_language(client):
    text = client.get("/en/search/", {"q": "身代金を要求された"}).content.decode()

    assert "/en/situations/ransomware/" in text
    assert 'lang="ja">' not in text.split("<main")[1].split("</main>")[0]
