import csv
import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.utils import translation

from contacts.tests.factory import make_contact, make_phone
from incidents.tests.factory import make_situation
from revisions import exports, record, spreadsheet
from revisions.filters import BadFilter, Question, question
from revisions.record import Selection, stream
from revisions.recording import recording
from revisions.releases import publish_revision
from revisions.tracked import recorded_columns, tidy

pytestmark = pytest.mark.django_db
NOTE = {"ja": "窓口を追加", "en": "A desk added"}


def rename(row, name, **about):
    with recording(about.pop("reason", "名前が変わった"), **about):
        row.name_ja = name
        row.save()


def read_csv(question=Question(), **options):
    text = "".join(exports.as_csv(question, **options))
    assert text.startswith(exports.BOM)
    header, *lines = csv.reader(io.StringIO(text.removeprefix(exports.BOM), newline=""))
    fields = exports.Row._fields
    return [dict(zip(fields, map(exports.plain_cell, line), strict=False)) for line in lines]


def changes(**narrowed):
    return list(stream(Selection(**narrowed)))


# The stream


def test_changes_come_in_the_order_of_time_from_all_tables():
    contact = make_contact("desk")
    make_situation("trouble")
    make_phone(contact)
    found = changes()
    assert [change.at for change in found] == sorted(change.at for change in found)
    assert [change.table.item_type for change in found] == ["contacts", "situations", "contacts"]


def test_a_long_stream_is_read_in_pieces_without_a_gap(monkeypatch):
    monkeypatch.setattr(record, "PIECE", 2)
    with recording("まとめて"):
        for number in range(7):
            make_contact(f"desk-{number}")
    make_contact("desk-7")
    assert [change.slug for change in changes()] == [f"desk-{number}" for number in range(8)]


def test_a_part_is_named_by_its_list_and_its_key():
    make_phone(make_contact("desk"), "#9110", kind="hash")
    phone = changes()[-1]
    assert (phone.table.part, phone.part_key) == ("phones", "#9110")


def test_what_was_done_to_a_draft_is_not_shown_to_readers():
    rename(make_contact("secret", status="draft"), "下書きの名前")
    assert changes() == []
    assert len(changes(everything=True)) == 2


def test_publishing_a_draft_does_not_show_what_the_draft_said():
    contact = make_contact("desk", status="draft", name_ja="外に出せない名前")
    phone = make_phone(contact, "03-9999-9999")
    with recording("公開"):
        contact.status, contact.name_ja = "published", "公開した名前"
        contact.save()
        phone.number = "03-1111-1111"
        phone.save()
    desk, number = changes()
    assert desk.changes["name_ja"] == [None, "公開した名前"]
    assert number.changes["number"] == [None, "03-1111-1111"]


def test_a_part_of_a_draft_that_is_removed_on_publishing_leaves_no_trace():
    contact = make_contact("desk", status="draft")
    phone = make_phone(contact, "03-9999-9999")
    with recording("公開"):
        contact.status = "published"
        contact.save()
        phone.contact.status = "published"
        phone.delete()
    assert [change.table.part for change in changes()] == [""]


# CSV


HOSTILE = ["=1+1", "+81", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "'quoted", "''", 'a"b,c', "two\nlines", " =1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_and_every_cell_reads_back_unchanged(text):
    rename(make_contact("desk"), text)
    raw = "".join(exports.as_csv(Question()))
    assert read_csv()[-1]["after"] == tidy(text)
    assert exports.plain_cell(exports.safe_cell(text)) == text
    cells = [cell for line in csv.reader(io.StringIO(raw.removeprefix(exports.BOM), newline="")) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))]


def test_a_change_is_a_line_with_time_zone_field_and_language():
    rename(make_contact("desk"), "新しい名前", at=datetime(2026, 11, 22, 15, 30, tzinfo=UTC))
    line = next(line for line in read_csv() if line["after"] == "新しい名前")
    assert (line["time"], line["date"]) == ("2026-11-23T00:30:00+09:00", "2026-11-23")
    assert (line["kind"], line["item"], line["field"], line["language"]) == ("窓口", "desk", "名前", "日本語")
    assert (line["before"], line["reason"], line["verb"]) == ("deskの窓口", "名前が変わった", "変更")


def test_the_fields_of_a_change_are_in_the_order_of_the_model(admin_client):
    """PostgreSQL keeps them in an order of its own."""
    contact = make_contact("desk")
    with recording("いろいろ"):
        contact.position, contact.name_en, contact.name_ja, contact.summary_ja, contact.cost_ja = (
            9,
            "a",
            "い",
            "う",
            "え",
        )
        contact.save()
    change = changes()[-1]
    order = [column.name for column in recorded_columns(type(contact))]
    assert list(change.changes) == sorted(change.changes, key=order.index)
    lines = [(line["field"], line["after"]) for line in read_csv() if line["reason"] == "いろいろ"]
    assert [after for _field, after in lines] == [str(getattr(contact, column)) for column in change.changes]
    page = admin_client.get("/admin/contacts/contact/past/desk/").content.decode()
    places = [page.index(f'<th scope="row">{field}') for field, _after in dict.fromkeys(lines)]
    assert places == sorted(places)


