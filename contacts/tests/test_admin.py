import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contacts.models import Contact, OpeningHours, Phone
from contacts.tests.factory import make_closed_period, make_contact, make_hours, make_link, make_phone
from revisions import release_checks
from revisions.tests.forms import errors_of, fields_of, save

pytestmark = pytest.mark.django_db

LIST = "/admin/contacts/contact/"


@pytest.fixture
def contact():
    contact = make_contact("police", name_ja="警察の窓口")
    make_phone(contact, "03-1234-5678")
    make_hours(contact)
    make_link(contact)
    return contact


def change(contact):
    return reverse("admin:contacts_contact_change", args=[contact.pk])


def test_a_changed_number_is_saved_with_its_reason_and_person(admin_client, contact):
    response = save(
        admin_client,
        change(contact),
        {"phones-0-number": "03-1234-9999", "change_reason": "番号が変わったため", "internal_note": "電話で確認"},
    )
    assert response.status_code == 302
    row = Phone.history.model.objects.latest("history_id")
    assert row.changes["number"] == ["03-1234-5678", "03-1234-9999"]
    assert (row.history_change_reason, row.history_user_id, row.internal_note) == (
        "番号が変わったため",
        "admin",
        "電話で確認",
    )


def test_an_item_and_its_parts_are_one_act(admin_client, contact):
    save(
        admin_client,
        change(contact),
        {"name_ja": "新しい名前", "phones-0-number": "03-1234-9999", "hours-0-opens": "09:00"},
    )
    rows = [model.history.model.objects.latest("history_id") for model in (Contact, Phone)]
    assert len({row.batch for row in rows}) == 1
    assert len({row.history_date for row in rows}) == 1


def test_without_a_reason_nothing_is_saved(admin_client, contact):
    response = save(admin_client, change(contact), {"name_ja": "新しい名前", "change_reason": "  "})
    assert "change_reason" in response.context["adminform"].form.errors
    assert Contact.objects.get().name_ja == "警察の窓口"


def test_saving_without_a_change_leaves_no_record(admin_client, contact):
    before = [model.history.model.objects.count() for model in (Contact, Phone, OpeningHours)]
    response = save(admin_client, change(contact), {}, follow=True)
    assert [model.history.model.objects.count() for model in (Contact, Phone, OpeningHours)] == before
    assert "変わったところがなかった" in response.content.decode()


def test_what_another_editor_saved_meanwhile_is_not_overwritten(admin_client, contact):
    data = fields_of(admin_client.get(change(contact))) | {"change_reason": "番号の変更", "name_ja": "わたしの名前"}
    save(admin_client, change(contact), {"phones-0-number": "03-1234-9999"})
    response = admin_client.post(change(contact), data)
    assert "ほかの人が保存しました" in errors_of(response)
    assert (Contact.objects.get().name_ja, Phone.objects.get().number) == ("警察の窓口", "03-1234-9999")


def test_what_the_editor_should_know_is_said_after_saving(admin_client, contact, monkeypatch):
    monkeypatch.setattr(release_checks, "_item_checks", [lambda item: [f"{item.slug}: 英語の名前がありません"]])
    response = save(admin_client, change(contact), {"name_ja": "新しい名前"}, follow=True)
    assert "英語の名前がありません" in response.content.decode()


def test_a_new_desk_is_offered_a_reason(admin_client):
    assert fields_of(admin_client.get(f"{LIST}add/"))["change_reason"] == "新規登録"


def test_a_new_desk_with_a_phone_and_hours_is_saved(admin_client):
    rows = {
        "slug": "new", "name_ja": "新しい窓口", "category": "police", "languages": ["ja"], "phones-TOTAL_FORMS": "1",
        "phones-0-number": "188", "phones-0-kind": "short", "phones-0-confidence": "official", "phones-0-position": "",
        "opening_hours-TOTAL_FORMS": "1", "opening_hours-0-weekdays": ["mon", "tue"], "opening_hours-0-opens": "22:00",
        "opening_hours-0-closes": "05:00", "opening_hours-0-position": "",
    }  # fmt: skip
    response = save(admin_client, f"{LIST}add/", rows)
    assert response.status_code == 302, errors_of(response)
    new = Contact.objects.get(slug="new")
    assert [(phone.number, phone.position) for phone in new.phones.all()] == [("188", 1)]
    assert [str(hours.weekdays) for hours in new.opening_hours.all()] == ["mon,tue"]


