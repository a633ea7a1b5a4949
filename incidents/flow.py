"""The published flow as a tree, read once for a page."""

from dataclasses import dataclass, field

from .models import Situation, Urgency
from .triage import UNSURE


@dataclass
class Node:
    situation: Situation
    depth: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def is_choice(self):
        return bool(self.children)

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


class Flow:
    """What can be reached from the top. A published situation under an unpublished one is not in it."""

    def __init__(self, situations):
        """`situations`: the published ones, in the editors' order."""
        self._by_parent = {}
        for situation in situations:
            self._by_parent.setdefault(situation.parent_id, []).append(situation)
        self._by_pk = {situation.pk: situation for situation in situations}
        self.roots = [self._node(situation, 0) for situation in self._by_parent.get(None, [])]

    def _node(self, situation, depth):
        return Node(situation, depth, [self._node(child, depth + 1) for child in self.children_of(situation)])

    def children_of(self, situation):
        return self._by_parent.get(situation.pk, [])

    def ancestors_of(self, situation):
        """From the top down to the parent, as far as they are published."""
        found, node = [], self._by_pk.get(situation.parent_id)
        while node is not None and node not in found:
            found.insert(0, node)
            node = self._by_pk.get(node.parent_id)
        return found

    def walk(self):
        for root in self.roots:
            yield from root.walk()

    @property
    def first_choices(self):
        """The tops of the flow, what can wait last; "I do not know" is offered apart."""
        tops = [node.situation for node in self.roots if node.situation.slug != UNSURE]
        return sorted(tops, key=lambda situation: situation.urgency == Urgency.SOON)

    @property
    def unsure(self):
        return next((situation for situation in self._by_pk.values() if situation.slug == UNSURE), None)


def published_flow():
    """One query, whatever the size of the flow."""
    return Flow(list(Situation.objects.published()))
