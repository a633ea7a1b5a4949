"""The steps of a playbook as the workflow of a CACAO 2.0 playbook. Pure.

What a person does is a manual command; who does it is an agent, the desk to turn to is a target. Response goes step by
step in the order of the page. Preparation, and what stands below a preparing or lasting measure, waits for nothing:
those branches are parallel. References become external references, phases and deadlines become step variables.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

Json = dict[str, Any]

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:seco-quicklist:cacao")

# Vocabulary of the specification (section 3.1.2) for our phases and kinds.
ACTIVITIES = {
    "prevent": "configure-systems",
    "assess": "analyze-collected-data",
    "contain": "restrict-access",
    "recover": "restore-capabilities",
    "investigate": "identify-indicators",
    "lasting": "eliminate-risk",
}
PHASES = tuple(ACTIVITIES)
SIGN_ACTIVITY, REPORT_ACTIVITY, NO_ACTIVITY = "match-indicator", "deliver-content", "identify-steps"
WAITS_FOR_NOTHING = {"prevent", "lasting"}


def identifier(kind: str, *names: str) -> str:
    """The same id for the same thing, everywhere and always (UUID version 5)."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, '/'.join((kind, *names)))}"


def step_identifier(kind: str, *names: str) -> str:
    """Section 10.10 demands version 4 for steps. A random one would change at every reading, so this one is stable."""
    stable = uuid.uuid5(NAMESPACE, "/".join((kind, *names)))
    return f"{kind}--{uuid.UUID(bytes=stable.bytes, version=4)}"


def playbook_id(slug: str, language: str) -> str:
    return identifier("playbook", slug, language)


