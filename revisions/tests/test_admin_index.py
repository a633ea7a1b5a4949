import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contacts.models import Link
from contacts.tests.factory import make_contact, make_link, make_phone
from incidents.models import StepLink
from incidents.tests.factory import make_playbook, make_situation
from revisions.templatetags.editors_desk import todo_lists
from roadmap.tests.factory import make_mission, make_stage

pytestmark = pytest.mark.django_db


def lists(rf, user):
    request = rf.get("/admin/")
    request.user = user
    return {str(part["title"]): part for part in todo_lists({"request": request})}


def counts(rf, user):
    return {title: part["count"] for title, part in lists(rf, user).items()}


def in_order(slug, **fields):
    return make_contact(slug, confidence="official", verified_on=timezone.localdate(), **fields)


def test_nothing_to_do_is_said_so(rf, admin_user, admin_client):
    in_order("fine")
    assert set(counts(rf, admin_user).values()) == {0}
    assert "いまはありません" in admin_client.get("/admin/").content.decode()


def test_each_list_counts_what_belongs_in_it(rf, admin_user):
    make_contact("old", confidence="official")
    in_order("changing", under_change_ja="番号が変わります", under_change_en="The number will change")
    in_order("draft", status="draft")
    make_phone(in_order("half"), "188", kind="short", note_ja="注意", note_en="")
    make_link(in_order("broken"))
    playbook = make_playbook("plan", steps=["one"])
    StepLink.objects.create(step=playbook.steps.get(), label_ja="案内", label_en="Guide", url="https://x.example.jp/")
    for link in [*Link.objects.all(), *StepLink.objects.all()]:
        link.check_result = "broken"
        link.save()
    make_mission(make_stage(), "mission", status="draft")
    assert counts(rf, admin_user) == {
        "要確認": 1, "未確認": 0, "予定の変更": 1, "リンク切れ": 2, "翻訳の遅れ": 1, "下書き": 2,
    }  # fmt: skip


def test_each_row_leads_to_its_form_and_each_list_to_the_same_rows(admin_client, rf, admin_user):
    contact = make_contact("old", name_ja="古い窓口")
    part = lists(rf, admin_user)["要確認"]["parts"][0]
    assert part["rows"] == [("古い窓口", f"/admin/contacts/contact/{contact.pk}/change/")]
    assert [row.slug for row in admin_client.get(part["url"]).context["cl"].result_list] == ["old"]


def test_every_list_of_the_start_page_opens(admin_client, rf, admin_user):
    make_contact("draft", status="draft", name_en="")
    make_situation("draft", status="draft", title_en="")
    make_playbook("draft", status="draft", title_en="")
    make_mission(make_stage(title_en=""), "draft", status="draft", title_en="")
    urls = [part["url"] for todo in lists(rf, admin_user).values() for part in todo["parts"]]
    assert len(urls) == 9
    for url in urls:
        assert admin_client.get(url).status_code == 200


def test_an_editor_sees_the_lists_of_what_they_may_see(rf):
    make_contact("old")
    make_situation("draft", status="draft")
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename="view_situation"))
    assert counts(rf, editor) == {"翻訳の遅れ": 0, "下書き": 1}


def test_the_start_page_asks_no_more_for_more_rows(admin_client):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            admin_client.get("/admin/")
        return len(asked)

    make_contact("first")
    one = queries()
    for number in range(4):
        make_contact(f"more-{number}")
    assert queries() == one


@pytest.mark.parametrize("language, other", [("", "/en/admin/"), ("/en", "/admin/")])
def test_the_header_leads_to_the_other_language(admin_client, language, other):
    assert f'href="{other}"' in admin_client.get(f"{language}/admin/").content.decode()


def test_names_on_the_start_page_are_escaped(admin_client):
    make_contact("hostile", name_ja="<script>alert(1)</script>")
    text = admin_client.get("/admin/").content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text


def test_no_page_of_the_desk_carries_an_inline_style_or_script(admin_client):
    contact = make_contact("desk")
    for address in (
        "/admin/",
        "/admin/contacts/contact/",
        f"/admin/contacts/contact/{contact.pk}/change/",
        "/admin/revisions/revision/release/",
    ):
        text = admin_client.get(address).content.decode()
        assert "<style" not in text
        assert " style=" not in text
        assert "onclick=" not in text
