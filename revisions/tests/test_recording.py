import pytest
from django.contrib.auth import get_user_model
from django.core import serializers
from django.utils import translation

from contacts.models import Contact, Phone
from contacts.tests.factory import make_contact, make_phone
from incidents.tests.factory import make_playbook, make_step
from revisions.models import DocumentVersion
from revisions.recording import history_models, recording, tracked_models
from revisions.tracked import UnrecordedWrite, translated_columns

pytestmark = pytest.mark.django_db


def latest(row):
    return type(row).history.model.objects.filter(id=row.pk).order_by("-history_id").first()


def test_every_translated_column_is_in_the_record():
    for model in tracked_models:
        columns = {field.name for field in model.history.model._meta.fields}
        wanted = {column for parts in translated_columns(model).values() for column in parts.values()}
        assert wanted <= columns, model
        assert not translated_columns(model) or any(name.endswith("_en") for name in wanted)


def test_a_changed_number_is_recorded_with_who_when_what_and_why():
    phone = make_phone(make_contact("desk"))
    with recording("番号が変わった", person="hanako", note="電話で確認"):
        phone.number = "03-8765-4321"
        phone.save()
    row = latest(phone)
    assert row.changes == {"number": ["03-1234-5678", "03-8765-4321"]}
    assert (row.history_user_id, row.history_change_reason, row.internal_note) == (
        "hanako",
        "番号が変わった",
        "電話で確認",
    )
    assert (row.item_type, row.item_slug, row.history_type) == ("contacts", "desk", "~")


def test_a_change_names_its_language():
    contact = make_contact()
    contact.name_en = "Another name"
    contact.save()
    assert latest(contact).changes == {"name_en": ["The desk desk", "Another name"]}


def test_the_reader_s_language_does_not_become_a_change():
    contact = make_contact()
    with translation.override("en"):
        Contact.objects.get(pk=contact.pk).save()
    assert Contact.history.model.objects.count() == 1


def test_an_empty_translation_instead_of_null_is_no_change():
    contact = make_contact()
    contact = Contact.objects.get(pk=contact.pk)
    contact.cost_en = ""
    contact.save()
    assert Contact.history.model.objects.count() == 1


def test_the_line_breaks_of_a_browser_are_no_change():
    contact = make_contact("desk", summary_ja="一行目\n二行目", summary_en="One\nTwo")
    before = Contact.history.count()
    contact.summary_ja, contact.summary_en = "一行目\r\n二行目", "One\r\nTwo"
    contact.save()
    assert Contact.history.count() == before
    contact.refresh_from_db()
    assert (contact.summary_ja, contact.summary_en) == ("一行目\n二行目", "One\nTwo")


def test_all_rows_of_one_act_have_one_time_and_one_batch():
    with recording("新規登録") as batch:
        contact = make_contact()
        phone = make_phone(contact)
    rows = [latest(contact), latest(phone)]
    assert {row.history_date for row in rows} == {batch.at}
    assert {row.batch for row in rows} == {batch.id}


def test_two_acts_are_two_batches():
    assert latest(make_contact("a")).batch != latest(make_contact("b")).batch


def test_an_act_that_fails_leaves_nothing():
    with pytest.raises(RuntimeError), recording("途中で失敗"):  # noqa: PT012 - two statements are the point
        make_contact()
        raise RuntimeError
    assert not Contact.objects.exists()
    assert not Contact.history.model.objects.exists()


def test_a_part_is_recorded_under_its_item():
    step = make_step(make_playbook("plan"))
    assert (latest(step).item_type, latest(step).item_slug) == ("playbooks", "plan")


def test_a_draft_s_record_is_not_public_and_a_published_one_s_is():
    draft, published = make_contact("draft", status="draft"), make_contact("published")
    make_phone(draft), make_phone(published)
    assert set(Phone.history.model.objects.values_list("item_slug", "public")) == {
        ("draft", False),
        ("published", True),
    }


def test_a_removed_row_says_what_it_was():
    contact = make_contact()
    phone = make_phone(contact)
    phone.delete()
    row = Phone.history.model.objects.get(history_type="-")
    assert row.changes["number"] == ["03-1234-5678", None]


def test_the_record_outlives_the_account():
    editor = get_user_model().objects.create_user("hanako")
    with recording("登録", person=editor.get_username()):
        contact = make_contact()
    editor.delete()
    assert latest(contact).history_user_id == "hanako"


@pytest.mark.parametrize(
    "write",
    [
        lambda: Contact.objects.update(position=2),
        lambda: Contact.objects.filter(slug="desk").update(position=2),
        lambda: Contact.objects.bulk_create([Contact(slug="new", category="police")]),
        lambda: Contact.objects.bulk_update(Contact.objects.all(), ["position"]),
    ],
)
def test_a_write_without_a_record_is_refused_with_an_explanation(write):
    make_contact()
    with pytest.raises(UnrecordedWrite, match="one by one"):
        write()
    assert Contact.objects.get().position == 1


def test_loaddata_is_refused():
    text = serializers.serialize("json", [make_contact()])
    Contact.objects.all().delete()
    with pytest.raises(UnrecordedWrite, match="load_document"):
        next(serializers.deserialize("json", text)).save()


def test_every_recorded_change_renews_the_version():
    contact = make_contact()
    before = DocumentVersion.current()
    contact.name_ja = "新しい名前"
    contact.save()
    assert DocumentVersion.current() != before


def test_a_save_that_changes_nothing_keeps_the_version():
    contact = make_contact()
    before = DocumentVersion.current()
    contact.save()
    assert DocumentVersion.current() == before


def test_every_content_model_is_tracked():
    names = {model.__name__ for model in tracked_models}
    assert names >= {
        "Contact", "Phone", "OpeningHours", "ClosedPeriod", "Link", "Situation", "SituationContact", "IncidentPlaybook", "Step",
        "StepContact", "StepLink", "RoadmapStage", "RoadmapMission", "MissionContact", "MissionLink",
    }  # fmt: skip
    assert len(history_models()) == len(tracked_models)