@dataclass
class Workflow:
    """The steps of a playbook as linked objects. They are made from the last to the first: each names the next."""

    slug: str
    language: str
    desks: dict[str, Json]
    start: str = ""
    steps: dict[str, Json] = field(default_factory=dict)
    agents: dict[str, Json] = field(default_factory=dict)
    targets: dict[str, Json] = field(default_factory=dict)
    references: list[Json] = field(default_factory=list)
    activities: set[str] = field(default_factory=set)

    @property
    def has_parallel(self) -> bool:
        return any(step["type"] == "parallel" for step in self.steps.values())

    def build(self, steps: list[Json]) -> None:
        for desk in self._named_desks(steps):
            self._desk(desk)
        rest = sorted(
            (step for step in steps if step["phase"] != "prevent"), key=lambda step: PHASES.index(step["phase"])
        )
        first = self._chain(rest, self._end("end"))
        first = self._branches("prevent", [step for step in steps if step["phase"] == "prevent"], first)
        if not any(step["type"] == "action" for step in self.steps.values()):
            first = self._nothing_to_do(first)
        self.start = self._place("start", "start", on_completion=first)
        self.steps = dict(reversed(self.steps.items()))  # to be read in the order in which it is done
        self.references.reverse()

    def _place(self, kind: str, key: str, /, **properties: Any) -> str:
        identity = step_identifier(kind, self.slug, self.language, key)
        self.steps[identity] = {"type": kind, **properties}
        return identity

    def _end(self, name: str) -> str:
        return self._place("end", name)

    def _chain(self, steps: list[Json], then: str) -> str:
        for step in reversed(steps):
            then = self._step(step, then)
        return then

    def _branches(self, name: str, steps: list[Json], then: str) -> str:
        steps = [step for step in steps if step["kind"] != "reference"]
        if len(steps) < 2:
            return self._chain(steps, then)
        firsts = [self._step(step, self._end(f"{name}/{step['slug']}/end")) for step in reversed(steps)]
        return self._place(
            "parallel", f"{name}/parallel", name=_("同時に進められる手順"), next_steps=firsts[::-1], on_completion=then
        )

    def _step(self, step: Json, then: str) -> str:
        """Place `step` and what stands below it in front of `then`; returns what to go to first."""
        if step["kind"] == "reference":
            self._referred(step)
            return then
        if step["kind"] == "sign":
            signs = list(signs_in(step))
            return self._action(step, self._chain(actions_below(signs), then), signs)
        below = (
            self._branches
            if step["phase"] in WAITS_FOR_NOTHING
            else lambda _name, steps, after: self._chain(steps, after)
        )
        return self._action(step, below(step["slug"], step["steps"], then), [step])

    def _action(self, step: Json, then: str, commanded: list[Json]) -> str:
        referred = [child for part in commanded for child in part["steps"] if child["kind"] == "reference"]
        references = [reference for source in [*commanded, *referred] for reference in self._links(source)]
        self.references += reversed(references)
        desks = [slug for slug in step["contacts"] if slug in self.desks]
        properties = {
            "name": self._text(step["title"]),
            "description": self._description(step),
            "external_references": references,
            "step_variables": self._variables(step),
            "on_completion": then,
            "commands": [self._command(part, step) for part in commanded],
            "agent": self._role(step),
            "targets": [identifier("organization", slug, self.language) for slug in desks],
        }
        kept = {name: value for name, value in properties.items() if value not in ([], "")}
        return self._place("action", step["slug"], **kept)

    def _nothing_to_do(self, then: str) -> str:
        """Section 3.1 demands at least one action; a playbook that is only a frame yet says so."""
        self.activities.add(NO_ACTIVITY)
        name = _("まだ手順がありません")
        command = {"type": "manual", "command": name, "playbook_activity": NO_ACTIVITY}
        return self._place(
            "action", "nothing", name=name, commands=[command], agent=self._agent(""), on_completion=then
        )

    def _command(self, part: Json, step: Json) -> Json:
        activity = SIGN_ACTIVITY if step["kind"] == "sign" else ACTIVITIES[step["phase"]]
        if step["deadline_hours"]:
            activity = REPORT_ACTIVITY
        self.activities.add(activity)
        command = lines(self._text(part["title"]), self._text(part["detail"]))
        return {"type": "manual", "command": command, "playbook_activity": activity}

    def _description(self, step: Json) -> str:
        told = {
            _("理由: %(text)s"): step["why"],
            _("注意: %(text)s"): step["caution"],
            _("できないときは: %(text)s"): step["if_cannot"],
            _("期限: %(text)s"): step["deadline_note"],
        }
        said = [pattern % {"text": self._text(value)} for pattern, value in told.items() if self._text(value)]
        return lines(self._text(step["detail"]), *said)

    def _variables(self, step: Json) -> Json:
        values = {
            "phase": ("string", step["phase"]),
            "kind": ("string", step["kind"]),
            "deadline_hours": ("integer", step["deadline_hours"]),
            "deadline_latest_hours": ("integer", step["deadline_latest_hours"]),
            "leads_to": ("string", step["leads_to"] and playbook_id(step["leads_to"], self.language)),
        }
        return {
            f"__{name}__": {"type": kind, "value": str(value), "constant": True}
            for name, (kind, value) in values.items()
            if value
        }

    def _role(self, step: Json) -> str:
        return self._agent(self._text(step["owner_role"]))

    def _agent(self, role: str) -> str:
        identity = identifier("group", "role", role, self.language)
        self.agents[identity] = {"type": "group", "name": role or _("対応する人")}
        return identity

    def _named_desks(self, steps: list[Json]) -> list[Json]:
        slugs = dict.fromkeys(slug for step in every_step(steps) for slug in step["contacts"])
        return [self.desks[slug] for slug in slugs if slug in self.desks]

    def _desk(self, desk: Json) -> None:
        """A desk is called upon (a target) and answers by itself (an agent): it stands in both lists."""
        identity = identifier("organization", desk["slug"], self.language)
        contact = {
            "phone": {f"number-{place}": phone["number"] for place, phone in enumerate(desk["phones"], 1)},
            "email": {"desk": desk["email"]} if desk["email"] else {},
            "contact_details": lines(*(link["url"] for link in desk["links"])),
        }
        made = {
            "type": "organization",
            "name": self._text(desk["name"]),
            "description": lines(self._text(desk["operator"]), self._text(desk["summary"])),
            "contact": {name: value for name, value in contact.items() if value},
        }
        self.agents[identity] = self.targets[identity] = {name: value for name, value in made.items() if value}

    def _referred(self, step: Json) -> None:
        """A reference that stands by itself belongs to the playbook as a whole."""
        self.references += reversed(self._links(step))

    def _links(self, step: Json) -> list[Json]:
        found = [{"name": self._text(link["label"]) or link["url"], "url": link["url"]} for link in step["links"]]
        if step["deadline_source_url"]:
            name = _("期限の根拠: %(title)s") % {"title": self._text(step["title"])}
            found.append({"name": name, "url": step["deadline_source_url"]})
        return found

    def _text(self, value: Json) -> str:
        return text(value, self.language)


def every_step(steps: list[Json]) -> Iterator[Json]:
    for step in steps:
        yield step
        yield from every_step(step["steps"])


def signs_in(step: Json) -> Iterator[Json]:
    """A sign and the signs below it: one look at what is there."""
    yield step
    for child in step["steps"]:
        if child["kind"] == "sign":
            yield from signs_in(child)


def actions_below(signs: list[Json]) -> list[Json]:
    return [child for sign in signs for child in sign["steps"] if child["kind"] == "action"]


def text(value: Json, language: str) -> str:
    """In the language asked for; in Japanese where it is missing."""
    return str(value.get(language) or value.get("ja") or "")


def lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
