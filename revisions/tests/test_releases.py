import datetime

import pytest
from django.utils import timezone

from contacts.tests.factory import make_contact
from revisions import document, seals, verifying
from revisions.comparing import difference
from revisions.models import Revision
from revisions.releases import NotReleased, publish_revision

pytestmark = pytest.mark.django_db

NOTE = {"ja": "窓口を追加", "en": "A desk added"}


def test_a_release_keeps_the_document_and_its_digest():
    make_contact("police")
    revision = publish_revision(note=NOTE, person="hanako")
    assert [desk["slug"] for desk in revision.data["contacts"]] == ["police"]
    assert revision.digest == seals.digest(revision.document)
    assert (revision.number, revision.kind, revision.published_by) == (1, "major", "hanako")


def test_digests_and_seals_are_chained():
    first, second = publish_revision(note=NOTE), publish_revision(note=NOTE)
    assert second.previous_digest == first.digest
    assert second.seal == seals.seal(second.entry(), first.seal)


def test_a_note_from_a_browser_has_plain_line_breaks():
    assert publish_revision(note={"ja": "一\r\n二", "en": "1\r\n2"}).note_ja == "一\n二"


@pytest.mark.parametrize("spelling", ["大\ufa10", "か\u3099"])
def test_a_spelling_that_unicode_counts_as_another_keeps_the_chain_whole(spelling):
    contact = make_contact("desk", name_ja=spelling)
    revision = publish_revision(note={"ja": spelling, "en": spelling})
    assert not difference(revision.data, document.dump())
    contact.name_en = "another"
    contact.save()
    publish_revision(note=NOTE)
    assert list(verifying.findings()) == []
    assert document.load(document.dump(), reason="もう一度") == []


def test_a_date_to_come_is_refused():
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(NotReleased, match=str(tomorrow)):
        publish_revision(note=NOTE, released_on=tomorrow)


def test_a_later_change_does_not_touch_a_released_document():
    contact = make_contact("police")
    revision = publish_revision(note=NOTE)
    contact.name_ja = "別の名前"
    contact.save()
    assert Revision.objects.get(pk=revision.pk).data["contacts"][0]["name"]["ja"] == "policeの窓口"


@pytest.mark.parametrize("note", [{"ja": "", "en": "x"}, {"ja": "内容", "en": " "}])
def test_a_major_revision_needs_its_note_in_both_languages(note):
    with pytest.raises(NotReleased):
        publish_revision(note=note)
    assert not Revision.objects.exists()


def test_a_minor_revision_needs_a_japanese_note_only():
    assert publish_revision(note={"ja": "誤字", "en": ""}, kind="minor").number == 1


def test_a_date_before_the_last_revision_is_refused():
    publish_revision(note=NOTE, released_on=datetime.date(2026, 11, 22))
    with pytest.raises(NotReleased, match="2026"):
        publish_revision(note=NOTE, released_on=datetime.date(2026, 11, 21))


def test_a_release_on_a_page_that_is_no_longer_current_is_refused():
    publish_revision(note=NOTE)
    publish_revision(note=NOTE)
    with pytest.raises(NotReleased, match="第2版"):
        publish_revision(note=NOTE, unless_changed_since=1)
    assert Revision.objects.count() == 2
