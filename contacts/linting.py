"""Rules for content that a form cannot check, because they look at more than one row or at the calendar.

The rules are pure: they read the document as data, drafts included, and return findings. An error stops a release until
somebody gives a reason; a warning stops nothing. This module holds what every section shares, and the desks' own rules.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from revisions import wording
from revisions.diff import PART_NAMES
from revisions.document import sections
from revisions.items import kinds
from revisions.reading import Now, Reader
from revisions.release_checks import register_check, register_item_check

from . import phones
from .hours import Span
from .models import REVIEW_AFTER_DAYS

ERROR, WARNING = "error", "warning"
DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"


@dataclass(frozen=True)
class Finding:
    """`rule` names the rule, `section` and `key` the item, `text` says it in the reader's language. `also`: other items
    that it concerns, as ``(section, key)``."""

    level: str
    rule: str
    section: str
    key: str
    text: str
    also: tuple[tuple[str, str], ...] = ()

    @property
    def is_error(self):
        return self.level == ERROR

    def concerns(self, section, key):
        return (self.section, self.key) == (section, key) or (section, key) in self.also

    def __str__(self):
        return f"{self.section} {self.key}: {self.text}"


def content():
    """The document's sections as they are now, drafts included."""
    reader = Reader(Now(), with_drafts=True)
    return {section.name: section.read(reader) for section in sections()}


def status_of(document, section):
    """``{slug: status}`` of a section."""
    return {item["slug"]: item["status"] for item in document.get(section, [])}


def publish(items, key):
    """Change the draft `key` among `items`, or below them, to a published item. False if there is no such draft."""
    for item in items:
        if item.get("slug") == key and item["status"] == DRAFT:
            item["status"] = PUBLISHED
            return True
        if publish(item.get("missions", []), key):
            return True
    return False


# Every section


def missing_languages(section, item, key):
    """A text that stands in one language and not in another."""
    return [
        Finding(
            ERROR,
            "missing-language",
            section,
            key,
            _("「%(field)s」の訳(%(language)s)がありません。")
            % {"field": wording.place(section, path), "language": wording.language_name(code)},
        )
        for path, codes in _half_translated(item)
        for code in codes
    ]


def _half_translated(value, path=()):
    """``(path, [codes that are empty])`` of each translated text that is filled in part only; paths as in `revisions.diff`."""
    codes = {code for code, _name in settings.LANGUAGES}
    if not isinstance(value, dict):
        return
    if set(value) == codes:
        empty = sorted(code for code in codes if not value[code].strip())
        if empty and len(empty) < len(codes):
            yield path, empty
        return
    for field, inner in value.items():
        if isinstance(inner, list):
            # A part below a part of its kind (a step) is named alone.
            above = path[:-2] if path[-2:-1] == (field,) else path
            for place, part in enumerate(inner, 1):
                yield from _half_translated(part, (*above, field, _part_name(part, place)))
        else:
            yield from _half_translated(inner, (*path, field))


def _part_name(part, place):
    names = [str(part[key]) for key in PART_NAMES if part.get(key)] if isinstance(part, dict) else []
    return names[0] if names else str(place)


def unnamed(section, item, key, field):
    """An item without a name in any language."""
    if any(text.strip() for text in item[field].values()):
        return []
    return [Finding(ERROR, "no-title", section, key, _("名前がありません。"))]


def successors(section, item, status):
    """A retired item should name where to go instead, and that should be public."""
    key, successor = item["slug"], item["successor"]
    if item["status"] != RETIRED:
        return []
    if not successor:
        return [Finding(WARNING, "no-successor", section, key, _("廃止したのに、代わりが書かれていません。"))]
    if status.get(successor) != PUBLISHED:
        text = _("代わりの「%(slug)s」は公開されていません。") % {"slug": successor}
        return [Finding(WARNING, "successor-not-public", section, key, text, ((section, successor),))]
    return []


# The desks


def lint_contacts(document, today: date):
    """Findings about the desks, on the day `today`."""
    status = status_of(document, "contacts")
    found = []
    for desk in document["contacts"]:
        found += successors("contacts", desk, status)
        if desk["status"] == PUBLISHED:
            found += _lint_desk(desk, today)
    return found


def _lint_desk(desk, today):
    key = desk["slug"]
    found = unnamed("contacts", desk, key, "name") + missing_languages("contacts", desk, key)
    for phone in desk["phones"]:
        found += _cannot_be_dialled(key, phone)
    if not (desk["phones"] or desk["email"] or desk["links"] or desk["category"] == "provider"):
        found.append(Finding(ERROR, "unreachable", "contacts", key, _("電話も、メールも、ページもありません。")))
    return found + _impossible_hours(desk) + _stale(desk, today)


def _cannot_be_dialled(key, phone):
    try:
        phones.validate(phone["number"], phone["kind"])
    except phones.InvalidNumberError as error:
        return [Finding(ERROR, "undiallable", "contacts", key, str(error))]
    return []


def _impossible_hours(desk):
    try:
        for row in desk["hours"]:
            Span(frozenset(row["weekdays"]), row["opens"], row["closes"])
    except ValueError as error:
        text = _("受付時間を読めません(%(error)s)。") % {"error": error}
        return [Finding(ERROR, "impossible-hours", "contacts", desk["slug"], text)]
    return []


def _stale(desk, today):
    if not desk["verified_on"]:
        return [Finding(WARNING, "undated", "contacts", desk["slug"], _("出典の日付が分かりません。"))]
    age = today - date.fromisoformat(desk["verified_on"])
    if age > timedelta(days=REVIEW_AFTER_DAYS):
        text = _("出典から%(days)s日たっています。確かめ直してください。") % {"days": age.days}
        return [Finding(WARNING, "stale", "contacts", desk["slug"], text)]
    return []


# Asked by others


def findings(document=None):
    """Everything to say about the desks now."""
    return lint_contacts(document or content(), timezone.localdate())


def register_with_releases(section_names, lint):
    """Let a release ask `lint()` for its errors, and the editors' desk for all about one item of these sections.

    `lint(document)` looks at another document. An editor of a draft also hears what would be said were it published.
    """

    def blockers():
        return [finding for finding in lint() if finding.is_error]

    def about(item):
        section, key = getattr(item, "item_type", ""), getattr(item, "item_key", "")
        if section not in section_names:
            return []
        document = content()
        found = lint(document)
        if publish(document[kinds()[section].section], key):
            found = [*found, *lint(document)]
        return [finding.text for finding in found if finding.concerns(section, key)]

    register_check(blockers)
    register_item_check(about)


def register():
    register_with_releases(["contacts"], findings)
