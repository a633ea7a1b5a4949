"""What editors do to playbooks beyond filling in a form."""

from django.db.models import Max

from revisions.items import dump_item, load_item
from revisions.ordering import DOWN, UP, move, number, siblings
from revisions.tracked import Status

from .models import IncidentPlaybook, Step


def copy_playbook(playbook, slug, *, reason, person="", note=""):
    """A draft of its own with the same steps, desks and links. Raises Unloadable."""
    last = IncidentPlaybook.objects.aggregate(last=Max("position"))["last"]
    data = dump_item(IncidentPlaybook, playbook.slug)
    data |= {"slug": slug, "status": Status.DRAFT, "successor": None, "position": last + 1}
    return load_item(IncidentPlaybook, data, reason=reason, person=person, note=note)


def place_of_new_step(playbook_id, parent_id=None):
    """The columns of a step that is added at the end of a playbook, or of the step `parent_id`."""
    beside = Step.objects.filter(playbook_id=playbook_id, parent_id=parent_id or None)
    last = beside.order_by("-position").first()
    before = last or Step.objects.filter(playbook_id=playbook_id, pk=parent_id or None).first()
    return {"position": last.position + 1 if last else 1} | ({"phase": before.phase} if before else {})


def move_step(step, way, within):
    """Move a step as the page shows it: across the border of a phase it changes its phase and keeps its place."""
    rows = siblings(step, within)
    there = rows.index(step) + {UP: -1, DOWN: 1}.get(way, 0)
    if step.parent is None and 0 <= there < len(rows) and rows[there].phase != step.phase:
        phase = rows[there].phase
        number(rows)
        step.refresh_from_db()
        step.phase = phase
        step.save()
    else:
        move(step, way, within)
    follow_phase(step)


def follow_phase(step):
    """Give a step that has moved under another, and the steps under it, the phase of the step above."""
    if step.parent is not None and step.phase != step.parent.phase:
        step.phase = step.parent.phase
        step.save()
    for child in Step.objects.filter(parent=step).select_related("parent"):
        follow_phase(child)
