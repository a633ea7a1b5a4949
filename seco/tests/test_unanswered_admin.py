"""Editors read what was not found; nobody changes it."""

import datetime

import pytest

from seco.models import UnansweredWords


@pytest.fixture
def words(db):
    return UnansweredWords.objects.create(day=datetime.date(2026, 11, 22), words="ぬるぽ", times=3)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_editor_reads_what_was_not_found(admin_client, words, prefix):
    text = admin_client.get(f"{prefix}/admin/seco/unansweredwords/").content.decode()
    assert "ぬるぽ" in text
    assert ">3<" in text


def test_nobody_adds_or_changes_a_count(admin_client, words):
    assert admin_client.get("/admin/seco/unansweredwords/add/").status_code == 403
    response = admin_client.post(f"/admin/seco/unansweredwords/{words.pk}/change/", {"words": "x", "times": 9})
    assert response.status_code == 403
    words.refresh_from_db()
    assert (words.words, words.times) == ("ぬるぽ", 3)


def test_a_page_that_found_nothing_is_made_for_each_reader(client, db):
    for _reader in range(2):
        response = client.get("/search/", {"q": "ぬるぽぬるぽ"})
        assert "no-cache" in response["Cache-Control"]
    assert UnansweredWords.objects.get().times == 2
