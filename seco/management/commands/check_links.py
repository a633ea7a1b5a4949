from django.core.management.base import BaseCommand, CommandError

from contacts.sources import LinkFields
from seco.link_checks import check_all


class Command(BaseCommand):
    help = "Ask every link of the quick list whether it still leads somewhere, and keep the answers for the editors."

    def add_arguments(self, parser):
        parser.add_argument("--timeout", type=float, default=15, help="seconds for each address")

    def handle(self, *, timeout, **options):
        def say(link, finding):
            if finding.result != LinkFields.Result.OK:
                self.stdout.write(f"  {finding.result:7} {link.url}  {finding.detail}")

        counts = check_all(timeout, say)
        said = ", ".join(f"{number} {result}" for result, number in counts.items())
        self.stdout.write(f"Checked {sum(counts.values())} addresses: {said}.")
        if counts[LinkFields.Result.BROKEN]:
            raise CommandError(f"{counts[LinkFields.Result.BROKEN]} addresses do not answer.")
