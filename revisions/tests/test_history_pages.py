import html
import json
import re
from datetime import date

import html5lib
import pytest
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from contacts.tests.factory import make_contact, make_phone
from incidents.tests.factory import make_playbook, make_situation
from revisions import document, seals
from revisions.models import Revision
from revisions.recording import recording
from revisions.releases import publish_revision

pytestmark = pytest.mark.django_db
NOTE = {"ja": "窓口を追加", "en": "A desk added"}


def release(number_of_note="", **options):
    return publish_revision(note={"ja": f"改版の内容{number_of_note}", "en": f"The note {number_of_note}"}, **options)


def change(row, reason="直した", **fields):
    with recording(reason, person="hanako", note="内緒のメモ"):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def text_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.fixture
def history():
    """Revision 1: lost; 2: a desk with a phone; 3: another number, another desk, one withdrawn."""
    document.add_lost_revision(
        {"number": 1, "released_on": "2020-05-18", "kind": "minor", "note": {"ja": "移行", "en": "Moved"}}
    )
    desk = make_contact("police")
    phone = make_phone(desk, "03-1111-2222")
    old = make_contact("old-desk")
    make_situation("trouble", contacts=[desk])
    release(2, released_on=date(2021, 11, 22))
    change(phone, "番号が変わった", number="03-3333-4444")
    change(desk, summary_ja="犯罪の相談\n急がない相談", summary_en="Crime")
    make_contact("new-desk")
    change(old, status="retired", successor=desk)
    release(3, released_on=date(2022, 1, 10), kind="minor")
    return desk


# /revisions/


def test_the_list_is_the_table_of_the_source_newest_first(client, history):
    text = text_of(client, "/revisions/")
    assert [int(n) for n in re.findall(r"第(\d)版</a></th>", text)] == [3, 2, 1]
    assert "2020-05-18" in text
    assert "移行" in text


@pytest.mark.parametrize(
    "query, numbers", [("year=2021", [2]), ("kind=minor", [3, 1]), ("year=2020&kind=minor", [1]), ("year=1999", [])]
)
def test_year_and_kind_narrow_the_list(client, history, query, numbers):
    text = text_of(client, f"/revisions/?{query}")
    assert [int(n) for n in re.findall(r"第(\d)版</a></th>", text)] == numbers


@pytest.mark.parametrize("query", ["year=abc", "kind=huge", "year=２０２６", "year=-1"])
def test_a_filter_that_makes_no_sense_is_a_clear_message(client, query):
    assert "この条件では見られません" in text_of(client, f"/revisions/?{query}", 400)


def test_the_list_takes_the_same_queries_for_any_number_of_revisions(client):
    def queries():
        from django.db import connection

        with CaptureQueriesContext(connection) as found:
            text_of(client, "/revisions/")
        return len(found)

    release(1)
    first = queries()
    for number in range(2, 6):
        release(number)
    assert queries() == first


# /revisions/<n>/


def test_a_revision_says_what_changed_by_item_field_and_language(client, history):
    text = text_of(client, "/revisions/3/")
    assert "<del>03-1111-2222</del><ins>03-3333-4444</ins>" in text
    assert "受け付けること (<span>日本語</span>)" in text
    assert "受け付けること (<span>English</span>)" in text
    assert len(re.findall("change__kind--added", text)) == 2  # counted in the heading, and at the item
    assert "後継" in text


def test_text_in_another_language_than_the_page_says_so(client, history):
    change(history, "番号を直した", name_en="The new name")
    assert re.search(r'<dd lang="en">.*The new name|<dd lang="en">.*new name', text_of(client, "/revisions/compare/"))
    english = text_of(client, "/en/revisions/3/")
    assert '<dd lang="ja"><ins>犯罪の相談' in english
    assert '<span class="quiet" lang="ja">番号を直した' in text_of(client, "/en/revisions/items/contacts/police/")


def test_what_is_referred_to_is_called_by_its_name(client, history):
    assert "<ins>policeの窓口</ins>" in text_of(client, "/revisions/3/")


def test_a_revision_shows_its_digests_and_its_seal(client, history):
    revision = Revision.objects.get(number=3)
    text = text_of(client, "/revisions/3/")
    for proof in (revision.digest, revision.previous_digest, revision.seal):
        assert proof in text