def test_a_change_names_the_revision_that_first_had_it():
    contact = make_contact("desk")
    publish_revision(note=NOTE)
    rename(contact, "後の名前")
    assert [line["revision"] for line in read_csv() if line["field"] == "名前" and line["language"] == "日本語"] == [
        "1",
        "",
    ]


def test_the_public_table_has_no_people_and_no_notes():
    rename(make_contact("desk"), "新しい名前", person="hanako", note="内緒のメモ")
    text = "".join(exports.as_csv(Question())) + "".join(exports.as_json(Question()))
    assert "hanako" not in text
    assert "内緒" not in text


def test_the_editors_table_has_people_notes_and_drafts():
    rename(make_contact("desk", status="draft"), "新しい名前", person="hanako", note="内緒のメモ")
    line = read_csv(with_person=True)[-1]
    assert (line["person"], line["note"], line["after"]) == ("hanako", "内緒のメモ", "新しい名前")


def test_headers_are_in_the_reader_s_language():
    with translation.override("en"):
        assert exports.header() != ()
        english = exports.header()
    assert exports.header()[1] == "版"
    assert len(english) == len(exports.header())


# JSON, XLSX, Markdown


def test_json_holds_both_lists_and_is_valid_when_empty():
    assert json.loads("".join(exports.as_json(Question())))["changes"] == []
    rename(make_contact("desk"), "新しい名前")
    publish_revision(note=NOTE, person="hanako")
    data = json.loads("".join(exports.as_json(Question())))
    assert data["changes"][-1]["fields"] == [
        {"field": "name", "language": "ja", "before": "deskの窓口", "after": "新しい名前"}
    ]
    assert data["revisions"][0]["note"] == NOTE


def test_the_workbook_holds_the_same_lines_as_texts(tmp_path):
    rename(make_contact("desk"), "=1+1")
    publish_revision(note=NOTE)
    with (tmp_path / "h.xlsx").open("wb") as file:
        spreadsheet.write(file, Question())
    sheet = openpyxl.load_workbook(tmp_path / "h.xlsx").active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows == [list(exports.header()), *map(list, exports.table(Question()))]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_the_workbook_for_readers_has_no_people_no_notes_and_no_drafts(tmp_path):
    rename(make_contact("desk"), "=HYPERLINK(1)", person="hanako", note="内緒のメモ")
    rename(make_contact("secret", status="draft"), "外に出ない下書き")
    publish_revision(note=NOTE, person="hanako")
    with (tmp_path / "out.xlsx").open("wb") as file:
        spreadsheet.write(file, Question())
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "out.xlsx").active for cell in row]
    text = " ".join(str(cell.value) for cell in cells)
    assert not any(private in text for private in ("hanako", "内緒のメモ", "外に出ない下書き", "secret"))
    assert "=HYPERLINK(1)" in text
    assert {cell.data_type for cell in cells if cell.value} == {"s"}


def test_more_rows_than_a_sheet_holds_go_to_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "LAST_ROW", 3)
    for number in range(3):
        publish_revision(note={**NOTE, "ja": str(number)}, kind="minor")
    publish_revision(note=NOTE)
    with (tmp_path / "h.xlsx").open("wb") as file:
        spreadsheet.write(file, Question())
    assert [sheet.max_row for sheet in openpyxl.load_workbook(tmp_path / "h.xlsx")] == [4, 2]


def test_a_text_too_long_for_a_cell_is_said_and_not_cut(tmp_path):
    contact = make_contact("desk")
    contact.summary_ja = "長" * 40_000
    contact.save()
    with (tmp_path / "h.xlsx").open("wb") as file:
        spreadsheet.write(file, Question())
    texts = [cell.value for row in openpyxl.load_workbook(tmp_path / "h.xlsx").active.iter_rows() for cell in row]
    assert any("CSV" in (text or "") for text in texts)


def test_markdown_is_the_table_of_the_source_newest_first():
    publish_revision(note=NOTE, released_on=date(2026, 11, 22))
    publish_revision(note={"ja": "a|b\n<script>*_`[", "en": ""}, kind="minor", released_on=date(2026, 11, 23))
    lines = "".join(exports.as_markdown(Question())).splitlines()
    assert lines[2] == "| 版 | 日付 | 内容 | 規模 |"
    assert lines[4] == r"| 2 | 2026-11-23 | a\|b<br>&lt;script&gt;\*\_\`\[ | 小改版 |"
    assert lines[5] == "| 1 | 2026-11-22 | 窓口を追加 | 大改版 |"


# Filters


