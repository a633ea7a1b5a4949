from django.core.management.base import BaseCommand, CommandError

from seco import backups


class Command(BaseCommand):
    help = "Fill an empty, migrated database from a file that `backup` wrote. One transaction: all of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *, file, verbosity, **options):
        def say(label, count):
            if verbosity > 1:
                self.stdout.write(f"  {count:8} {label}")

        try:
            total = backups.restore(file, say)
        except backups.NotPossible as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        self.stdout.write(f"Restored {total} rows from {file}. `verify_revisions` proves that the history is whole.")
