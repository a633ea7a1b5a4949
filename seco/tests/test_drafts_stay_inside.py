"""Drafts everywhere, and none of them on any public page, in any export, feed, data file or in the static copy."""

import io
import zipfile

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from contacts.models import Contact
from contacts.tests.factory import make_contact, make_link, make_phone
from incidents.models import Situation, StepContact
from incidents.tests.factory import make_playbook, make_situation, make_step
from revisions.recording import recording
from revisions.releases import publish_revision
from roadmap.models import MissionContact, RoadmapMission, RoadmapStage
from roadmap.tests.factory import make_mission
from seco import addresses
from seco.site_copy import export_site

pytestmark = pytest.mark.django_db
# Every draft bears one of these in its slug, its texts, or the reason for which it was made.
SECRETS = ("himitsu", "極秘稿", "Secret")
DATA = [
    *(f"/revisions/export.{format}" for format in ("csv", "json", "xlsx", "md")),
    *(f"/en/revisions/export.{format}" for format in ("csv", "json", "xlsx", "md")),
    "/revisions/feed.atom", "/revisions/feed.json", "/en/revisions/feed.atom", "/revisions/checkpoints.json",
    "/api/v1/document.json", "/api/v1/contacts.json", "/api/v1/openapi.json", "/api/v1/search.json?q=ドラフト",
    "/search/?q=相談先", "/sitemap.xml", "/sw.js", "/robots.txt", "/manifest.webmanifest", "/offline/",
    "/contacts/open-desk/", "/contacts/open-desk.vcf", "/playbooks/open-plan/cacao.json",
    "/revisions/items/contacts/old-desk/", "/en/revisions/items/contacts/old-desk/", "/revisions/items/situations/open-trouble/",
    "/revisions/items/playbooks/open-plan/", "/revisions/items/missions/open-mission/", "/revisions/items/contacts/withdrawn-desk/",
    "/revisions/compare/",
]  # fmt: skip


@pytest.fixture(scope="module")
def drafts(seeded):
    """Published things that lean on drafts, and drafts under which published things stand."""
    with recording("公開の登録"):
        make_phone(make_contact("open-desk"))
        make_phone(make_contact("old-desk"), "03-2222-3333")
        make_contact("withdrawn-desk")
        old_mission = make_mission(RoadmapStage.objects.first(), "old-mission")
    with recording("極秘稿の準備"):
        secret = make_contact("himitsu-desk", status="draft", name_ja="極秘稿の窓口", name_en="Secret desk")
        make_phone(secret, "03-9999-8888", label_ja="極秘稿", label_en="Secret")
        make_link(secret, "https://himitsu.example.jp/")
        plan = make_playbook(
            "himitsu-plan", ["himitsu-step"], status="draft", title_ja="極秘稿の手順", title_en="Secret plan"
        )
        parent = make_situation(
            "himitsu-parent", [secret], status="draft", title_ja="極秘稿の状況", title_en="Secret trouble"
        )
        make_situation("himitsu-child", [secret], parent=parent, title_ja="極秘稿の子", title_en="Secret child")
        mission = make_mission(
            old_mission.stage, "himitsu-mission", status="draft", title_ja="極秘稿", title_en="Secret"
        )
        make_mission(old_mission.stage, "himitsu-part", parent=mission, title_ja="極秘稿の下", title_en="Secret part")
    lean_on(secret, plan, parent, old_mission.stage)
    publish_revision(note={"ja": "公開の改版", "en": "open"})
    retire_for_drafts(secret, mission)
    publish_revision(note={"ja": "廃止の改版", "en": "retired"})


def lean_on(desk, plan, parent, stage):
    with recording("公開の登録"):
        trouble = make_situation("open-trouble", leads_to=parent, playbook=plan, position=90)
        step = make_step(make_playbook("open-plan"), leads_to=plan)
        mission = make_mission(stage, "open-mission", position=90)
    with recording("極秘稿の窓口を加えた"):
        trouble.desks.create(contact=desk, reason_ja="極秘稿の理由", reason_en="Secret reason")
        StepContact.objects.create(step=step, contact=desk)
        MissionContact.objects.create(mission=mission, contact=desk)
    with recording("順番を直した"):
        Situation.objects.get(slug="open-trouble").desks.get().delete()


def retire_for_drafts(desk, mission):
    with recording("廃止した"):
        for item, successor in [
            (Contact.objects.get(slug="old-desk"), desk),
            (RoadmapMission.objects.get(slug="old-mission"), mission),
        ]:
            item.status, item.successor = "retired", successor
            item.save()
    with recording("見直しのため取り下げた"):
        withdrawn = Contact.objects.get(slug="withdrawn-desk")
        withdrawn.status, withdrawn.name_ja = "draft", "極秘稿になった窓口"
        withdrawn.save()


def readable(answer):
    """The text of an answer; of a workbook, that of its sheets."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "spreadsheet" in answer.headers["Content-Type"]:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b"\n".join(book.read(name) for name in book.namelist())
    return data.decode()


def secrets_in(text):
    return [word for word in SECRETS if word in text]


def test_no_public_page_tells_of_a_draft(drafts):
    paths = [path for page in addresses.public_pages() for path in page.values()]
    assert "/situations/open-trouble/" in paths
    answers = {path: Client().get(path) for path in paths}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    assert {path: found for path, answer in answers.items() if (found := secrets_in(readable(answer)))} == {}


@pytest.mark.parametrize("path", DATA)
def test_no_export_feed_or_data_file_tells_of_a_draft(drafts, path):
    answer = Client().get(path)
    assert answer.status_code == 200
    assert secrets_in(readable(answer)) == []


@pytest.mark.parametrize(
    "path",
    [
        "/contacts/himitsu-desk/", "/situations/himitsu-parent/", "/situations/himitsu-child/", "/playbooks/himitsu-plan/",
        "/playbooks/himitsu-plan/cacao.json", "/roadmap/himitsu-mission/", "/roadmap/himitsu-part/",
        "/revisions/items/contacts/himitsu-desk/", "/revisions/items/situations/himitsu-child/",
        "/revisions/items/missions/himitsu-part/",
    ],
)  # fmt: skip
def test_neither_a_draft_nor_what_stands_under_it_has_a_page(drafts, path):
    answer = Client().get(path)
    assert answer.status_code == 404
    assert secrets_in(readable(answer).replace(path, "")) == []


@pytest.mark.parametrize("path", ["/contacts/old-desk/", "/roadmap/old-mission/"])
def test_a_retired_item_does_not_name_a_draft_that_will_follow_it(drafts, path):
    answer = Client().get(path)
    assert answer.status_code == 410
    assert secrets_in(readable(answer)) == []


@pytest.fixture
def one_connection():
    """A server closes its connection after an answer; a test's would take its transaction with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_copy_as_files_is_made_and_tells_of_no_draft(drafts, one_connection, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.ALLOWED_HOSTS = ["copy.example.jp"]
    export_site(tmp_path / "copy", "https://copy.example.jp")
    files = {
        file.relative_to(tmp_path).as_posix(): file.read_bytes()
        for file in (tmp_path / "copy").rglob("*")
        if file.is_file() and "static" not in file.parts
    }
    assert "copy/revisions/items/contacts/old-desk/index.html" in files
    assert {name: found for name, data in files.items() if (found := secrets_in(data.decode(errors="ignore")))} == {}
