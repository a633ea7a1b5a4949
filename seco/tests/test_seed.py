"""The content of content/, loaded as every installation loads it."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from contacts.models import Contact, Phone
from incidents.models import IncidentPlaybook, Situation
from revisions import document, seals
from revisions.models import Revision
from revisions.schema import schema_text
from revisions.tracked import translated_columns
from roadmap.models import RoadmapMission, RoadmapStage
from seco import content

pytestmark = pytest.mark.django_db

FLOW = {
    None: ["device-problem", "not-security", "security-breach"],
    "device-problem": ["device-trouble", "suspected-security-problem"],
    "not-security": ["consumer-trouble", "human-rights", "defamation", "telework"],
    "security-breach": [
        "crime-possible", "cybercrime-report", "phishing", "business-email-compromise", "spam-mail", "fake-ec-site",
        "illegal-harmful-information", "malware-emotet", "ransomware", "data-leak", "fake-support-scam", "account-takeover",
    ],
    "fake-ec-site": ["fake-ec-site-operator", "fake-ec-site-buyer"],
}  # fmt: skip

DESKS = {
    "suspected-security-problem": ["own-it-vendor", "ipa-org-desk", "tokyo-sme-cyber", "ipa-anshin"],
    "consumer-trouble": ["consumer-hotline-188", "ccj"],
    "human-rights": ["jinken-110"],
    "crime-possible": ["mpd-cyber", "police-9110", "npa-cyber-online", "prefectural-police-directory"],
    "phishing": ["antiphishing-council", "mpd-cyber", "own-card", "own-bank"],
    "business-email-compromise": ["own-bank", "mpd-cyber", "prefectural-police-directory", "ipa-org-desk", "himawari"],
    "fake-ec-site-operator": ["narisumashi-ec", "safeline", "akushitsu-ec-hotline", "mpd-cyber"],
    "malware-emotet": ["own-it-vendor", "jpcert-incident", "ipa-org-desk", "ipa-service-list", "jnsa-emergency"],
    "data-leak": ["ppc-leak-report", "ppc-dial", "ipa-org-desk", "jpcert-incident"],
}


def test_the_whole_list_is_there(seeded):
    assert Contact.objects.published().count() == 36
    assert {"emotet", "ransomware", "data-leak"} <= set(
        IncidentPlaybook.objects.published().values_list("slug", flat=True)
    )
    assert list(RoadmapStage.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert RoadmapMission.objects.filter(slug__in=[f"mission-3-{n}" for n in range(5, 11)]).count() == 6


@pytest.mark.parametrize("parent", FLOW)
def test_the_nodes_of_the_source_come_first_and_in_order(seeded, parent):
    found = list(Situation.objects.filter(parent__slug=parent).order_by("position").values_list("slug", flat=True))
    assert found[: len(FLOW[parent])] == FLOW[parent]


@pytest.mark.parametrize("slug", DESKS)
def test_the_desks_of_a_node_stand_in_their_order(seeded, slug):
    desks = Situation.objects.get(slug=slug).desks.order_by("position")
    assert [desk.contact.slug for desk in desks] == DESKS[slug]


def test_no_translated_text_lacks_a_language(seeded):
    missing = []
    for model in (Contact, Phone, Situation, IncidentPlaybook, RoadmapStage, RoadmapMission):
        for item in model.objects.all():
            for name, columns in translated_columns(model).items():
                filled = {language for language, column in columns.items() if getattr(item, column)}
                if filled and filled != set(columns):
                    missing.append((str(item), name))
    assert missing == []


def test_internal_lines_and_old_numbers_are_nowhere(seeded):
    text = document.text_of(document.dump())
    for secret in (
        "7861-3038",
        "43-64-870",
        "03-3431-8109",
        "03-5974-0068",
        "03-6457-9685",
        "03-5978-7518",
        "0570-090-911",
    ):
        assert secret not in text


def test_the_five_old_revisions_keep_date_and_note_only(seeded):
    old = list(Revision.objects.filter(number__lte=5).order_by("number"))
    assert [str(revision.released_on) for revision in old] == [
        "2020-05-18", "2020-07-22", "2021-06-03", "2021-09-13", "2021-11-05"
    ]  # fmt: skip
    assert all(revision.is_lost and not revision.digest and revision.note_ja and revision.note_en for revision in old)


def test_revision_six_is_the_restoration_with_its_fixed_date_and_digest(seeded):
    revision = Revision.objects.get(number=6)
    assert str(revision.released_on) == "2026-11-22"
    assert revision.digest == seals.digest(revision.document)
    assert [entry["number"] for entry in revision.data["revisions"]] == [1, 2, 3, 4, 5]


def test_revision_six_is_the_same_bytes_everywhere(seeded):
    """The digest stands beside the content, so that SQLite, PostgreSQL and every installation are held to the same one."""
    assert Revision.objects.get(number=6).digest == (content.CONTENT / "revision-6.sha256").read_text().strip()


def test_seeded_content_dumped_and_loaded_is_the_same(seeded):
    text = document.text_of(document.dump())
    assert document.load(document.parse(text), reason="同じ内容") == []
    assert document.text_of(document.dump()) == text


def test_a_second_seed_changes_nothing_and_says_so(seeded, capsys):
    before = document.text_of(document.dump()), Contact.history.model.objects.count()
    call_command("seed")
    assert "left as it is" in capsys.readouterr().out
    assert (document.text_of(document.dump()), Contact.history.model.objects.count()) == before


def test_the_published_schema_is_the_one_in_use():
    assert Path("docs/seco-quicklist-1.schema.json").read_text() == schema_text()


def test_every_number_says_where_it_comes_from(seeded):
    assert [phone.number for phone in Phone.objects.all() if not phone.source_url] == []
    assert all(re.match(r"https?://", phone.source_url) for phone in Phone.objects.all())
