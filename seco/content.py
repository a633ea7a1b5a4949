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


def seed_document(folder=CONTENT):
    """``(document, releases)``: the content with the revisions whose documents are lost, and the entries to release on it."""
    entries = read(folder / "revisions.yaml")["revisions"]
    document = {
        "format": FORMAT,
        "title": read(folder / "title.yaml")["title"],
        "contacts": read(folder / "contacts.yaml")["contacts"],
        "situations": read(folder / "situations.yaml")["situations"],
        "playbooks": [read(path) for path in playbook_files(folder)],
        "roadmap": read(folder / "roadmap.yaml")["roadmap"],
        "revisions": entries[:-1],
    }
    return document, entries[-1]


def playbook_files(folder):
    """`emotet`, which stands in the source, first; the additions after it."""
    return sorted((folder / "playbooks").glob("*.yaml"), key=lambda path: (path.stem != "emotet", path.stem))
