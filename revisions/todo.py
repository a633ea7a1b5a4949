"""What needs the editors today. Each part of the house registers the lists it can tell; the start page shows them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

SHOWN = 5


@dataclass(frozen=True)
class Task:
    """`rows()` is a queryset of `model`; `query` is the filter of its list in the admin that shows the same rows.

    Tasks of one `title` stand together. `why` says in one sentence what to do.
    """

    title: str
    why: str
    model: type[models.Model]
    rows: Callable
    query: str
    order: int = 100


_tasks: list[Task] = []


def register(*tasks):
    _tasks.extend(task for task in tasks if task not in _tasks)


def tasks():
    return sorted(_tasks, key=lambda task: task.order)
