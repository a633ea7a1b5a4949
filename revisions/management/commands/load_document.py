from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from revisions import document
from revisions.writing import Unloadable


class Command(BaseCommand):
    help = "Make the content what a seco-quicklist/1 document says. One transaction: all of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        parser.add_argument("--content-only", action="store_true", help="leave the revisions that the file lists aside")
        parser.add_argument("--reason", default="", help="why, for the record")

    def handle(self, *, file, dry_run, content_only, reason, **options):
        try:
            text = Path(file).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} could not be read: {error}.") from error
        try:
            data = document.parse(text)
            if content_only:
                data["revisions"] = []
            changes = document.load(data, reason=reason or f"文書の読み込み: {Path(file).name}", dry_run=dry_run)
        except Unloadable as error:
            shown = "\n".join(f"  {problem}" for problem in error.problems[:20])
            more = f"\n  … and {len(error.problems) - 20} more" if len(error.problems) > 20 else ""
            raise CommandError(f"{file} was not loaded; nothing was changed.\n{shown}{more}") from error
        for change in changes:
            self.stdout.write(f"  {change.kind:8} {change.section} {change.key}")
        counts = Counter(change.kind for change in changes)
        said = ", ".join(f"{counts[kind]} {kind}" for kind in ("added", "changed", "removed"))
        self.stdout.write(f"{'Would load' if dry_run else 'Loaded'} {file}: {said}.")
