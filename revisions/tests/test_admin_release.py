import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from contacts.linting import Finding
from contacts.models import Contact
from contacts.tests.factory import make_contact, make_phone
from revisions import document, release_checks
from revisions.models import Revision
from revisions.recording import recording
from revisions.releases import publish_revision
from revisions.tests.forms import errors_of, fields_of

pytestmark = pytest.mark.django_db

RELEASE = "/admin/revisions/revision/release/"


@pytest.fixture(autouse=True)
def _no_checks(monkeypatch):
    """What the rest of the house checks has tests of its own."""
    monkeypatch.setattr(release_checks, "_checks", [])


@pytest.fixture
def police():
    with recording("新規登録", person="hanako"):
        contact = make_contact("police", name_ja="警察の窓口")
        make_phone(contact, "03-1234-5678")
    publish_revision(note={"ja": "はじめ", "en": "First"})
    return contact


def change_number(contact, reason="番号が変わったため", number="03-1234-9999"):
    with recording(reason, person="taro", note="電話で確認"):
        phone = contact.phones.get()
        phone.number = number
        phone.save()


def release(client, **changes):
    data = fields_of(client.get(RELEASE)) | {"kind": "minor"} | changes
    return client.post(RELEASE, data)


def test_the_page_shows_what_changed_who_did_it_and_why(admin_client, police):
    change_number(police)
    response = admin_client.get(RELEASE)
    text = response.content.decode()
    assert [item.key for item, _acts in response.context["changed"]] == ["police"]
    for part in ("<del>03-1234-5678</del>", "<ins>03-1234-9999</ins>", "taro", "番号が変わったため", "電話で確認"):
        assert part in text
    assert "hanako" not in text


def test_prose_is_compared_by_words_and_by_language(admin_client, police):
    police.name_ja, police.name_en = "警察の相談窓口", "The police advice desk"
    police.save()
    text = admin_client.get(RELEASE).content.decode()
    assert "警察の<ins>相談</ins>窓口" not in text
    assert "<ins>相談窓口</ins>" in text
    assert "<ins>advice" in text or "advice</ins>" in text


def test_a_draft_of_the_note_is_offered_from_the_reasons(admin_client, police):
    change_number(police, "番号が変わったため")
    change_number(police, "Corrected the number", "03-1234-0000")
    fields = fields_of(admin_client.get(RELEASE))
    assert fields["note_ja"] == "番号が変わったため"
    assert fields["note_en"] == "Corrected the number"
    assert fields["released_on"] == timezone.localdate().isoformat()


def test_a_change_that_was_undone_is_not_offered_for_the_note(admin_client, police):
    change_number(police, "番号を間違えた")
    change_number(police, "番号を元に戻した", "03-1234-5678")
    with recording("名前を直した"):
        police.name_ja = "警察の相談窓口"
        police.save()
    with recording("すぐ消す窓口"):
        make_contact("passing")
    with recording("消した"):
        Contact.objects.get(slug="passing").delete()
    page = admin_client.get(RELEASE)
    assert fields_of(page)["note_ja"] == "名前を直した"
    assert "番号を元に戻した" in page.content.decode()  # who did what is still shown


def test_of_several_changes_of_one_field_all_are_offered_for_the_note(admin_client, police):
    change_number(police, "一度目", "03-1234-0001")
    change_number(police, "二度目", "03-1234-0002")
    assert fields_of(admin_client.get(RELEASE))["note_ja"] == "一度目\n二度目"


def test_a_release_is_the_next_revision_with_everything_in_it(admin_client, police):
    change_number(police)
    response = release(admin_client, note_ja="番号の変更")
    assert response.status_code == 302
    revision = Revision.objects.latest_released()
    assert (revision.number, revision.kind, revision.note_ja, revision.published_by) == (
        2,
        "minor",
        "番号の変更",
        "admin",
    )
    assert revision.data["contacts"] == document.dump()["contacts"]


def test_a_major_revision_needs_a_note_in_both_languages(admin_client, police):
    change_number(police)
    response = release(admin_client, kind="major", note_ja="番号の変更", note_en="")
    assert "英語の内容も要ります" in errors_of(response)
    assert Revision.objects.count() == 1


def test_a_date_before_the_last_revision_is_refused(admin_client, police):
    change_number(police)
    response = release(admin_client, note_ja="番号の変更", released_on="2020-01-01")
    assert "前の版" in errors_of(response)
    assert Revision.objects.count() == 1


def test_a_page_that_is_older_than_another_release_releases_nothing(admin_client, police):
    change_number(police)
    data = fields_of(admin_client.get(RELEASE)) | {"kind": "minor", "note_ja": "番号の変更"}
    publish_revision(note={"ja": "先に", "en": "Before"})
    response = admin_client.post(RELEASE, data)
    assert "第2版がもう公開されています" in errors_of(response)
    assert Revision.objects.count() == 2


def test_a_page_that_is_older_than_a_change_releases_nothing(admin_client, police):
    change_number(police)
    data = fields_of(admin_client.get(RELEASE)) | {"kind": "minor", "note_ja": "番号の変更"}
    change_number(police, "また変わった", "03-1234-0000")
    response = admin_client.post(RELEASE, data)
    assert "内容が変わりました" in errors_of(response)
    assert Revision.objects.count() == 1


@pytest.fixture
def blocker():
    release_checks.register_check(lambda: ["窓口のない状況があります: <trouble>"])


def test_what_has_to_be_right_stops_a_release(admin_client, police, blocker):
    change_number(police)
    assert "窓口のない状況があります: &lt;trouble&gt;" in admin_client.get(RELEASE).content.decode()
    response = release(admin_client, note_ja="番号の変更")
    assert "理由を書いてください" in errors_of(response)
    assert Revision.objects.count() == 1


