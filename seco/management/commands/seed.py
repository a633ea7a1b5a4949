import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext_noop

from contacts.models import Contact
from revisions import document
from revisions.models import Revision
from revisions.releases import publish_revision
from revisions.writing import Unloadable
from seco.content import UnreadableContent, seed_document
from seco.editors import make_groups


class Command(BaseCommand):
    help = "Fill an empty database with the quick list of content/. A filled one is left alone."

    def handle(self, **options):
        if Contact.objects.exists() or Revision.objects.exists():
            self.stdout.write("The database has content already; it was left as it is.")
            return
        try:
            with transaction.atomic():
                self.fill()
        except UnreadableContent as error:
            raise CommandError(f"The content could not be read: {error}") from error
        except Unloadable as error:
            raise CommandError(
                "The content was not loaded.\n" + "\n".join(f"  {text}" for text in error.problems)
            ) from error

    def fill(self):
        make_groups()
        content, last = seed_document()
        document.load(content, reason=gettext_noop("元の文書の復元"))
        released_on = datetime.date.fromisoformat(last["released_on"])
        revision = publish_revision(note=last["note"], kind=last["kind"], released_on=released_on)
        counts = ", ".join(f"{len(content[name])} {name}" for name in ("contacts", "situations", "playbooks"))
        self.stdout.write(f"Loaded {counts}; released revision {revision.number}, SHA-256 {revision.digest}.")