def test_the_first_kept_document_is_said_shortly(client, history):
    text = text_of(client, "/revisions/2/")
    assert "最初の版" in text
    assert "policeの窓口" in text
    assert "<ins>" not in text


def test_a_lost_document_is_said(client, history):
    assert "失われ" in text_of(client, "/revisions/1/")
    assert "失われ" in text_of(client, "/revisions/1/document/", 404)
    assert "error" in json.loads(text_of(client, "/revisions/1/document.json", 404))


@pytest.mark.parametrize("path", ["99/", "99/document/", "99/document.json", f"{'9' * 40}/", "compare/?from=99&to=2"])
def test_an_unknown_revision_is_not_found(client, history, path):
    text_of(client, f"/revisions/{path}", 404)


def test_a_change_of_order_alone_is_said(client):
    first, second = make_contact("a", position=1), make_contact("b", position=2)
    release(1)
    change(first, position=3)
    release(2)
    assert "並び順が変わりました" in text_of(client, "/revisions/2/")
    assert second.pk


# The list as it was


def test_an_old_list_stays_as_it_was(client, history):
    before = text_of(client, "/revisions/2/document/")
    change(history, name_ja="まったく別の名前")
    now = text_of(client, "/revisions/2/document/")
    assert "03-1111-2222" in now
    assert "まったく別の名前" not in now
    assert re.sub(r"<footer.*", "", now, flags=re.S) == re.sub(r"<footer.*", "", before, flags=re.S)


def test_an_old_list_warns_and_does_not_dial(client, history):
    text = text_of(client, "/revisions/2/document/")
    assert "その時の一覧です" in text
    assert 'href="tel:03' not in text


def test_an_old_list_of_another_edition_is_still_readable(client):
    odd = {
        "format": "seco-quicklist/1",
        "title": {"ja": "題", "en": "Title"},
        "contacts": [{"slug": "desk", "name": {"ja": "名前", "en": "Name"}, "fax": "03-0000-1111", "pets": [{"name": {"ja": "犬", "en": ""}}]}],
        "recipes": [{"slug": "soup", "title": {"ja": "汁", "en": "Soup"}, "salt": 3}],
        "revisions": [],
    }  # fmt: skip
    text = seals.canonical(odd)
    Revision(number=1, released_on=date(2026, 1, 1), document=text, digest=seals.digest(text)).save()
    shown = text_of(client, "/revisions/1/document/")
    for word in ("03-0000-1111", "犬", "汁", "fax"):
        assert word in shown


def test_the_data_are_the_very_bytes_with_the_digest_as_etag(client, history):
    revision = Revision.objects.get(number=2)
    answer = client.get("/revisions/2/document.json")
    assert answer.content == revision.document.encode()
    assert answer.headers["ETag"] == f'"{revision.digest}"'
    assert (
        client.get("/revisions/2/document.json", headers={"If-None-Match": f'"{revision.digest}"'}).status_code == 304
    )


# Comparing


def test_any_two_revisions_are_compared(client, history):
    assert "<ins>03-3333-4444</ins>" in text_of(client, "/revisions/compare/?from=2&to=3")
    assert "<ins>03-1111-2222</ins>" in text_of(client, "/revisions/compare/?from=3&to=2")


def test_a_revision_is_compared_with_now(client, history):
    change(history, name_ja="今の名前")
    assert "<ins>今の名前</ins>" in text_of(client, "/revisions/compare/?from=3&to=now")
    assert "<ins>今の名前</ins>" in text_of(client, "/revisions/compare/")


def test_a_comparison_lists_the_revisions_on_the_way_also_lost_ones(client, history):
    text = text_of(client, "/revisions/compare/?from=1&to=3")
    assert "第1版の一覧は失われている" in text
    way = text[text.index("このあいだの改版") :]
    assert way.index("第3版") < way.index("第2版")
    assert "(一覧なし)" in text


@pytest.mark.parametrize("query", ["from=2&to=now", "from=now&to=2"])
def test_the_way_to_now_is_the_same_in_both_directions(client, history, query):
    text = text_of(client, f"/revisions/compare/?{query}")
    assert "改版の内容3" in text
    assert "改版の内容2" not in text


