"""Content that can't be loaded loads nothing, and the command says where it is wrong."""

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Contact
from revisions.models import Revision
from seco import content

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("file", "harm", "said"),
    [
        ("contacts.yaml", lambda text: text + "\n  - [", "contacts.yaml"),
        ("contacts.yaml", lambda text: text.replace("category: police", "category: space", 1), "space"),
        ("contacts.yaml", lambda text: "x: 1", 'contacts.yaml: it has no "contacts:"'),
        ("revisions.yaml", lambda text: "revisions: []", "revisions.yaml: it lists no revisions"),
        ("situations.yaml", lambda text: text.replace("contact: own-bank", "contact: no-bank", 1), "no-bank"),
    ],
)
def test_broken_content_seeds_nothing_and_names_the_place(tmp_path, monkeypatch, file, harm, said):
    for path in content.CONTENT.rglob("*"):
        target = tmp_path / path.relative_to(content.CONTENT)
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text())
    (tmp_path / file).write_text(harm((tmp_path / file).read_text()))
    monkeypatch.setattr("seco.management.commands.seed.seed_document", lambda: content.seed_document(tmp_path))
    with pytest.raises(CommandError, match=said):
        call_command("seed")
    assert not Contact.objects.exists()
    assert not Revision.objects.exists()
