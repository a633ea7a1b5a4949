"""The playbooks of content/ as CACAO."""

import json

import pytest
from django.urls import reverse
from django.utils import translation

from incidents.models import IncidentPlaybook

from .cacao_rules import violations

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_playbook_keeps_to_the_specification(client, seeded, language):
    slugs = list(IncidentPlaybook.objects.values_list("slug", flat=True))
    with translation.override(language):
        addresses = {slug: reverse("playbooks:cacao", args=[slug]) for slug in slugs}
    found = {slug: violations(json.loads(client.get(address).content)) for slug, address in addresses.items()}
    assert len(slugs) >= 7
    assert found == {slug: [] for slug in slugs}


def test_the_seed_dates_from_its_revision(client, seeded):
    playbook = json.loads(client.get(reverse("playbooks:cacao", args=["emotet"])).content)
    assert playbook["created"] == playbook["modified"] == "2026-11-21T15:00:00.000Z"
    assert len(playbook["derived_from"]) == 1
