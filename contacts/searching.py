"""Where the directory gets the order of a search from. The site registers its search; without one, names and words count."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from .models import Contact


def plain_search(text: str) -> list[str]:
    """The desks whose name, words or number contain `text`, in the editors' order."""
    columns = ["name_ja", "name_en", "keywords_ja", "keywords_en", "phones__number"]
    condition = Q()
    for column in columns:
        condition |= Q(**{f"{column}__icontains": text})
    return list(dict.fromkeys(Contact.objects.published().filter(condition).values_list("slug", flat=True)))


@dataclass(frozen=True)
class Finder:
    """A search: slugs of desks, best first; other words near to some that found nothing; a note of those for the editors."""

    search: Callable[[str], list[str]] = plain_search
    meant: Callable[[str], list[str]] = lambda text: []
    found_nothing: Callable[[str], None] = lambda text: None


_registered = [Finder()]


def register(finder: Finder) -> None:
    """From now on, `finder` answers."""
    _registered[:] = [finder]


def search(text: str) -> list[str]:
    """Slugs of the published desks that fit `text`, best first."""
    return _registered[0].search(text)


def meant(text: str) -> list[str]:
    """For words that found nothing: words near to them that do find a desk."""
    return [words for words in _registered[0].meant(text) if search(words)]


def found_nothing(text: str) -> None:
    """Have `text` counted, so that editors learn which words are missing."""
    _registered[0].found_nothing(text)
