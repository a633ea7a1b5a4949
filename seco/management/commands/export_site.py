from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from seco.site_copy import NotCopied, export_site


class Command(BaseCommand):
    help = "Write the public site as plain files, ready for any web server."

    def add_arguments(self, parser):
        parser.add_argument("folder")
        parser.add_argument(
            "--site", default=settings.SITE_URL, help="address of the copy, https://host; SITE_URL when left out"
        )

    def handle(self, *, folder, site, verbosity, **options):
        site = site or f"http://{next(iter(settings.ALLOWED_HOSTS), 'localhost')}"

        def say(number, total):
            if verbosity and (number % 50 == 0 or number == total):
                self.stdout.write(f"  {number}/{total}")

        try:
            number = export_site(folder, site, say)
        except (NotCopied, OSError) as error:
            raise CommandError(f"The copy is not whole: {error}") from error
        self.stdout.write(f"Wrote {number} pages and data files to {folder}.")
