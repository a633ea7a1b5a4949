import datetime

from django.core.management.base import BaseCommand, CommandError

from revisions import document, release_checks
from revisions.comparing import difference
from revisions.models import Altered, Kind, Revision
from revisions.releases import NotReleased, left_findings, publish_revision


def day(text):
    return datetime.date.fromisoformat(text)


class Command(BaseCommand):
    help = "Release the public content as the next revision (改版)."

    def add_arguments(self, parser):
        parser.add_argument("--note-ja", required=True, help="what this revision changes, in Japanese")
        parser.add_argument("--note-en", default="", help="the same in English; needed unless --minor")
        parser.add_argument("--minor", action="store_true")
        parser.add_argument("--date", type=day, help="date of the revision, YYYY-MM-DD; today when left out")
        parser.add_argument(
            "--despite", default="", metavar="REASON", help="why to release although lint_content finds errors"
        )

    def handle(self, *, note_ja, note_en, minor, date, despite, **options):
        latest = Revision.objects.latest_released()
        try:
            is_same = latest and not latest.is_lost and not difference(latest.data, document.dump())
        except Altered as error:
            raise CommandError(str(error)) from error
        if is_same:
            raise CommandError(f"Nothing has changed since revision {latest.number}; nothing was released.")
        problems = [str(problem) for problem in release_checks.blockers()]
        if problems and not despite.strip():
            listed = "\n".join(f"  {problem}" for problem in problems)
            raise CommandError(f"Not released. To release all the same, say why with --despite.\n{listed}")
        try:
            revision = publish_revision(
                note={"ja": note_ja, "en": note_en},
                kind=Kind.MINOR if minor else Kind.MAJOR,
                released_on=date,
                # Of two people who release at once, the second hears that the first was there.
                unless_changed_since=latest.number if latest else 0,
                despite=left_findings(despite, problems),
            )
        except NotReleased as error:
            raise CommandError(str(error)) from error
        for problem in problems:
            self.stdout.write(f"Left as it is ({despite.strip()}): {problem}")
        self.stdout.write(f"Released revision {revision.number} of {revision.released_on}, SHA-256 {revision.digest}.")
