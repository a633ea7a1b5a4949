"""Rules for the roadmap: every text stands in both languages, and what is named is there. Errors stop a release, as everywhere."""

from django.utils.translation import gettext as _

from contacts.linting import (
    ERROR,
    PUBLISHED,
    Finding,
    content,
    missing_languages,
    register_with_releases,
    status_of,
    successors,
    unnamed,
)


def lint_roadmap(document):
    """Findings about the stages, and about each mission as an item of its own. Drafts are not judged."""
    contacts = status_of(document, "contacts")
    missions = {stage["number"]: list(_missions(stage)) for stage in document["roadmap"]}
    status = {mission["slug"]: mission["status"] for each in missions.values() for mission in each}
    found = []
    for stage in document["roadmap"]:
        found += missing_languages("roadmap", _own(stage), str(stage["number"]))
        for mission in missions[stage["number"]]:
            found += _lint_mission(mission, status, contacts)
    return found


def _missions(item):
    for mission in item["missions"]:
        yield mission
        yield from _missions(mission)


def _own(item):
    """What stands in the item itself, without the missions below it."""
    return {**item, "missions": []}


def _lint_mission(mission, status, contacts):
    key = mission["slug"]
    found = successors("missions", mission, status)
    if mission["status"] != PUBLISHED:
        return found
    found += unnamed("missions", mission, key, "title") + missing_languages("missions", _own(mission), key)
    for slug in mission["contacts"]:
        if contacts.get(slug) != PUBLISHED:
            text = _("窓口「%(slug)s」は公開されていません。") % {"slug": slug}
            found.append(Finding(ERROR, "reference-not-public", "missions", key, text, (("contacts", slug),)))
    return found


# Asked by others


def findings(document=None):
    """Everything to say about the roadmap now."""
    return lint_roadmap(document or content())


def register():
    register_with_releases(["roadmap", "missions", "contacts"], findings)