@pytest.mark.parametrize(
    "query, said", [("from=2&to=2", "同じ版"), ("from=1&to=2", "失われて"), ("from=3&to=now", "ありません")]
)
def test_a_comparison_without_a_difference_says_why(client, history, query, said):
    assert said in text_of(client, f"/revisions/compare/?{query}")


@pytest.mark.parametrize("query", ["from=a&to=2", "from=2&to=1.5", "from=2&to=%3Cb%3E", "from=-1", f"from={'9' * 50}"])
def test_a_bad_parameter_is_a_clear_message(client, history, query):
    text = text_of(client, f"/revisions/compare/?{query}", 400)
    assert "<b>" not in text


def test_comparing_before_the_first_release_says_so(client):
    assert "まだありません" in text_of(client, "/revisions/compare/")


# An item's own history


def test_an_item_has_its_history_by_revision(client, history):
    change(history, "名前を直した", name_ja="今の名前")
    text = text_of(client, "/revisions/items/contacts/police/")
    assert text.index("その後の変更") < text.index("第3版(2022年1月10日)") < text.index("第2版(2021年11月22日)")
    assert "番号が変わった" in text
    assert "<ins>03-3333-4444</ins>" in text


def test_a_retired_item_keeps_its_history_and_names_its_successor(client, history):
    text = text_of(client, "/revisions/items/contacts/old-desk/")
    assert "廃止しました" in text
    assert "/contacts/police/" in text


def test_a_removed_item_keeps_its_history(client, history):
    make_contact("passing")
    release()
    with recording("消した"):
        type(history).objects.get(slug="passing").delete()
    release()
    assert "今の一覧にはありません" in text_of(client, "/revisions/items/contacts/passing/")


def test_what_a_retired_item_said_last_can_still_be_read(client, history):
    text = text_of(client, "/revisions/items/contacts/old-desk/")
    last = text[text.index("最後の内容") :]
    assert "前の番号や時間です" in last
    assert "old-deskの窓口" in last


def test_what_a_removed_item_said_last_can_still_be_read(client, history):
    passing = make_contact("passing")
    make_phone(passing, "03-7777-8888")
    release()
    with recording("消した"):
        type(history).objects.get(slug="passing").delete()
    for _time in ("before the next release", "after it"):
        text = text_of(client, "/revisions/items/contacts/passing/")
        last = text[text.index("最後の内容") : text.index("<h2><a") if "<h2><a" in text else None]
        assert "03-7777-8888" in last
        assert "tel:" not in last
        release()


def test_what_a_desk_said_last_does_not_show_its_draft(client, history):
    change(history, name_ja="外に出ない名前", status="draft")
    text = text_of(client, "/revisions/items/contacts/police/")
    assert "最後の内容" in text
    assert "外に出ない名前" not in text


def test_a_current_item_is_read_on_its_own_page(client, history):
    assert "最後の内容" not in text_of(client, "/revisions/items/contacts/police/")


def test_the_page_of_a_retired_item_leads_to_what_it_said_and_has_the_foot(client, history):
    text = text_of(client, "/contacts/old-desk/", 410)
    assert "/revisions/items/contacts/old-desk/" in text
    assert "第3版(2022年1月10日)" in text


@pytest.mark.parametrize("path", ["contacts/secret/", "contacts/nobody/", "people/police/", "roadmap/x/"])
def test_what_readers_never_saw_has_no_history(client, path):
    make_contact("secret", status="draft")
    text_of(client, f"/revisions/items/{path}", 404)


def test_the_tag_names_the_latest_revisions_in_two_queries(client, history, django_assert_num_queries):
    template = Template('{% load revision_tags %}{% item_history "contacts" "police" %}')
    with django_assert_num_queries(2):
        text = template.render(Context())
    assert text.index("第3版") < text.index("第2版")
    assert "/revisions/items/contacts/police/" in text


# The foot of every page


FOOT = Template('{% include "revisions/_footer_revision.html" %}')


def test_the_foot_names_revision_date_digest_and_what_changed_since(history, django_assert_num_queries):
    change(history, name_ja="今の名前")
    make_contact("draft", status="draft")
    FOOT.render(Context())  # the first page after a change counts
    with django_assert_num_queries(2):
        text = FOOT.render(Context())
    assert "第3版(2022年1月10日)" in text
    assert Revision.objects.get(number=3).digest[:8] in text
    assert "その後の変更 1件" in text


