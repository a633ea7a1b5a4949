"""What the start page of the admin shows: the lists of what needs an editor today."""

from django import template
from django.urls import NoReverseMatch, reverse

from revisions import todo

register = template.Library()


@register.simple_tag(takes_context=True)
def todo_lists(context):
    """``[{title, why, count, parts: [{name, count, url, rows: [(text, url)]}]}]`` of what this editor may see, empty lists too."""
    user, lists = context["request"].user, {}
    for task in todo.tasks():
        options = task.model._meta
        if not any(user.has_perm(f"{options.app_label}.{verb}_{options.model_name}") for verb in ("view", "change")):
            continue
        here = lists.setdefault(str(task.title), {"title": task.title, "why": task.why, "count": 0, "parts": []})
        part = _part(task)
        here["count"] += part["count"]
        if part["count"]:
            here["parts"].append(part)
    return list(lists.values())


def _part(task):
    rows = list(task.rows()[: todo.SHOWN + 1])
    count = len(rows) if len(rows) <= todo.SHOWN else task.rows().count()
    name = f"admin:{task.model._meta.app_label}_{task.model._meta.model_name}"
    return {
        "name": task.model._meta.verbose_name_plural,
        "count": count,
        "url": f"{_address(f'{name}_changelist')}?{task.query}",
        "rows": [(str(row), _address(f"{name}_change", row.pk)) for row in rows[: todo.SHOWN]],
    }


def _address(name, *args):
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
