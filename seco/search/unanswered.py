"""Words that found nothing, counted for the editors, who add them to the list where they belong."""

import datetime
import logging
import re

from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import F
from django.utils import timezone

from ..models import UnansweredWords
from . import text

log = logging.getLogger("seco.search")

LONGEST = 80
MOST_A_DAY = 1000  # different words; more are a machine's, not people's
LONGEST_NUMBER = 4  # digits; a longer number that somebody typed, or an address, may be theirs


def count(question: str, day: datetime.date | None = None) -> None:
    """Count `question` for `day` (today in Japan). Never fails: a reader's answer does not depend on it."""
    words = text.fold(question)[:LONGEST]
    if not words or "@" in question or len(re.sub(r"\D", "", words)) > LONGEST_NUMBER:
        return
    day = day or timezone.localdate()
    try:
        with transaction.atomic():
            if UnansweredWords.objects.filter(day=day, words=words).update(times=F("times") + 1):
                return
            if UnansweredWords.objects.filter(day=day).count() < MOST_A_DAY:
                UnansweredWords.objects.create(day=day, words=words)
    except (DatabaseError, InterfaceError) as error:
        log.warning("words that found nothing were not counted: %s", str(error).splitlines()[0])
