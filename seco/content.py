"""The seed: the reviewable files under content/ as one document."""

from pathlib import Path

import yaml
from django.conf import settings

from revisions.document import FORMAT

CONTENT = Path(settings.BASE_DIR) / "content"


class UnreadableContent(ValueError):
    """A file under content/ can't be read; the message names it."""


class _Loader(yaml.SafeLoader):
    """Dates stay the text they are: the document has no dates, only their ISO form."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path):
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  a SafeLoader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableContent(f"{path.name}: {error}") from error


def part(folder, name):
    """What stands under `name` in the file of that name."""
    data = read(folder / f"{name}.yaml")
    if not isinstance(data, dict) or name not in data:
        raise UnreadableContent(f'{name}.yaml: it has no "{name}:"')
    return data[name]


def seed_document(folder=CONTENT):
    """``(document, releases)``: the content with the revisions whose documents are lost, and the entries to release on it."""
    entries = part(folder, "revisions")
    if not isinstance(entries, list) or not entries:
        raise UnreadableContent("revisions.yaml: it lists no revisions")
    document = {
        "format": FORMAT,
        "title": part(folder, "title"),
        "contacts": part(folder, "contacts"),
        "situations": part(folder, "situations"),
        "playbooks": [read(path) for path in playbook_files(folder)],
        "roadmap": part(folder, "roadmap"),
        "revisions": entries[:-1],
    }
    return document, entries[-1]


def playbook_files(folder):
    """`emotet`, which stands in the source, first; the additions after it."""
    return sorted((folder / "playbooks").glob("*.yaml"), key=lambda path: (path.stem != "emotet", path.stem))