def test_a_row_without_a_position_goes_to_the_end(admin_client, contact):
    rows = {
        "phones-TOTAL_FORMS": "2", "phones-1-number": "188", "phones-1-kind": "short", "phones-1-confidence": "official",
        "phones-1-position": "", "phones-1-contact": contact.pk,
    }  # fmt: skip
    response = save(admin_client, change(contact), rows)
    assert response.status_code == 302, errors_of(response)
    assert [phone.number for phone in contact.phones.all()] == ["03-1234-5678", "188"]


def test_the_slug_cannot_be_changed(admin_client, contact):
    save(admin_client, change(contact), {"slug": "other"})
    assert Contact.objects.get().slug == "police"


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"phones-0-number": "03-ABCD-5678"}, "「ABCD」を取り除いてください"),
        ({"phones-0-kind": "navi"}, "ナビダイヤル"),
        ({"opening_hours-0-closes": "08:30"}, "開始と終了が同じです"),
        ({"opening_hours-0-opens": "8時半"}, "時刻は 08:30 のように書きます"),
        ({"closed_periods-0-last_day": "2026-01-01"}, "休みの最終日が初日より前です"),
        ({"successor": ""} | {"status": "nonsense"}, "正しく選択"),
        ({"verified_on": "2999-01-01"}, "出典の日付が、今日より先です"),
        ({"phones-0-verified_on": "2999-01-01"}, "出典の日付が、今日より先です"),
        ({"hours_verified_on": "2999-01-01"}, "出典の日付が、今日より先です"),
    ],
)
def test_bad_input_is_refused_in_the_form(admin_client, contact, changes, message):
    make_closed_period(contact, "2026-01-02", "2026-01-03")
    response = save(admin_client, change(contact), changes)
    assert message in errors_of(response)


def test_a_slug_that_exists_is_refused(admin_client, contact):
    response = save(
        admin_client, f"{LIST}add/", {"slug": "police", "name_ja": "別", "category": "police", "languages": ["ja"]}
    )
    assert "既に存在します" in errors_of(response)


def test_errors_come_in_the_language_of_the_page(admin_client, contact):
    response = save(admin_client, f"/en{change(contact)}", {"name_ja": ""})
    assert "This field is required." in errors_of(response)


def test_the_form_shows_both_languages(admin_client, contact):
    page = admin_client.get(change(contact)).content.decode()
    assert 'name="name_ja"' in page
    assert 'name="name_en"' in page
    assert 'name="name"' not in page


def test_weekdays_are_boxes_to_tick(admin_client, contact):
    fields = fields_of(admin_client.get(change(contact)))
    assert fields["opening_hours-0-weekdays"] == ["mon", "tue", "wed", "thu", "fri"]


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("query", ["", "?q=police", "?due=yes", "?untranslated=yes", "?broken=yes", "?changing=yes"])
def test_the_list_answers_in_both_languages(admin_client, contact, language, query):
    assert admin_client.get(f"{language}{LIST}{query}").status_code == 200


@pytest.mark.parametrize("query", ["03-1234-5678", "0312345678", "1234", "警察", "police", "03(1234)5678"])
def test_the_list_finds_a_desk_by_name_and_by_any_spelling_of_its_number(admin_client, contact, query):
    make_contact("other", keywords_ja="別のもの")
    found = admin_client.get(LIST, {"q": query}).context["cl"].result_list
    assert [row.slug for row in found] == ["police"]


