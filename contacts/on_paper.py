"""What paper says of a desk, where nothing opens at a touch and the hour of reading is not known."""

from dataclasses import dataclass

from .hours_line import hours_line


@dataclass(frozen=True)
class OnPaper:
    """`hours`: its week in one line, or "". `web`: an address to type, or "". `is_own`: the reader knows the number."""

    hours: str
    web: str
    is_own: bool


def on_paper(contact):
    link = contact.form_link or contact.home_link
    return OnPaper(hours_line(contact.hours), _typed(link.url) if link else "", contact.is_own)


def _typed(url):
    """An address as one would type it from paper."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
