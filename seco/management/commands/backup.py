from django.core.management.base import BaseCommand, CommandError

from seco import backups


class Command(BaseCommand):
    help = "Write everything (content, record, revisions, accounts) into one file, for either database."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *, file, verbosity, **options):
        def say(label, count):
            if verbosity > 1:
                self.stdout.write(f"  {count:8} {label}")

        try:
            total = backups.backup(file, say)
        except backups.NotPossible as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Wrote {total} rows to {file}. It holds password hashes: keep it where only you can read it."
        )
