"""The index of what is public now: made when first asked for, and anew when the document has changed.

While one thread makes it, the others answer from the one before; so they do when the database is gone.
"""

import logging
import threading
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from revisions import document
from revisions.models import DocumentVersion

from .analysis import Analyser
from .building import build
from .entries import entries_of
from .index import LIMIT, Found, Index
from .lexicon import Lexicon, load, load_wordings

log = logging.getLogger("seco.search")

CONTENT = Path(settings.BASE_DIR) / "content"
MOST_DESKS = 200


class RememberingAnalyser(Analyser):
    """Analyses a line once for all indexes: an edit changes a few lines of many thousand."""

    def __init__(self, lexicon: Lexicon):
        super().__init__(lexicon)
        self._before: dict[str, dict[str, float]] = {}
        self._now: dict[str, dict[str, float]] = {}

    def features(self, written: str) -> dict[str, float]:
        known = self._now.get(written) or self._before.get(written)
        self._now[written] = super().features(written) if known is None else known
        return self._now[written]

    def forget_unused(self) -> None:
        """Keep what was used since the last call."""
        self._before, self._now = self._now, {}


class LiveIndex:
    def __init__(self) -> None:
        self._building = threading.Lock()
        self._made: tuple[str, Index] | None = None
        self._analyser: RememberingAnalyser | None = None

    def current(self) -> Index:
        """The index of what is public now, or the last good one. Raises what the database raises when there is none."""
        made = self._made
        try:
            version = DocumentVersion.current()
            if made and made[0] == version:
                return made[1]
            return self._renewed(version)
        except (DatabaseError, InterfaceError):
            if made is None:
                raise
            log.warning("the database does not answer; the search uses its last index")
            return made[1]

    def _renewed(self, version: str) -> Index:
        # Whoever has an index to answer from does not wait for the new one.
        if not self._building.acquire(blocking=self._made is None) and self._made:
            return self._made[1]
        try:
            if self._made is None or self._made[0] != version:
                self._made = version, self._build()
            return self._made[1]
        finally:
            self._building.release()

    def _build(self) -> Index:
        if self._analyser is None:
            self._analyser = RememberingAnalyser(load(CONTENT))
        index = build(entries_of(document.dump(), load_wordings(CONTENT)), self._analyser)
        self._analyser.forget_unused()
        return index


live = LiveIndex()


def search(question: str, limit: int = LIMIT) -> Found:
    return live.current().search(question, limit)


def search_contacts(question: str) -> list[str]:
    """Slugs of the desks that fit, best first: those found themselves, then those of the situations found."""
    hits = search(question, MOST_DESKS).hits
    own = [hit.entry.slug for hit in hits if hit.entry.type == "contact"]
    of_situations = [slug for hit in hits[:3] if hit.entry.type == "situation" for slug in hit.entry.contacts]
    return list(dict.fromkeys([*own, *of_situations]))
