"""The groups of the editors' desk: who edits the list, and who also releases revisions. Users are put into them in the admin."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from revisions.models import Revision
from revisions.recording import tracked_models

from .models import UnansweredWords

# Rows of the database, not wording: an office renames them as it likes. They may do this to the content and the revisions.
GROUPS = {
    "編集者 / Editors": ["view_revision"],
    "改版の担当 / Releasing editors": ["view_revision", "release_revision"],
}


WORDS = ("add", "change", "delete", "view")


def make_groups() -> None:
    """The groups of a new installation. Where there are groups already, the office has its own ways."""
    if Group.objects.exists():
        return
    editing = [_permission(model, f"{word}_{model._meta.model_name}") for model in tracked_models for word in WORDS]
    editing.append(_permission(UnansweredWords, "view_unansweredwords"))
    for name, about_revisions in GROUPS.items():
        group = Group.objects.create(name=name)
        group.permissions.set([*editing, *(_permission(Revision, codename) for codename in about_revisions)])


def _permission(model: type[Model], codename: str) -> Permission:
    return Permission.objects.get(content_type=ContentType.objects.get_for_model(model), codename=codename)
