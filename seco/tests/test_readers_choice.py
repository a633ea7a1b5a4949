"""Who is reading and where, on the seeded list: the choice travels, and everybody is served."""

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from contacts.reader import Reader
from incidents.desk_order import DeskBook
from incidents.flow import published_flow
from incidents.flow_rows import orders
from seco import addresses

pytestmark = pytest.mark.django_db
CHOICE = "area=JP-27&as=individual"
# The pages that look something up for a reader; the roadmap, the history and the pages about the site are for all.
LOOKUP = re.compile(r"^(?:/en)?/(?:$|\?|#|(?:search|document|contacts|situations|playbooks)/(?!.*\.(?:vcf|json)))")


def lookup_paths():
    return [path for page in addresses.public_pages() for path in page.values() if LOOKUP.match(path)]


def test_every_link_between_lookup_pages_keeps_the_choice(seeded):
    client, lost = Client(), set()
    for path in [*lookup_paths(), "/search/?q=%E8%A9%90%E6%AC%BA", "/search/?q=xyzzy", "/contacts/?q=xyzzy"]:
        text = client.get(f"{path}{'&' if '?' in path else '?'}{CHOICE}").content.decode()
        links = [html.unescape(link) for link in re.findall(r'<a\s[^>]*href="(/[^"]*)"', text)]
        found = [link for link in links if LOOKUP.match(link)]
        assert found
        lost |= {(path, link) for link in found if not {*CHOICE.split("&")} <= set(re.split("[?&#]", link))}
    assert sorted(lost) == []


@pytest.mark.parametrize("area", ["", "JP-13", "JP-27"])
@pytest.mark.parametrize("audience", ["", "company", "individual"])
def test_every_situation_at_an_end_of_the_flow_has_a_desk_for_every_reader(seeded, area, audience):
    flow = published_flow()
    ordered = orders(flow, DeskBook(timezone.localtime()), Reader(area, audience))

    leaves = [node.situation for node in flow.walk() if not node.is_choice]

    assert len(leaves) > 30
    assert [leaf.slug for leaf in leaves if not ordered[leaf.pk].desks] == []


@pytest.mark.parametrize("slug", ["telework", "want-to-prepare-security"])
def test_a_person_who_wants_advice_outside_tokyo_is_not_sent_to_the_police_first(seeded, slug):
    text = Client().get(f"/situations/{slug}/?{CHOICE}").content.decode()

    assert re.search(r'class="desk-card__name"><a href="/contacts/([^/]*)/', text)[1] == "ipa-anshin"


def test_a_search_that_finds_nothing_offers_the_desks_of_the_reader(seeded):
    def offered(query):
        text = Client().get(f"/search/?q=xyzzy{query}").content.decode()
        return re.findall(r'class="desk-card__name"><a href="/contacts/([^/]*)/', text)

    assert offered(f"&{CHOICE}") == ["ipa-anshin", "consumer-hotline-188"]
    assert offered("&area=JP-27&as=company") == ["ipa-org-desk", "police-9110"]
    assert offered("") == ["ipa-org-desk", "tokyo-sme-cyber", "police-9110", "ipa-anshin", "consumer-hotline-188"]


def test_the_directory_offers_near_words_as_the_search_does(seeded):
    assert "もしかして:" in Client().get("/contacts/?q=phisihngg").content.decode()
