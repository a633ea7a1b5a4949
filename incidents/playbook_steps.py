"""The steps of a playbook as its page shows them: by phase, nested, each with its desks as they are at one moment."""

from dataclasses import dataclass, field

from . import deadlines
from .desk_order import DeskBook
from .models import Phase, Step


@dataclass(frozen=True)
class Row:
    """A step, the desks that serve the reader, and what stands below. `due`: when it would be due if found out now."""

    step: Step
    desks: list
    children: list["Row"]
    due: deadlines.Due | None = None

    def every(self):
        yield self
        for child in self.children:
            yield from child.every()


@dataclass(frozen=True)
class PhaseRows:
    """`number` is the place in the playbook's own line of phases; `of` their count."""

    code: str
    label: str
    number: int
    of: int
    rows: list[Row] = field(default_factory=list)

    @property
    def url(self):
        return f"#phase-{self.code}"

    @property
    def is_preparation(self):
        return self.code == Phase.PREVENT

    @property
    def action_count(self):
        return sum(found.step.kind == Step.Kind.ACTION for row in self.rows for found in row.every())


class StepBook:
    """All of a playbook's steps, read in a fixed number of queries. `extra` names further desks the page needs."""

    def __init__(self, playbook, moment, reader, extra=()):
        self.moment, self.reader = moment, reader
        steps = list(playbook.steps.select_related("leads_to").prefetch_related("desks__contact", "links"))
        self._below = {}
        for step in steps:
            self._below.setdefault(step.parent_id, []).append(step)
        self._slugs = {step.pk: [desk.contact.slug for desk in step.desks.all()] for step in steps}
        named = {slug for slugs in self._slugs.values() for slug in slugs}
        self.book = DeskBook(moment, named | set(extra))

    def phases(self):
        """Only the phases that have steps, in the order of the source document."""
        found = {}
        for step in self._below.get(None, []):
            found.setdefault(step.phase, []).append(self._row(step))
        present = [phase for phase in Phase if phase in found]
        return [
            PhaseRows(phase.value, phase.label, number, len(present), found[phase])
            for number, phase in enumerate(present, 1)
        ]

    def desks(self, slugs):
        """The desks of these slugs that serve the reader, in this order. A step that none serves is done without one."""
        order = self.book.order(dict.fromkeys(slugs, ""), self.reader)
        return [] if order.is_default else order.desks

    def _row(self, step):
        return Row(
            step=step,
            desks=self.desks(self._slugs[step.pk]),
            children=[self._row(child) for child in self._below.get(step.pk, [])],
            due=self._due(step),
        )

    def _due(self, step):
        if not step.deadline_hours:
            return None
        return deadlines.due(self.moment, step.deadline_hours, step.deadline_latest_hours)


def timed(phases):
    """The rows with a deadline, in the order of the page."""
    return [found for phase in phases for row in phase.rows for found in row.every() if found.due]


def started_phase(phases):
    """Where somebody begins to whom it has happened: the first phase after preparation, or None."""
    return next((phase for phase in phases if not phase.is_preparation), None)


def actions_of(steps):
    """``(slugs that count, slugs of preparation)`` of a playbook's steps: preparation is what its page folds away, and a
    playbook that is nothing else folds nothing. A step stands in the phase of the topmost one above it."""
    by_id = {step.pk: step for step in steps}

    def top(step):
        return top(by_id[step.parent_id]) if step.parent_id else step

    is_started = any(top(step).phase != Phase.PREVENT for step in steps)
    folded = {step.slug for step in steps if is_started and top(step).phase == Phase.PREVENT}
    actions = [step.slug for step in steps if step.kind == Step.Kind.ACTION]
    return [slug for slug in actions if slug not in folded], [slug for slug in actions if slug in folded]
