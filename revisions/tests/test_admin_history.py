import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Phone
from contacts.tests.factory import make_contact, make_hours, make_phone
from incidents.models import IncidentPlaybook, Situation, Step, StepContact
from incidents.tests.factory import make_playbook, make_situation, make_step
from revisions.items import dump_item
from revisions.recording import recording
from revisions.releases import publish_revision
from revisions.tests.forms import errors_of, fields_of
from roadmap.models import RoadmapMission, RoadmapStage
from roadmap.tests.factory import make_mission, make_stage

pytestmark = pytest.mark.django_db


def page(client, item, name, *args):
    options = item._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=args)
    return client.get(address)


def history(client, item):
    return page(client, item, "history", item.pk)


def restore_address(model, key, batch):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_restore", args=[key, batch])


def restore(client, model, key, batch, **changes):
    address = restore_address(model, key, batch)
    data = fields_of(client.get(address)) | {"change_reason": "元に戻す"} | changes
    return client.post(address, data)


def staff(*permissions):
    user = User.objects.create_user("reader", password="pass", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def police():
    with recording("新規登録", person="hanako") as batch:
        contact = make_contact("police", name_ja="警察の窓口", summary_ja="相談", summary_en="Advice")
        make_phone(contact, "03-1234-5678")
        make_hours(contact)
    contact.first_batch = batch.id
    return contact


def test_each_act_names_the_revision_that_first_held_it(admin_client, police):
    publish_revision(note={"ja": "版", "en": "rev"})
    police.name_ja = "いちばん新しい名前"
    police.save()
    text = history(admin_client, police).content.decode()
    assert text.index("まだ版に入っていない変更") < text.index("第1版に入った変更")


def test_the_history_says_who_when_why_and_what_in_which_language(admin_client, police):
    with recording("名前の誤りを直した", person="taro", note="電話で確認"):
        police.name_ja = "警察の相談窓口"
        police.save()
    text = history(admin_client, police).content.decode()
    for part in ("名前の誤りを直した", "taro", "電話で確認", "(JST)", "日本語", "<ins>相談</ins>"):
        assert part in text


def test_the_history_is_newest_first_with_parts(admin_client, police):
    with recording("番号の変更"):
        phone = police.phones.get()
        phone.number = "03-1234-9999"
        phone.save()
    acts = list(history(admin_client, police).context["acts"])
    assert [act.reason for act in acts] == ["番号の変更", "新規登録"]
    assert [part.label for part in acts[1].parts][:2] == ["", "電話 03-1234-5678"]


def test_a_number_that_changed_is_shown_whole(admin_client, police):
    phone = police.phones.get()
    phone.number = "03-1234-9999"
    phone.save()
    text = history(admin_client, police).content.decode()
    assert "<del>03-1234-5678</del><ins>03-1234-9999</ins>" in text


def test_the_base_column_of_a_translation_is_not_shown(admin_client, police):
    labels = [d.label for act in history(admin_client, police).context["acts"] for d in act.parts[0].differences]
    assert labels.count("名前") == 2


def test_a_desk_comes_back_with_its_phones_and_hours(admin_client, police):
    before = dump_item(Contact, "police")
    with recording("番号と時間の変更"):
        police.summary_ja = "別の相談"
        police.save()
        Phone.objects.get().delete()
        make_phone(police, "188", kind="short")
        police.opening_hours.get().delete()
    response = restore(admin_client, Contact, "police", police.first_batch)
    assert response.status_code == 302
    assert dump_item(Contact, "police") == before


def test_the_restore_is_shown_first_and_changes_nothing_yet(admin_client, police):
    police.name_ja = "別の名前"
    police.save()
    text = admin_client.get(restore_address(Contact, "police", police.first_batch)).content.decode()
    assert "別の" in text
    assert "なぜ変えるか" in text
    assert Contact.objects.get().name_ja == "別の名前"


def test_a_restore_is_one_recorded_act_with_its_reason(admin_client, police):
    police.name_ja = "別の名前"
    police.save()
    restore(admin_client, Contact, "police", police.first_batch, change_reason="誤りだったので戻した")
    row = Contact.history.model.objects.latest("history_id")
    assert row.history_change_reason == "誤りだったので戻した"
    assert row.history_user_id == "admin"
    assert row.changes == {"name_ja": ["別の名前", "警察の窓口"]}


def test_a_restore_needs_a_reason(admin_client, police):
    police.name_ja = "別の名前"
    police.save()
    response = restore(admin_client, Contact, "police", police.first_batch, change_reason="")
    assert "必須" in errors_of(response)
    assert Contact.objects.get().name_ja == "別の名前"


def test_a_restore_is_refused_when_the_content_changed_meanwhile(admin_client, police):
    police.name_ja = "別の名前"
    police.save()
    address = restore_address(Contact, "police", police.first_batch)
    data = fields_of(admin_client.get(address)) | {"change_reason": "戻す"}
    make_contact("other")
    assert "内容が変わりました" in errors_of(admin_client.post(address, data))
    assert Contact.objects.get(slug="police").name_ja == "別の名前"


def test_a_playbook_comes_back_with_its_steps(admin_client, police):
    with recording("作成") as batch:
        playbook = make_playbook("plan", steps=["isolate"])
        unplug = make_step(playbook, "unplug", parent=playbook.steps.get())
        StepContact.objects.create(step=unplug, contact=police)
    before = dump_item(IncidentPlaybook, "plan")
    with recording("手順の削除"):
        Step.objects.get(slug="isolate").delete()
        make_step(playbook, "tell")
    restore(admin_client, IncidentPlaybook, "plan", batch.id)
    assert dump_item(IncidentPlaybook, "plan") == before
    assert {row.slug for row in Step.objects.all()} == {"isolate", "unplug"}


def test_the_record_of_a_step_is_part_of_its_playbook(admin_client):
    playbook = make_playbook("plan", steps=["isolate"])
    step = playbook.steps.get()
    with recording("担当の変更"):
        step.owner_role_ja = "社長"
        step.save()
    response = admin_client.get(reverse("admin:incidents_step_history", args=[step.pk]), follow=True)
    assert response.context["acts"][0].reason == "担当の変更"
    assert response.context["acts"][0].parts[0].label == "手順 isolateする"


def test_a_mission_comes_back_to_its_place(admin_client):
    with recording("作成") as batch:
        stage, other = make_stage(1), make_stage(2)
        parent = make_mission(stage, "parent")
        mission = make_mission(stage, "child", parent=parent, position=2)
    with recording("引っ越し"):
        mission.stage, mission.parent, mission.position = other, None, 1
        mission.save()
    restore(admin_client, RoadmapMission, "child", batch.id)
    mission.refresh_from_db()
    assert (mission.stage, mission.parent, mission.position) == (stage, parent, 2)


def test_restoring_a_stage_leaves_its_missions_alone(admin_client):
    with recording("作成") as batch:
        stage = make_stage(1)
    make_mission(stage, "later")
    stage.title_ja = "別の題"
    stage.save()
    restore(admin_client, RoadmapStage, "1", batch.id)
    assert RoadmapStage.objects.get().title_ja == "段階1"
    assert RoadmapMission.objects.get().slug == "later"


def test_a_reference_that_is_gone_gives_one_message_and_nothing_half_written(admin_client, police):
    with recording("作成") as batch:
        situation = make_situation("trouble", contacts=[police])
    with recording("窓口の廃止"):
        situation.desks.get().delete()
        situation.title_ja = "別の題"
        situation.save()
        police.delete()
    response = restore(admin_client, Situation, "trouble", batch.id)
    text = response.content.decode()
    assert "窓口「police」は、もうないか、まだありません" in text
    assert "何も書き換えていません" in text
    assert Situation.objects.get().title_ja == "別の題"


def test_deleted_items_are_listed_and_come_back_with_their_history(admin_client, police):
    before = dump_item(Contact, "police")
    with recording("誤って削除", person="taro") as batch:
        police.delete()
    listed = page(admin_client, police, "deleted")
    assert [(key, act.reason) for key, act in listed.context["gone"]] == [("police", "誤って削除")]
    assert "警察の窓口" in listed.content.decode()
    assert "削除の前に戻す" in page(admin_client, police, "past", "police").content.decode()
    restore(admin_client, Contact, "police", batch.id)
    assert dump_item(Contact, "police") == before
    assert [act.reason for act in history(admin_client, Contact.objects.get()).context["acts"]] == [
        "元に戻す", "誤って削除", "新規登録",
    ]  # fmt: skip


def test_an_item_that_is_back_is_no_longer_listed_as_deleted(admin_client, police):
    police.delete()
    make_contact("police")
    assert not page(admin_client, police, "deleted").context["gone"].object_list


def test_an_unknown_key_and_an_unknown_act_are_not_found(admin_client, police):
    assert page(admin_client, police, "past", "nobody").status_code == 404
    unknown = "00000000-0000-0000-0000-000000000000"
    assert "記録がありません" in admin_client.get(restore_address(Contact, "police", unknown)).content.decode()
    make_stage()
    assert page(admin_client, RoadmapStage, "past", "x").status_code == 404


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_answer_in_both_languages(admin_client, police, language):
    police.name_ja = "別の名前"
    police.save()
    addresses = [
        reverse("admin:contacts_contact_history", args=[police.pk]),
        reverse("admin:contacts_contact_deleted"),
        restore_address(Contact, "police", police.first_batch),
    ]
    for address in addresses:
        response = admin_client.get(language + address)
        assert response.status_code == 200
        assert f'<html lang="{"en" if language else "ja"}"' in response.content.decode()


def test_who_may_only_look_sees_the_history_but_cannot_restore(police):
    police.name_ja = "別の名前"
    police.save()
    client = staff("view_contact")
    response = history(client, police)
    assert response.status_code == 200
    assert "この時点に戻す" not in response.content.decode()
    address = restore_address(Contact, "police", police.first_batch)
    assert client.get(address).status_code == 403
    assert client.post(address, {"change_reason": "x"}).status_code == 403
    assert Contact.objects.get().name_ja == "別の名前"


def test_who_has_no_permission_sees_neither_history_nor_deleted_items(police):
    client = staff("view_situation")
    assert history(client, police).status_code == 403
    assert page(client, police, "deleted").status_code == 403


def test_an_anonymous_reader_is_asked_to_log_in(client, police):
    assert history(client, police).status_code == 302


def test_a_desk_that_is_restored_to_what_it_is_says_so(admin_client, police):
    text = admin_client.get(restore_address(Contact, "police", police.first_batch)).content.decode()
    assert "いまの状態と同じです" in text


def test_hostile_texts_are_escaped_in_the_history(admin_client, police):
    hostile = "<script>alert(1)</script>"
    with recording(hostile, person=hostile, note=hostile):
        police.name_ja = hostile
        police.save()
        make_phone(police, "188", kind="short", label_ja=hostile)
    for response in (
        history(admin_client, police),
        admin_client.get(restore_address(Contact, "police", police.first_batch)),
    ):
        assert hostile not in response.content.decode()
        assert "&lt;script&gt;" in response.content.decode()
