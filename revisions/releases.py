"""Releasing a revision (改版): the deliberate act. One transaction; the chain can't fork."""

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import document, seals
from .models import DocumentVersion, Kind, Revision
from .recording import not_written
from .tracked import tidy


class NotReleased(ValueError):
    """The release did not happen; the message says why, for the person who tried."""


def publish_revision(
    *, note, kind=Kind.MAJOR, released_on=None, person="", at=None, unless_changed_since=None, despite=""
):
    """Release the public content as the next revision and return it. Raises NotReleased.

    `note` is ``{"ja": …, "en": …}``; a major revision needs it in every language, a minor one in Japanese.
    `unless_changed_since` is a number: when the latest revision is another one by now, nothing is released.
    `despite` keeps, for editors, why the findings of the checks were left, and which they were (see `left_findings`).
    """
    note = {language: tidy(text).strip() for language, text in note.items()}
    needed = note if kind == Kind.MAJOR else {"ja": note.get("ja", "")}
    if not all(needed.values()):
        raise NotReleased(_("大改版には、日本語と英語の内容が要ります。小改版には日本語の内容が要ります。"))
    try:
        with transaction.atomic():
            return _release(note, kind, released_on, person, at, unless_changed_since, despite)
    except IntegrityError as error:
        raise NotReleased(_("同時に別の版が公開されました。差分を見直してから、もう一度公開してください。")) from error
    except DatabaseError as error:
        raise NotReleased(not_written(error)) from error


def refuse_if_released_since(number):
    """Raises NotReleased when revision `number` (0: none) is not the latest any more."""
    latest = Revision.objects.without_documents().latest_released()
    if latest and latest.number != number:
        raise NotReleased(
            _("第%(number)s版がもう公開されています。差分を見直してください。") % {"number": latest.number}
        )


def left_findings(reason, findings):
    """The text for `despite`: the reason, then a line for each finding. "" when nothing was found."""
    return "\n".join([tidy(reason).strip(), *(f"- {finding}" for finding in findings)]) if findings else ""


def _release(note, kind, released_on, person, at, unless_changed_since, despite):
    DocumentVersion.hold()
    at = at or timezone.now()
    before = Revision.objects.order_by("-number").first()
    number = before.number + 1 if before else 1
    if before and not before.is_intact:
        raise NotReleased(
            _("第%(number)s版の一覧が、公開したときのものではありません。verify_revisions で確かめてください。")
            % {"number": before.number}
        )
    if unless_changed_since is not None:
        refuse_if_released_since(unless_changed_since)
    released_on = released_on or timezone.localdate(at)
    if released_on > timezone.localdate(at):
        raise NotReleased(_("改版日(%(date)s)が、今日より先です。") % {"date": released_on})
    if before and released_on < before.released_on:
        raise NotReleased(_("改版日が前の版(%(date)s)より前です。") % {"date": before.released_on})
    text = document.text_of(document.dump())
    digest = seals.digest(text)
    revision = Revision(
        number=number,
        released_on=released_on,
        kind=kind,
        note_ja=note.get("ja", ""),
        note_en=note.get("en", ""),
        document=text,
        digest=digest,
        previous_digest=before.digest if before else "",
        released_at=at,
        published_by=person,
        despite=despite,
    )
    try:
        revision.full_clean(validate_constraints=False)
    except ValidationError as error:
        raise NotReleased(" ".join(error.messages)) from error
    revision.save()
    return revision
