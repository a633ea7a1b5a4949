"""News of the list for feed readers: each revision, and each item that a revision withdrew. Atom and JSON Feed.

The id of an entry is made from the seal of its revision: the same wherever the list is served from, and for good.
"""

import datetime
import io
import re
import uuid
from dataclasses import dataclass

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import comparing, wording
from .exports import note_of
from .models import Altered, Revision

NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:seco-quicklist:revisions")
CATEGORIES = ("major", "minor", "withdrawal")
NEWEST = 50  # revisions in a feed


@dataclass(frozen=True)
class News:
    """`path` is an address on this site; `at` is aware."""

    id: str
    title: str
    text: str
    path: str
    at: datetime.datetime
    category: str


def news(category=""):
    """What happened, newest first; of one category, if given."""
    revisions = list(Revision.objects.without_documents().order_by("-number")[: NEWEST + 1])
    found = []
    for place, revision in enumerate(revisions[:NEWEST]):
        withdrawn, problem = [], ""
        if category in ("", "withdrawal"):
            before = revisions[place + 1] if place + 1 < len(revisions) else None
            try:
                withdrawn = _withdrawals(before, revision)
            except Altered as error:  # what this one withdrew is not known; the others are
                problem = str(error)
        found += [_of_revision(revision, problem), *withdrawn]
    return [one for one in found if category in ("", one.category)]


def _id(revision, *names):
    # A database that was filled by hand may lack a seal: then the number has to do.
    return uuid.uuid5(NAMES, "\n".join([revision.seal or str(revision.number), get_language(), *names])).urn


def moment(revision):
    """When it was released; where only the day is known, its first moment in Japan."""
    if revision.released_at:
        return revision.released_at
    return datetime.datetime.combine(revision.released_on, datetime.time.min, tzinfo=timezone.get_default_timezone())


def _of_revision(revision, problem=""):
    title = f"{revision} {revision.get_kind_display()}"
    path = revision.get_absolute_url()
    text = readable("\n".join(filter(None, [note_of(revision), problem])))
    return News(_id(revision), title, text, path, moment(revision), revision.kind)


def _withdrawals(before, revision):
    """What `revision` withdrew. Raises Altered."""
    if before is None or not (before.digest and revision.digest and before.released_at and revision.released_at):
        return []
    found = []
    for change in comparing.between(before, revision).withdrawals:
        item = wording.of_item(change, get_language())
        title = readable(_("廃止: %(title)s(%(section)s)") % {"title": item.title, "section": item.section})
        text = _("%(revision)sで廃止しました。") % {"revision": revision}
        path = f"{revision.get_absolute_url()}#{change.section}-{change.key}"
        id = _id(revision, change.section, change.key)
        found.append(News(id, title, text, path, moment(revision), "withdrawal"))
    return found


def readable(text):
    """`text` without the control characters that XML can't hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def as_atom(found, *, title, site, page, feed):
    """The feed as bytes. `site` is the address before every path, `page` and `feed` are paths."""
    atom = Atom1Feed(
        title=title,
        link=site + page,
        description="",
        subtitle=_("相談・届出クイックリストの改版"),
        language=get_language(),
        feed_url=site + feed,
        feed_guid=uuid.uuid5(NAMES, get_language()).urn,
        author_name="Seco",
    )
    for one in found:
        atom.add_item(
            title=one.title,
            link=site + one.path,
            description=escape(one.text).replace("\n", "<br>"),  # Django announces it as HTML
            unique_id=one.id,
            pubdate=one.at,
            updateddate=one.at,
            categories=[one.category],
        )
    file = io.BytesIO()
    # A feed without entries was last renewed at the beginning: the time of asking would make every answer another one.
    atom.latest_post_date = lambda: max(
        (one.at for one in found), default=datetime.datetime(2020, 5, 18, tzinfo=datetime.UTC)
    )
    atom.write(file, "utf-8")
    return file.getvalue()


def as_json(found, *, title, site, page, feed):
    """The feed as data: JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "language": get_language(),
        "home_page_url": site + page,
        "feed_url": site + feed,
        "items": [
            {
                "id": one.id,
                "url": site + one.path,
                "title": one.title,
                "content_text": one.text,
                "date_published": rfc3339_date(one.at),
                "tags": [one.category],
            }
            for one in found
        ],
    }
