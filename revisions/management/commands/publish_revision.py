import datetime

from django.core.management.base import BaseCommand, CommandError

from revisions.models import Kind
from revisions.releases import NotReleased, publish_revision


def day(text):
    return datetime.date.fromisoformat(text)


class Command(BaseCommand):
    help = "Release the public content as the next revision (改版)."

    def add_arguments(self, parser):
        parser.add_argument("--note-ja", required=True, help="what this revision changes, in Japanese")
        parser.add_argument("--note-en", default="", help="the same in English; needed unless --minor")
        parser.add_argument("--minor", action="store_true")
        parser.add_argument("--date", type=day, help="date of the revision, YYYY-MM-DD; today when left out")

    def handle(self, *, note_ja, note_en, minor, date, **options):
        try:
            revision = publish_revision(
                note={"ja": note_ja, "en": note_en}, kind=Kind.MINOR if minor else Kind.MAJOR, released_on=date
            )
        except NotReleased as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Released revision {revision.number} of {revision.released_on}, SHA-256 {revision.digest}.")
