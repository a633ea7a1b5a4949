import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from revisions import verifying


class Command(BaseCommand):
    help = "Compute every digest, seal and snapshot again, and name the first place that is wrong."
    end_unproven = (
        "Whether revisions were dropped from its end, or all of it written anew, can't be proven from here: "
        "compare with a checkpoints.json that was kept elsewhere (--checkpoints FILE)."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--checkpoints", metavar="FILE", help="a checkpoints.json that was kept elsewhere, to compare with"
        )

    def handle(self, *, checkpoints, **options):
        kept = read(checkpoints) if checkpoints else []
        found = list(verifying.findings(kept, said=self.stdout.write))
        if found:
            more = f"\nIn all, {len(found)} things are wrong:" if len(found) > 1 else ""
            shown = "".join(f"\n  {finding}" for finding in found[:20]) if more else ""
            raise CommandError(f"The history is not what it was. First at {found[0]}{more}{shown}")
        self.stdout.write("The history is whole.")
        if not kept:
            self.stdout.write(self.end_unproven)


def read(path):
    try:
        return verifying.read_checkpoints(json.loads(Path(path).read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise CommandError(f"{path} could not be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(f"{path} could not be read: {error}") from error