def test_a_release_all_the_same_keeps_its_reason_inside(admin_client, police, blocker):
    change_number(police)
    release(admin_client, note_ja="番号の変更", override_reason="番号を急いで知らせるため")
    revision = Revision.objects.latest_released()
    assert revision.number == 2
    assert revision.despite == "番号を急いで知らせるため\n- 窓口のない状況があります: <trouble>"
    page = admin_client.get(reverse("admin:revisions_revision_change", args=[revision.pk])).content.decode()
    assert "番号を急いで知らせるため" in page
    assert "番号を急いで知らせるため" not in revision.document


def test_a_finding_leads_to_the_form_of_what_it_is_about(admin_client, police):
    release_checks.register_check(lambda: [Finding("error", "rule", "contacts", "police", "直すところ")])
    address = reverse("admin:contacts_contact_change", args=[police.pk])
    assert f'<a href="{address}">contacts police: 直すところ</a>' in admin_client.get(RELEASE).content.decode()


def test_another_order_alone_is_shown_and_can_be_taken_back(admin_client, police):
    make_contact("second", position=2)
    revision = publish_revision(note={"ja": "二つ", "en": "Two"})
    police.position = 3
    police.save()
    said = "窓口の並び順が変わりました。"
    assert said in admin_client.get(RELEASE).content.decode()
    address = f"/admin/revisions/revision/{revision.number}/restore/"
    page = admin_client.get(address)
    assert said in page.content.decode()
    admin_client.post(address, fields_of(page) | {"change_reason": "順番を戻す"})
    assert [desk["slug"] for desk in document.dump()["contacts"]] == ["police", "second"]


def test_a_reason_from_the_time_of_drafting_is_not_offered_for_the_note(admin_client, police):
    with recording("未公開の相談先と協議中"):
        draft = make_contact("draft", status="draft")
    with recording("窓口を足した"):
        draft.status = "published"
        draft.save()
    assert fields_of(admin_client.get(RELEASE))["note_ja"] == "窓口を足した"


def test_what_is_referred_to_is_called_by_its_title(admin_client, police):
    other = make_contact("cyber-desk", name_ja="サイバーの窓口")
    publish_revision(note={"ja": "二つ", "en": "Two"})
    with recording("廃止"):
        police.status, police.successor = "retired", other
        police.save()
    assert "<ins>サイバーの窓口</ins>" in admin_client.get(RELEASE).content.decode()
    assert "<del>サイバーの窓口</del>" in admin_client.get("/admin/revisions/revision/2/restore/").content.decode()
    first = Contact.history.model.objects.filter(item_slug="police").order_by("history_id").first()
    item = admin_client.get(f"/admin/contacts/contact/past/police/{first.batch}/").content.decode()
    assert "<del>サイバーの窓口</del>" in item


def test_without_a_revision_everything_is_new(admin_client):
    make_contact("police")
    assert [item.kind for item, _acts in admin_client.get(RELEASE).context["changed"]] == ["added"]
    release(admin_client, note_ja="はじめ")
    assert Revision.objects.get().number == 1


def test_drafts_are_neither_shown_nor_released(admin_client, police):
    with recording("下書きの理由"):
        make_contact("draft", status="draft")
    assert "下書きの理由" not in admin_client.get(RELEASE).content.decode()


def test_hostile_texts_are_escaped_in_the_release_and_in_the_restore(admin_client, police):
    evil = "<script>alert(1)</script>\"'{{ 7|add:7 }}"
    with recording(evil, person=evil, note=evil):
        police.name_ja, police.name_en = evil, evil
        police.save()
    for address in (RELEASE, "/admin/revisions/revision/1/restore/"):
        text = admin_client.get(address).content.decode()
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text


def test_only_who_may_release_sees_the_page(client, police):
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_revision", "change_contact"]))
    client.force_login(editor)
    assert client.get(RELEASE).status_code == 403
    assert client.post(RELEASE, {"kind": "minor", "note_ja": "x"}).status_code == 403
    assert RELEASE not in client.get("/admin/revisions/revision/").content.decode()
    assert client.get("/admin/revisions/revision/1/restore/").status_code == 403


def test_a_released_revision_can_be_read_but_not_changed(admin_client, police):
    revision = Revision.objects.get()
    address = reverse("admin:revisions_revision_change", args=[revision.pk])
    assert 'name="note_ja"' not in admin_client.get(address).content.decode()
    assert admin_client.post(address, {"note_ja": "x"}).status_code == 403
    assert (
        admin_client.post(reverse("admin:revisions_revision_delete", args=[revision.pk]), {"post": "yes"}).status_code
        == 403
    )


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_answer_in_both_languages(admin_client, police, language):
    change_number(police)
    for address in ("", "release/", "1/change/", "1/restore/"):
        assert admin_client.get(f"{language}/admin/revisions/revision/{address}").status_code in {200, 302}


def test_the_whole_document_comes_back_as_recorded_changes(admin_client, police):
    before = document.dump()["contacts"]
    change_number(police)
    make_contact("other")
    address = "/admin/revisions/revision/1/restore/"
    page = admin_client.get(address)
    assert {item.key for item in page.context["changed"]} == {"police", "other"}
    response = admin_client.post(
        address, fields_of(page) | {"change_reason": "第1版に戻す", "internal_note": "内輪の話"}
    )
    assert response.status_code == 302
    assert document.dump()["contacts"] == before
    rows = Contact.history.model.objects.filter(history_change_reason="第1版に戻す")
    assert [(row.item_slug, row.internal_note) for row in rows] == [("other", "内輪の話")]
