import io

from django.core.management.base import BaseCommand, CommandError

from revisions import document, seals
from revisions.output import to_standard_output, written
from revisions.schema import schema_text


class Command(BaseCommand):
    help = "Write the quick list as one seco-quicklist/1 document."

    def add_arguments(self, parser):
        parser.add_argument("-o", "--output", help="file to write; standard output when left out")
        parser.add_argument("--schema", action="store_true", help="write the JSON Schema of the document instead")

    def handle(self, *, output, schema, **options):
        text = schema_text() if schema else document.text_of(document.dump())
        try:
            if output is None:
                to_standard_output(io.BytesIO(text.encode()))
                return
            with written(output) as file:
                file.write(text.encode())
        except OSError as error:
            raise CommandError(f"{output or 'The document'} could not be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {output}: {len(text.encode())} bytes, SHA-256 {seals.digest(text)}.")
