from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seco import messages


class Command(BaseCommand):
    help = (
        "Keep the catalogues of our own wording: --update from the sources, --check that they are complete, --compile."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        action = parser.add_mutually_exclusive_group(required=True)
        action.add_argument("--update", action="store_true", help="add new wording, keep translations, drop the rest")
        action.add_argument("--check", action="store_true", help="fail unless every wording has its translation")
        action.add_argument("--compile", action="store_true", help="write the .mo files that Django reads")

    def handle(self, *args, **options) -> None:
        root = settings.BASE_DIR
        languages = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        if options["check"]:
            self.check_all(root, languages)
        for language in languages:
            path = messages.catalogue_path(root, language).relative_to(root)
            if options["update"]:
                missing = messages.update(root, language)
                self.stdout.write(f"{path}: {missing} without a translation.")
            elif options["compile"]:
                messages.compile_catalogue(root, language)
                self.stdout.write(f"{path}: compiled.")

    def check_all(self, root, languages: list[str]) -> None:
        found = [problem for language in languages for problem in messages.problems(root, language)]
        if found:
            raise CommandError("\n".join([*found, f"{len(found)} wordings are not right."]))
        self.stdout.write("Every wording has its translation.")
