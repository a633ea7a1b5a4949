"""A revision or a recorded change that was altered in the database: said, never shown, and the rest goes on."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db.models import JSONField, QuerySet, Value

from contacts.models import Contact, Phone
from contacts.tests.factory import make_contact, make_phone
from incidents import cacao_versions
from incidents.tests.factory import make_playbook
from revisions import append_only, comparing, document, exports, release_checks, seals, verifying
from revisions.filters import Question
from revisions.models import Revision
from revisions.recording import recording
from revisions.releases import publish_revision
from revisions.tests.forms import fields_of
from revisions.tests.test_exports import read_csv

pytestmark = pytest.mark.django_db
GENUINE, FORGED = "03-1111-2222", "03-6666-6666"


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    """As in a process that has just started; what the rest of the house checks has tests of its own."""
    comparing._between.cache_clear()
    cacao_versions._fingerprints.cache_clear()
    monkeypatch.setattr(release_checks, "_checks", [])


def release(day, **options):
    note = {"ja": f"{day}日の改版", "en": f"The revision of day {day}"}
    return publish_revision(note=note, released_on=date(2022, 1, day), **options)


def change(row, reason="直した", **fields):
    with recording(reason, person="hanako"):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


@pytest.fixture
def history():
    """Three revisions: a desk; its number; another number and a desk less."""
    desk, passing = make_contact("desk"), make_contact("passing")
    make_playbook("plan", steps=["isolate"])
    phone = make_phone(desk, "03-0000-0000")
    release(1)
    change(phone, number=GENUINE)
    release(2)
    change(phone, number="03-3333-4444")
    change(passing, status="retired")
    release(3)
    append_only.remove()
    return desk


def forge(number, text, digest=None):
    columns = {"document": text} | ({"digest": digest} if digest else {})
    QuerySet(Revision).filter(number=number).update(**columns)


def with_another_number(revision):
    return revision.document.replace(GENUINE, FORGED)


@pytest.fixture(params=["another number", "{", "[1]", "", "[1] with its digest"])
def altered(request, history):
    """Revision 2 holds another document than the one that was released."""
    if request.param == "[1] with its digest":
        forge(2, "[1]", seals.digest("[1]"))
    else:
        forge(2, with_another_number(Revision.objects.get(number=2)) if " " in request.param else request.param)


SAID = "第2版は、公開したときの一覧ではありません"


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    text = answer.content.decode()
    assert FORGED not in text
    return text


@pytest.mark.parametrize(
    "path", ["2/", "2/document/", "3/", "compare/?from=1&to=2", "compare/?from=2&to=3", "compare/?from=2&to=now"]
)
def test_pages_say_which_revision_was_altered_and_show_nothing_of_it(client, altered, path):
    text = page(client, f"/revisions/{path}")
    assert SAID in text
    assert 'role="alert"' in text
    assert GENUINE not in text
    assert "The list of revision 2 is not the one that was released" in page(client, f"/en/revisions/{path}")


def test_what_does_not_need_the_altered_revision_goes_on(client, altered):
    assert "<ins>03-3333-4444</ins>" in page(client, "/revisions/compare/?from=1&to=3")
    assert SAID not in page(client, "/revisions/1/")
    assert "03-3333-4444" in page(client, "/revisions/3/document/")
    page(client, "/revisions/")
    page(client, "/playbooks/plan/")
    page(client, "/playbooks/plan/cacao.json")


def test_the_page_of_an_altered_revision_leads_to_none_of_its_data(client, altered):
    text = page(client, "/revisions/2/")
    assert "/revisions/2/document" not in text
    assert "/revisions/3/document.json" in page(client, "/revisions/3/")
    assert client.get("/revisions/2/document.json").status_code == 500


def test_the_history_of_an_item_marks_the_revisions_that_can_t_be_shown(client, altered):
    text = page(client, "/revisions/items/contacts/desk/")
    assert text.count("第2版の一覧は、公開したときのものではありません") == 2  # in it, and in the next one
    assert "第1版(2022年1月1日)" in text
    assert GENUINE not in text


def test_an_item_that_is_gone_does_not_show_an_altered_last_content(client, history):
    with recording("消した"):
        Contact.objects.get(slug="passing").delete()
    forge(3, Revision.objects.get(number=3).document.replace("passingの窓口", "偽の窓口"))
    text = page(client, "/revisions/items/contacts/passing/")
    assert "偽の窓口" not in text
    assert "第3版の一覧は、公開したときのものではありません" in text


def test_an_altered_latest_revision_leaves_the_foot_without_a_count(client, history):
    forge(3, "{")
    foot = page(client, "/").partition("<footer")[2]
    assert "第3版(2022年1月3日)" in foot
    assert "その後の変更" not in foot


@pytest.mark.parametrize("path", ["feed.json", "feed.atom"])
def test_feeds_go_on_and_say_it_at_the_revisions_concerned(client, altered, path):
    answer = client.get(f"/revisions/{path}")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("第2版の一覧は、公開したときのものではありません") == 2
    assert "1日の改版" in text


def test_feeds_tell_withdrawals_of_revisions_that_are_not_concerned(client, history):
    forge(1, "{")
    titles = [item["title"] for item in client.get("/revisions/feed.json").json()["items"]]
    assert "廃止: passingの窓口(窓口)" in titles
    assert len(titles) == 4


def test_the_whole_document_is_not_restored_to_an_altered_revision(admin_client, altered):
    before = document.dump()
    address = "/admin/revisions/revision/2/restore/"
    answer = admin_client.get(address)
    assert answer.status_code == 200
    assert "第2版の一覧は、公開したときのものではありません" in answer.content.decode()
    assert FORGED not in answer.content.decode()
    version = fields_of(admin_client.get("/admin/revisions/revision/1/restore/"))["version"]
    answer = admin_client.post(address, {"version": version, "change_reason": "第2版に戻す"})
    assert "第2版の一覧は、公開したときのものではありません" in answer.content.decode()
    assert document.dump() == before


@pytest.mark.parametrize("text", ["{", "[1]", "", '{"contacts": []}'])
def test_nothing_is_released_on_an_altered_revision(admin_client, history, text):
    forge(3, text)
    for answer in (
        admin_client.get("/admin/revisions/revision/release/"),
        admin_client.post("/admin/revisions/revision/release/", {"kind": "minor", "note_ja": "次"}),
    ):
        assert answer.status_code == 200
        assert "第3版の一覧は、公開したときのものではありません" in answer.content.decode()
    with pytest.raises(CommandError, match="第3版の一覧"):
        call_command("publish_revision", note_ja="次", minor=True, despite="試し")
    assert Revision.objects.count() == 3


def test_verifying_names_it_and_goes_on(altered):
    found = [str(finding) for finding in verifying.findings()]
    assert found[0].startswith("revision 2: its document")


# The record


UNREADABLE = [["number"], "text", 3, None, {"number": "03"}, {"number": ["1", "2", "3"]}, {"number": [["x"], None]}]


def forge_change(changes):
    row = Phone.history.model.objects.filter(history_type="~").order_by("history_id").first()
    QuerySet(Phone.history.model).filter(pk=row.pk).update(changes=Value(changes, JSONField()))


def read_json(**options):
    return json.loads("".join(exports.as_json(Question(), **options)))["changes"]


@pytest.mark.parametrize("changes", UNREADABLE)
@pytest.mark.parametrize("with_person", [False, True])
def test_exports_go_on_after_a_change_that_can_t_be_read(history, changes, with_person):
    whole = len(read_csv(with_person=with_person))
    forge_change(changes)
    lines = read_csv(with_person=with_person)
    (line,) = [line for line in lines if line["field"] == "この記録は読めません"]
    assert (line["item"], line["before"], line["after"], line["reason"]) == ("desk", "", "", "直した")
    assert len(lines) == whole
    (entry,) = [entry for entry in read_json(with_person=with_person) if "problem" in entry]
    assert (entry["item"], entry["fields"], entry["problem"]) == ("desk", [], "この記録は読めません")


def test_a_change_that_can_t_be_read_tells_readers_nothing_of_a_draft(history):
    make_phone(make_contact("secret", status="draft"))
    QuerySet(Phone.history.model).filter(item_slug="secret").update(changes=["x"])
    assert "secret" not in {line["item"] for line in read_csv()}


def test_a_field_that_there_is_not_keeps_its_name_and_says_so(history):
    forge_change({"fax": ["1", "2"], "number": ["3", "4"]})
    lines = [line for line in read_csv() if line["after"] in ("2", "4")]
    assert [(line["field"], line["after"]) for line in lines] == [("電話番号", "4"), ("知らない欄「fax」", "2")]
    (entry,) = [entry for entry in read_json() if "problem" in entry]
    assert [field["field"] for field in entry["fields"]] == ["number", "fax"]
    assert "fax" in entry["problem"]


@pytest.mark.parametrize("changes", [*UNREADABLE, {"fax": ["1", "2"]}])
def test_the_editors_pages_go_on_after_a_change_that_can_t_be_read(admin_client, history, changes):
    forge_change(changes)
    past = admin_client.get("/admin/contacts/contact/past/desk/").content.decode()
    assert "この記録は読めません" in past or "fax" in past
    change(history, name_ja="次の名前")
    assert admin_client.get("/admin/revisions/revision/release/").status_code == 200
    assert admin_client.get("/revisions/items/contacts/desk/").status_code == 200
