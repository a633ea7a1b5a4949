"""When a playbook's text came about: from the released revisions, else from the record. Never from the clock."""

from datetime import datetime, time
from functools import lru_cache

from django.db.models import Max, Min

from contacts.document import CONTACT
from revisions.items import kind_of
from revisions.models import Altered, Revision
from revisions.reading import Now, Reader
from revisions.seals import canonical, digest

from .cacao import Version, released_id
from .cacao_workflow import every_step
from .deadlines import TOKYO
from .document import PLAYBOOK
from .models import IncidentPlaybook


def published_data(playbook):
    """``(data, desks)``: the playbook in the document's form, and the published desks its steps name, by slug."""
    reader = Reader(Now())
    desks = {row.slug: reader.write(CONTACT, row) for row in reader.rows(CONTACT.model) if row.is_published}
    return _with_its_desks(reader.write(PLAYBOOK, playbook), desks)


def version_of(data, desks, language):
    """The Version of what `published_data` gave."""
    slug, mine = data["slug"], _fingerprint(data, desks)
    released = [(entry, prints[slug]) for entry, prints in _revisions() if slug in prints]
    if not released:
        first, last = _recorded(slug, desks)
        return Version(first, last)
    (first, _print), (latest, latest_print) = released[0], released[-1]
    derived_from = (released_id(slug, language, latest["digest"]),)
    if latest_print == mine:
        modified = _beginning(_unchanged_since(released))
    else:
        modified = max(_recorded(slug, desks)[1], _beginning(latest))
    return Version(_beginning(first), modified, derived_from, latest["number"])


def _with_its_desks(data, desks):
    named = {slug for step in every_step(data["steps"]) for slug in step["contacts"]}
    return data, {slug: desk for slug, desk in desks.items() if slug in named and desk["status"] == "published"}


def _fingerprint(data, desks):
    return digest(canonical([data, desks]))


def _revisions():
    """``[({number, digest, released_on}, {slug: fingerprint})]`` of the revisions whose document is kept, oldest first.

    One whose document was altered since says nothing about what was released, and is left out.
    """
    found = []
    for entry in Revision.objects.exclude(document="").in_order().values("number", "digest", "released_on"):
        try:
            found.append((entry, _fingerprints(entry["number"], entry["digest"])))
        except Altered:
            continue
    return found


@lru_cache(maxsize=500)
def _fingerprints(number, digest):
    """Of the playbooks of one revision. A released revision never changes, so it is read once."""
    document = Revision.objects.get(number=number).data
    desks = {desk["slug"]: desk for desk in document["contacts"]}
    return {playbook["slug"]: _fingerprint(*_with_its_desks(playbook, desks)) for playbook in document["playbooks"]}


def _unchanged_since(released):
    """The revision with which the latest text came: the first of the last ones that are the same."""
    since, last_print = released[-1]
    for entry, entry_print in reversed(released):
        if entry_print != last_print:
            break
        since = entry
    return since


def _beginning(revision):
    return datetime.combine(revision["released_on"], time(), TOKYO)


def _recorded(slug, desks):
    """The first recorded change of the playbook, and the last one of it or of its desks."""
    own, theirs = _span(IncidentPlaybook, [slug]), _span(CONTACT.model, list(desks))
    return own[0], max(last for _first, last in (own, theirs) if last)


def _span(model, slugs):
    """The first and the last recorded change of these items and their parts, or None for each when there is none."""
    kind = kind_of(model)
    found = [
        part.history.model.objects.filter(item_type=kind.name, item_slug__in=slugs).aggregate(
            first=Min("history_date"), last=Max("history_date")
        )
        for part in (shape.model for shape in kind.models())
    ]
    known = [span for span in found if span["first"]]
    return min((span["first"] for span in known), default=None), max((span["last"] for span in known), default=None)