def test_the_list_can_be_narrowed_to_desks_due_for_review(admin_client, contact):
    make_contact("fresh", verified_on=timezone.localdate())
    found = admin_client.get(LIST, {"due": "yes"}).context["cl"].result_list
    assert [row.slug for row in found] == ["police"]


def test_the_list_can_be_narrowed_to_what_is_not_translated_yet(admin_client, contact):
    half = make_contact("half")
    make_phone(half, "188", kind="short", note_ja="注意", note_en="")
    found = admin_client.get(LIST, {"untranslated": "yes"}).context["cl"].result_list
    assert [row.slug for row in found] == ["half"]


def queries_of_the_list(client):
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    return len(queries)


def test_the_list_asks_no_more_for_more_desks(admin_client, contact):
    one = queries_of_the_list(admin_client)
    for number in range(5):
        make_phone(make_contact(f"desk-{number}"), "188", kind="short")
    assert queries_of_the_list(admin_client) == one


def test_a_published_desk_links_to_its_page(admin_client, contact):
    assert f'href="{contact.get_absolute_url()}"' in admin_client.get(change(contact)).content.decode()


def test_a_draft_is_seen_by_its_editors_only(admin_client, client):
    draft = make_contact("draft", status="draft", name_ja="まだ秘密の名前")
    address = reverse("admin:contacts_contact_preview", args=[draft.pk])
    response = admin_client.get(address)
    assert "まだ秘密の名前" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert address in admin_client.get(change(draft)).content.decode()
    assert client.get(address).status_code == 302
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_hostile_content_is_escaped(admin_client, contact):
    save(admin_client, change(contact), {"name_ja": "<script>alert(1)</script>", "change_reason": "<b>理由</b>"})
    history = reverse("admin:contacts_contact_history", args=[contact.pk])
    for address in (LIST, change(contact), history, "/admin/", "/admin/revisions/revision/release/"):
        page = admin_client.get(address).content.decode()
        assert "<script>alert(1)" not in page
        assert "<b>理由</b>" not in page


# Actions


def act(client, action, contacts, **confirmed):
    data = {"action": action, "_selected_action": [contact.pk for contact in contacts], **confirmed}
    return client.post(LIST, data, follow=True)


def test_an_action_asks_for_a_reason_first(admin_client, contact):
    response = act(admin_client, "retire", [contact])
    assert "変更の理由" in response.content.decode()
    assert Contact.objects.get().status == "published"


def test_desks_are_retired_with_a_successor_in_one_act(admin_client, contact):
    second, successor = make_contact("second"), make_contact("successor")
    act(
        admin_client,
        "retire",
        [contact, second],
        confirmed="yes",
        change_reason="統合",
        internal_note="",
        successor=successor.pk,
    )
    assert {row.successor for row in Contact.objects.filter(status="retired")} == {successor}
    rows = Contact.history.model.objects.filter(history_change_reason="統合")
    assert len({row.batch for row in rows}) == 1
    assert len(rows) == 2


def test_a_desk_published_again_has_no_successor(admin_client, contact):
    old = make_contact("old", status="retired", successor=contact)
    act(admin_client, "publish", [old], confirmed="yes", change_reason="再開", internal_note="")
    old.refresh_from_db()
    assert (old.status, old.successor) == ("published", None)


def test_a_draft_is_out_of_sight(admin_client, contact):
    act(admin_client, "back_to_draft", [contact], confirmed="yes", change_reason="見直し", internal_note="")
    assert not Contact.objects.published().exists()


# Deleting


def test_deleting_asks_for_a_reason(admin_client, contact):
    address = reverse("admin:contacts_contact_delete", args=[contact.pk])
    assert "変更の理由" in admin_client.get(address).content.decode()
    admin_client.post(address, {"post": "yes", "change_reason": ""})
    assert Contact.objects.exists()


