from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from contacts import linting as contacts_linting
from incidents import linting as incidents_linting
from roadmap import linting as roadmap_linting


class Command(BaseCommand):
    help = "Check the content: flow without dead ends, numbers that dial, both languages, ages of sources."

    def add_arguments(self, parser):
        parser.add_argument("--lang", default="en", help="language of the messages (ja or en; en unless told)")
        parser.add_argument("--errors-only", action="store_true", help="leave the warnings out")

    def handle(self, **options):
        with translation.override(options["lang"]):
            findings = all_findings()
        errors = [finding for finding in findings if finding.is_error]
        for finding in errors if options["errors_only"] else findings:
            self.stdout.write(f"{finding.level}  {finding}  [{finding.rule}]")
        warnings = len(findings) - len(errors)
        if errors:
            raise CommandError(f"{len(errors)} errors, {warnings} warnings.")
        self.stdout.write(f"No errors, {warnings} warnings.")


def all_findings():
    """Of every section, in the document's order; the errors of an item before its warnings."""
    document = contacts_linting.content()
    sections = (contacts_linting, incidents_linting, roadmap_linting)
    return [finding for section in sections for finding in section.findings(document)]
