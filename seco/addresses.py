"""Every public address of the site, for the site map, the static copy and the tests of the whole site."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from contacts.models import Contact
from incidents.models import IncidentPlaybook, Situation
from revisions.models import Revision
from roadmap.models import RoadmapMission

PAGES = [
    "home",
    "document",
    "search",
    "situations:list",
    "contacts:list",
    "playbooks:list",
    "roadmap:list",
    "roadmap:self_check",
    "revisions:list",
    "revisions:compare",
    "revisions:verify",
    "about",
]


def public_pages():
    """``[{language: path}]`` of every published page, in the order of the document."""
    makers = [lambda name=name: reverse(name) for name in PAGES]
    for model in (Situation, Contact, IncidentPlaybook, RoadmapMission):
        makers += [item.get_absolute_url for item in model.objects.published()]
    makers += [revision.get_absolute_url for revision in Revision.objects.without_documents()]
    kept = Revision.objects.exclude(document="").values_list("number", flat=True)
    makers += [lambda number=number: reverse("revisions:document", args=[number]) for number in kept]
    return [_in_every_language(maker) for maker in makers]


def _in_every_language(maker):
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = maker()
    return found