def test_the_foot_says_that_nothing_changed(history):
    assert "その後の変更はありません" in FOOT.render(Context())


def test_the_foot_counts_items_and_not_saves(history):
    for name in ("一", "二", "三"):
        change(history, name_ja=name)
    make_phone(history, "#9110", kind="hash")
    assert "その後の変更 1件" in FOOT.render(Context())


def test_the_foot_counts_what_was_taken_back_to_a_draft(history):
    make_contact("other", position=9)
    release()
    change(type(history).objects.get(slug="other"), status="draft")
    assert "その後の変更 1件" in FOOT.render(Context())


def test_the_foot_says_what_the_comparison_says_when_a_change_was_undone(client, history):
    change(history, name_ja="一時の名前")
    change(history, name_ja="policeの窓口")
    assert "その後の変更はありません" in FOOT.render(Context())
    assert "変わったところはありません" in text_of(client, "/revisions/compare/")


def test_the_foot_counts_a_move_as_the_comparison_shows_it(client):
    desks = [make_contact(slug, position=place) for place, slug in enumerate("abc", 1)]
    release()
    for desk, place in zip(desks, (3, 1, 2), strict=True):
        change(desk, position=place)
    assert "その後の変更 1件" in FOOT.render(Context())
    shown = text_of(client, "/revisions/compare/")
    assert "並び順が変わりました" in shown
    assert '<li class="change"' not in shown


def test_the_foot_takes_the_same_queries_for_any_number_of_changes(history):
    def queries():
        from django.db import connection

        with CaptureQueriesContext(connection) as found:
            FOOT.render(Context())
        return len(found)

    change(history, name_ja="一")
    first = queries()
    for number in range(5):
        make_phone(make_contact(f"more-{number}"))
    assert queries() == first


def test_the_foot_is_empty_before_the_first_release():
    assert FOOT.render(Context()).strip() == ""


# Hostile content, drafts, people


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}{% now 'Y' %}\u202e\x0b"


@pytest.fixture
def hostile():
    desk = make_contact("desk", name_ja=EVIL, name_en=EVIL, summary_ja=EVIL, cost_ja=EVIL, keywords_ja=EVIL)
    phone = make_phone(desk, label_ja=EVIL, note_en=EVIL)
    make_playbook("plan", steps=["isolate"], summary_ja=EVIL)
    make_situation("trouble", contacts=[desk], advice_ja=EVIL)
    publish_revision(note={"ja": EVIL, "en": EVIL}, person="hanako")
    change(desk, EVIL, name_ja=f"{EVIL}2", status="retired")
    change(phone, EVIL, note_en=f"また {EVIL}")
    make_contact("secret-draft", status="draft", name_ja="外に出ない下書き")
    publish_revision(note={"ja": EVIL, "en": EVIL}, person="hanako")
    change(desk, EVIL, name_ja=f"{EVIL}3")


PUBLIC = [
    "", "1/", "2/", "1/document/", "2/document/", "compare/?from=1&to=now", "items/contacts/desk/", "verify/",
    "1/document.json", "2/document.json", "checkpoints.json", "feed.atom", "feed.json", "export.csv", "export.json", "export.md",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["", "/en"])
def test_hostile_content_drafts_and_people_reach_no_public_page(client, hostile, path, language):
    answer = client.get(f"{language}/revisions/{path}")
    assert answer.status_code == 200
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    for private in ("hanako", "内緒のメモ", "外に出ない下書き", "secret-draft"):
        assert private not in text
    if answer.headers["Content-Type"].startswith("text/html"):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "{{ 7|add:7 }}" in html.unescape(text) or path == "verify/"
        errors = html5lib.HTMLParser(namespaceHTMLElements=False)
        errors.parse(text.replace("\x0b", ""))
        assert not errors.errors
    if path == "feed.atom":
        assert "<script>" not in text


@pytest.mark.parametrize("path", PUBLIC)
def test_no_public_page_sets_a_cookie_or_varies_on_one(client, hostile, path):
    answer = client.get(f"/revisions/{path}")
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "no-store" not in answer.headers.get("Cache-Control", "")