def test_days_are_japanese_days_and_both_are_included():
    contact = make_contact("desk")
    for hour, name in [(14, "前日の夜"), (15, "当日の零時"), (38, "当日の終わり"), (39, "翌日の零時")]:
        rename(contact, name, at=datetime(2027, 1, 1 + hour // 24, hour % 24, tzinfo=UTC))
    asked = question({"since": "2027-01-02", "until": "2027-01-02"})
    assert [line["after"] for line in read_csv(asked)] == ["当日の零時", "当日の終わり"]


def test_one_revision_and_what_it_was_the_first_to_hold():
    contact = make_contact("desk")
    publish_revision(note=NOTE)
    rename(contact, "二番目")
    publish_revision(note=NOTE)
    rename(contact, "三番目")
    lines = read_csv(question({"revision": "2"}))
    assert [(line["record"], line["after"]) for line in lines] == [("改版", ""), ("変更", "二番目")]


def test_one_kind_of_item():
    make_contact("desk")
    make_situation("trouble")
    publish_revision(note=NOTE)
    assert {line["item"] for line in read_csv(question({"item": "situations"}))} == {"trouble"}


@pytest.mark.parametrize(
    "asked",
    [{"since": "11/22"}, {"until": "2026-13-01"}, {"since": "2026-11-23", "until": "2026-11-22"}, {"revision": "9"},
     {"revision": "-1"}, {"revision": "9" * 30}, {"item": "people"}, {"until": "9999-12-31"}, {"since": "0001-01-01"}],
)  # fmt: skip
def test_a_filter_that_can_t_be_used_is_refused(asked):
    with pytest.raises(BadFilter):
        question(asked)


# Over HTTP and by command


@pytest.mark.parametrize("format", exports.CONTENT_TYPES)
def test_every_format_is_served_without_a_cookie(client, format):
    make_contact("desk")
    answer = client.get(f"/revisions/export.{format}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == exports.CONTENT_TYPES[format]
    assert b"".join(answer.streaming_content)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("path, said", [("/revisions/", "日付として読めません"), ("/en/revisions/", 'lang="en"')])
def test_a_bad_filter_is_a_page_in_the_reader_s_language(client, path, said):
    answer = client.get(f"{path}export.csv?since=tomorrow")
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_a_bad_filter_is_json_where_json_was_asked_for(client):
    answer = client.get("/revisions/export.json?item=%3Cscript%3E")
    assert answer.status_code == 400
    assert "<script>" in answer.json()["error"]


def test_an_unknown_format_is_not_found(client):
    assert client.get("/revisions/export.pdf").status_code == 404


def test_people_are_for_editors_only(client, django_user_model):
    rename(make_contact("desk"), "新しい名前", person="hanako")
    address = "/revisions/export.csv?with=person"
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    for user in (None, reader):
        if user:
            client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == 403
        assert "no-store" in answer.headers["Cache-Control"]
    client.force_login(django_user_model.objects.create_superuser("editor"))
    answer = client.get(address)
    assert "hanako" in b"".join(answer.streaming_content).decode()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/revisions/", "/admin/revisions/revision/"])
def test_each_page_offers_every_format_and_filter_and_says_how_much_comes(admin_client, address):
    rename(make_contact("desk"), "新しい名前")
    publish_revision(note=NOTE)
    text = admin_client.get(address).content.decode()
    table = admin_client.get("/revisions/export.md")
    for format in ("csv", "json", "xlsx", "md"):
        assert f'formaction="/revisions/export.{format}"' in text
    for name in ("since", "until", "revision", "item"):
        assert f'name="{name}"' in text
    assert "CSV(変更2件)" in text
    assert f"版の表だけ(Markdown、{len(b''.join(table.streaming_content))}\xa0バイト)" in text


def test_the_desk_offers_people_to_whom_they_may_be_shown(client, django_user_model):
    editor = django_user_model.objects.create_user("editor", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename="view_revision"))
    other = django_user_model.objects.create_user("other", is_staff=True)
    other.user_permissions.set(Permission.objects.filter(codename="change_revision"))
    for user, offered in ((editor, True), (other, False)):
        client.force_login(user)
        text = client.get("/admin/revisions/revision/").content.decode()
        assert ('name="with"' in text) == offered
        assert (client.get("/revisions/export.json?with=person").status_code == 200) == offered
    assert 'name="with"' not in client.get("/revisions/").content.decode()


def test_a_kind_of_item_leaves_the_table_of_revisions_whole():
    publish_revision(note=NOTE)
    asked = question({"item": "contacts"})
    assert "".join(exports.as_markdown(asked)) == "".join(exports.as_markdown(question({})))


@pytest.mark.parametrize("format", ["csv", "json", "md", "xlsx"])
def test_the_command_writes_every_format(tmp_path, capsys, format):
    make_contact("desk")
    publish_revision(note=NOTE)
    call_command("export_revisions", format=format, output=str(tmp_path / "out"))
    assert (tmp_path / "out").stat().st_size > 50
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert "Wrote" in capsys.readouterr().out


def test_the_command_narrows_by_date(capfdbinary):
    make_contact("desk")
    call_command("export_revisions", format="csv", since="2999-01-01")
    assert len(capfdbinary.readouterr().out.decode().splitlines()) == 1


@pytest.mark.parametrize("options", [{"since": "x"}, {"output": "/nowhere/at/all"}])
def test_the_command_says_plainly_what_went_wrong(options):
    with pytest.raises(CommandError):
        call_command("export_revisions", **options)
