import shutil
import tempfile

from django.core.management.base import BaseCommand, CommandError

from revisions import exports, spreadsheet
from revisions.filters import BadFilter, question
from revisions.output import to_standard_output, written


class Command(BaseCommand):
    help = "Write the revision history: each revision and each recorded change that readers may see."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=[*exports.FORMATS, "xlsx"], default="csv")
        parser.add_argument("--since", help="first day, YYYY-MM-DD")
        parser.add_argument("--until", help="last day, YYYY-MM-DD")
        parser.add_argument("--revision", help="only revision N and what it was the first to hold")
        parser.add_argument("--item", help="only changes of one kind of item: contacts, situations, playbooks, …")
        parser.add_argument(
            "--with-person", action="store_true", help="who did it, drafts and editors' notes too; not for publication"
        )
        parser.add_argument("-o", "--output", help="file to write; standard output when left out")

    def handle(self, *, format, output, with_person, **options):
        try:
            asked = question({name: options[name] for name in ("since", "until", "revision", "item")})
        except BadFilter as error:
            raise CommandError(str(error)) from error
        with tempfile.TemporaryFile() as file:
            try:
                write(file, format, asked, with_person)
                file.seek(0)
                self.hand_over(file, output)
            except OSError as error:
                raise CommandError(f"{output or 'The export'} could not be written: {error.strerror}.") from error

    def hand_over(self, file, output):
        if output is None:
            to_standard_output(file)
            return
        with written(output) as target:
            shutil.copyfileobj(file, target)
        self.stdout.write(f"Wrote {output}: {file.tell()} bytes.")


def write(file, format, asked, with_person=False):
    """Write an export to an open binary file."""
    if format == "xlsx":
        spreadsheet.write(file, asked, with_person)
        return
    for text in exports.FORMATS[format](asked, with_person):
        file.write(text.encode())
