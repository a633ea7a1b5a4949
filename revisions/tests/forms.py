"""Filling in forms as a browser does: what the page offers is sent back, changed where the test says so."""

import html5lib

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def fields_of(response, form_id=None):
    """``{name: value}`` of a form of the page, as it would be sent unchanged; the only or the longest form without `form_id`."""
    page = html5lib.parse(response.content.decode())
    forms = [form for form in page.iter(f"{NAMESPACE}form") if form.get("method", "").lower() == "post"]
    if form_id:
        forms = [form for form in forms if form.get("id") == form_id]
    return dict(_fields(max(forms, key=lambda form: len(list(form.iter())))))


def _fields(form):
    checked = {}
    for node in form.iter():
        name, tag = node.get("name"), node.tag.removeprefix(NAMESPACE)
        if not name or "__prefix__" in name:
            continue
        if tag == "textarea":
            yield name, "".join(node.itertext()).removeprefix("\n")
        elif tag == "select":
            chosen = [option for option in node.iter(f"{NAMESPACE}option") if "selected" in option.attrib]
            options = chosen or list(node.iter(f"{NAMESPACE}option"))[:1]
            yield name, options[0].get("value", "") if options else ""
        elif tag == "input" and node.get("type") in {"checkbox", "radio"}:
            if "checked" in node.attrib:
                checked.setdefault(name, []).append(node.get("value", "on"))
        elif tag == "input" and node.get("type") not in {"submit", "button", "image", "reset"}:
            yield name, node.get("value", "")
    yield from checked.items()


def save(client, address, changes, **follow):
    """Open the form at `address`, change some fields and send it."""
    data = fields_of(client.get(address)) | {"change_reason": "番号の変更"} | changes
    return client.post(address, data, **follow)


def errors_of(response):
    """Every error that the page shows, as one text."""
    page = html5lib.parse(response.content.decode())
    lists = [node for node in page.iter(f"{NAMESPACE}ul") if "errorlist" in (node.get("class") or "")]
    return " ".join("".join(node.itertext()) for node in lists)
