"""Rules for the flow and the playbooks: every question is reachable, every path ends in help, every step can be done."""

from django.utils.translation import gettext as _

from contacts.linting import (
    ERROR,
    PUBLISHED,
    WARNING,
    Finding,
    content,
    missing_languages,
    register_with_releases,
    status_of,
    successors,
    unnamed,
)

# The flow


def lint_situations(document):
    nodes = {node["slug"]: node for node in document["situations"]}
    status = {section: status_of(document, section) for section in ("contacts", "situations", "playbooks")}
    found = []
    for node in nodes.values():
        found += successors("situations", node, status["situations"])
        if node["status"] == PUBLISHED:
            children = [child for child in nodes.values() if child["parent"] == node["slug"]]
            found += _lint_node(node, nodes, children, status)
    return found


def _lint_node(node, nodes, children, status):
    key = node["slug"]
    return [
        *unnamed("situations", node, key, "title"),
        *missing_languages("situations", node, key),
        *_misplaced(node, nodes),
        *_references(node, status),
        *_dead_end(node, [child for child in children if child["status"] == PUBLISHED], status),
    ]


def _misplaced(node, nodes):
    """A node must be reachable: its ancestors are public, and they do not lead back to it."""
    seen, parent = {node["slug"]}, node["parent"]
    while parent:
        if parent in seen:
            return [_error(node, "cycle", _("上の状況がひと回りして戻ります(%(slug)s)。") % {"slug": parent})]
        if parent not in nodes or nodes[parent]["status"] != PUBLISHED:
            text = _("上の「%(slug)s」が公開されていないので、たどり着けません。") % {"slug": parent}
            return [_error(node, "orphan", text, ("situations", parent))]
        seen.add(parent)
        parent = nodes[parent]["parent"]
    return []


def _references(node, status):
    """Desks, the playbook and the situation it leads on to are public."""
    wanted = [("contacts", row["contact"]) for row in node["contacts"]]
    wanted += [("situations", node["leads_to"]), ("playbooks", node["playbook"])]
    found = [_not_public("situations", node["slug"], *target) for target in wanted if _is_missing(target, status)]
    if node["leads_to"] == node["slug"]:
        found.append(_error(node, "leads-to-itself", _("続く状況が自分自身です。")))
    return found


def _is_missing(target, status):
    section, slug = target
    return bool(slug) and status[section].get(slug) != PUBLISHED


def _not_public(section, key, target_section, slug):
    texts = {
        "contacts": _("窓口「%(slug)s」は公開されていません。"),
        "situations": _("続く状況「%(slug)s」は公開されていません。"),
        "playbooks": _("プレイブック「%(slug)s」は公開されていません。"),
    }
    text = texts[target_section] % {"slug": slug}
    return Finding(ERROR, "reference-not-public", section, key, text, ((target_section, slug),))


def _dead_end(node, children, status):
    """Who comes here must be able to go on, or be told what to do and whom to call."""
    desks = [row for row in node["contacts"] if status["contacts"].get(row["contact"]) == PUBLISHED]
    leads_on = node["leads_to"] and status["situations"].get(node["leads_to"]) == PUBLISHED
    if children:
        return (
            []
            if _is_said(node["question"])
            else [_error(node, "no-question", _("下に選択肢があるのに、問いがありません。"))]
        )
    if _is_said(node["question"]):
        return [_error(node, "dead-end", _("問いがあるのに、公開された選択肢がありません。"))]
    if desks:
        return []
    if not leads_on:
        return [_error(node, "leaf-without-desk", _("公開された窓口も、続く状況もありません。"))]
    return [Finding(WARNING, "leaf-without-desk", "situations", node["slug"], _("公開された窓口がありません。"))]


def _is_said(text):
    return any(words.strip() for words in text.values())


def _error(node, rule, text, *also):
    return Finding(ERROR, rule, "situations", node["slug"], text, also)


# The playbooks


def lint_playbooks(document):
    contacts = status_of(document, "contacts")
    status = status_of(document, "playbooks")
    found = []
    for playbook in document["playbooks"]:
        key = playbook["slug"]
        found += successors("playbooks", playbook, status)
        if playbook["status"] != PUBLISHED:
            continue
        found += unnamed("playbooks", playbook, key, "title") + missing_languages("playbooks", playbook, key)
        if not playbook["steps"]:
            found.append(Finding(ERROR, "no-steps", "playbooks", key, _("手順がありません。")))
        for step, owner_above in _steps(playbook["steps"]):
            found += _lint_step(key, step, owner_above, contacts)
            if _is_missing(("playbooks", step["leads_to"]), {"playbooks": status}):
                found.append(_not_public("playbooks", key, "playbooks", step["leads_to"]))
    return found


def _steps(steps, owner_above=False):
    """Each step with whether a step above it already says who does it."""
    for step in steps:
        yield step, owner_above
        yield from _steps(step["steps"], owner_above or _is_said(step["owner_role"]))


def _lint_step(key, step, owner_above, contacts):
    def error(rule, text):
        return Finding(ERROR, rule, "playbooks", key, text % {"step": step["slug"]})

    found = []
    if not _is_said(step["title"]):
        found.append(error("step-without-title", _("手順「%(step)s」に題名がありません。")))
    if step["kind"] == "action" and not owner_above and not _is_said(step["owner_role"]):
        found.append(error("action-without-owner", _("手順「%(step)s」の担当がありません。")))
    if (step["deadline_hours"] or _is_said(step["deadline_note"])) and not step["deadline_source_url"]:
        found.append(error("deadline-without-source", _("手順「%(step)s」の期限に出典がありません。")))
    missing = [slug for slug in step["contacts"] if contacts.get(slug) != PUBLISHED]
    return found + [_not_public("playbooks", key, "contacts", slug) for slug in missing]


# Asked by others


def findings(document=None):
    """Everything to say about the flow and the playbooks now."""
    document = document or content()
    return lint_situations(document) + lint_playbooks(document)


def register():
    register_with_releases(["situations", "playbooks", "contacts"], findings)