def test_a_deleted_desk_is_recorded_with_its_parts_and_the_reason(admin_client, contact):
    admin_client.post(
        reverse("admin:contacts_contact_delete", args=[contact.pk]), {"post": "yes", "change_reason": "閉鎖"}
    )
    assert not Contact.objects.exists()
    rows = [model.history.model.objects.get(history_type="-") for model in (Contact, Phone)]
    assert {row.history_change_reason for row in rows} == {"閉鎖"}
    assert len({row.batch for row in rows}) == 1


def test_several_desks_are_deleted_only_with_a_reason(admin_client, contact):
    response = act(admin_client, "delete_selected", [contact], post="yes", change_reason="")
    assert "変更の理由" in response.content.decode()
    assert Contact.objects.exists()
    act(admin_client, "delete_selected", [contact], post="yes", change_reason="閉鎖")
    assert not Contact.objects.exists()
    assert Contact.history.model.objects.latest("history_id").history_change_reason == "閉鎖"


# A fact and its proof

PROOF = {"confidence": "official", "verified_on": "2025-02-17", "source_url": "https://source.example.jp/"}


def proven(contact):
    phone = contact.phones.get()
    for name, value in PROOF.items():
        setattr(phone, name, value)
    phone.save()
    contact.hours_confidence, contact.hours_verified_on = "official", "2025-02-17"
    contact.hours_source_url = PROOF["source_url"]
    contact.save()
    return contact


def messages_after(client, response):
    return " ".join(str(message) for message in client.get(response.url).context["messages"])


def test_a_new_number_does_not_keep_the_proof_of_the_old_one(admin_client, contact):
    response = save(admin_client, change(proven(contact)), {"phones-0-number": "03-1234-9999"})
    phone = contact.phones.get()
    assert (phone.confidence, phone.verified_on, phone.source_url) == ("unconfirmed", None, "")
    assert "「03-1234-9999」は新しいので「未確認」にしました" in messages_after(admin_client, response)


def test_a_new_number_with_a_new_proof_keeps_that(admin_client, contact):
    changes = {"phones-0-number": "03-1234-9999", "phones-0-verified_on": "2026-11-20"}
    save(admin_client, change(proven(contact)), changes)
    phone = contact.phones.get()
    assert (phone.confidence, str(phone.verified_on)) == ("official", "2026-11-20")


def test_another_spelling_is_the_same_number_and_is_written_as_the_list_does(admin_client, contact):
    save(admin_client, change(proven(contact)), {"phones-0-number": "０３-１２３４-５６７８", "summary_ja": "直した"})
    phone = contact.phones.get()
    assert (phone.number, phone.confidence) == ("03-1234-5678", "official")


def test_the_same_number_in_another_spelling_is_not_added_twice(admin_client, contact):
    with pytest.raises(ValidationError, match="もうあります"):
        Phone(contact=contact, number="０３ １２３４ ５６７８", kind="geographic", label_ja="二つ目").full_clean()


def test_new_hours_do_not_keep_the_proof_of_the_old_ones(admin_client, contact):
    response = save(admin_client, change(proven(contact)), {"opening_hours-0-closes": "18:00"})
    contact.refresh_from_db()
    assert (contact.hours_confidence, contact.hours_verified_on, contact.hours_source_url) == ("unconfirmed", None, "")
    assert "受付時間は新しいので「未確認」にしました" in messages_after(admin_client, response)
    rows = Contact.history.model.objects.filter(slug=contact.slug).order_by("-history_id")
    assert rows[0].batch == OpeningHours.history.model.objects.latest("history_id").batch


def test_what_was_not_changed_keeps_its_proof(admin_client, contact):
    save(admin_client, change(proven(contact)), {"summary_ja": "別の説明"})
    contact.refresh_from_db()
    assert (contact.phones.get().confidence, contact.hours_confidence) == ("official", "official")


def test_a_save_that_changes_nothing_says_only_that(admin_client, contact):
    response = save(admin_client, change(contact), {})
    said = messages_after(admin_client, response)
    assert "変わったところがなかった" in said
    assert "変更しました" not in said
