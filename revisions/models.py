"""The released revisions of the quick list, and the version of what is public right now."""

import json
import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import seals
from .tracked import tidy

is_digest = RegexValidator(r"^[0-9a-f]{64}$", _("SHA-256 の16進64文字です。"))


class DocumentVersion(models.Model):
    """One row whose token changes with every recorded change: caches and the search index ask it whether they are current.

    It also keeps number and seal of the latest revision, so that one which is simply deleted is missed.
    """

    token = models.CharField(max_length=32)
    latest_number = models.PositiveIntegerField(default=0)
    latest_seal = models.CharField(max_length=64, blank=True, default="")

    @classmethod
    def current(cls):
        return cls.objects.values_list("token", flat=True).filter(pk=1).first() or ""

    @classmethod
    def hold(cls):
        """Until this transaction ends, nobody else writes: time stamps taken after this are in the order of the commits."""
        cls.objects.select_for_update().get_or_create(pk=1)  # in an empty database, there has to be something to hold

    @classmethod
    def renew(cls):
        cls.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4().hex})

    @classmethod
    def remember(cls, revision):
        cls.objects.update_or_create(
            pk=1, defaults={"latest_number": revision.number, "latest_seal": revision.outermost_seal}
        )


class Kind(models.TextChoices):
    MINOR = "minor", _("小改版")
    MAJOR = "major", _("大改版")


class ReleasedForGood(TypeError):
    """A released revision was about to be changed or removed."""


class Altered(ValueError):
    """The document of `revision` is not the one that was released. The message says so, in the reader's language."""

    def __init__(self, revision):
        self.revision = revision
        super().__init__(
            _("%(revision)sの一覧は、公開したときのものではありません。書きかえられたおそれがあるので、使いません。")
            % {"revision": revision}
        )


class RevisionQuerySet(models.QuerySet):
    def _refuse(self, *args, **kwargs):
        raise ReleasedForGood("A released revision can be neither changed nor removed.")

    update = bulk_update = delete = aupdate = abulk_update = adelete = _refuse

    def in_order(self):
        return self.order_by("number")

    def latest_released(self):
        return self.order_by("-number").first()

    def without_documents(self):
        """For lists: a document is some hundred kilobytes."""
        return self.defer("document")


class Revision(models.Model):
    """A released revision (改版): written once, never changed.

    `document` is the canonical text of the whole quick list as of then, `digest` the SHA-256 of its bytes. The document
    holds the list of the revisions before it, digests included, so that each digest covers its predecessors. `seal`
    covers what the document of its own revision can't hold: number, date, note, kind, and the seal before it.
    `record_seal` covers in addition the moment and person of the release, why it was made `despite` what the checks found
    (that reason and, a line each, the findings; for editors only), and every change recorded since the release
    before it. It is no part of the public chain: revisions that were loaded, not released here, have none.
    The five revisions of the source document have a date and a note only: their documents are lost.
    """

    number = models.PositiveIntegerField(_("版"), unique=True)
    released_on = models.DateField(_("改版日"))
    kind = models.CharField(_("規模"), max_length=5, choices=Kind, default=Kind.MAJOR)
    note = models.TextField(_("内容"), blank=True)
    document = models.TextField(_("その時の一覧"), blank=True, default="", editable=False)
    digest = models.CharField(
        _("ダイジェスト"), max_length=64, blank=True, default="", validators=[is_digest], editable=False
    )
    previous_digest = models.CharField(
        _("前の版のダイジェスト"), max_length=64, blank=True, default="", validators=[is_digest], editable=False
    )
    seal = models.CharField(_("封印"), max_length=64, editable=False)
    record_seal = models.CharField(
        _("記録の封印"), max_length=64, blank=True, default="", validators=[is_digest], editable=False
    )
    released_at = models.DateTimeField(_("公開した時刻"), null=True, editable=False)
    published_by = models.CharField(_("公開した人"), max_length=150, blank=True, default="", editable=False)
    despite = models.TextField(_("指摘を残して公開した理由(内部)"), blank=True, default="", editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("revision", "版")
        verbose_name_plural = _("改版履歴")
        ordering = ["-number"]
        permissions = [("release_revision", _("版を公開できる"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revision_number_from_one"),
            # A fork of the chain is impossible: two revisions can't follow the same one.
            models.UniqueConstraint(
                fields=["previous_digest"], condition=~models.Q(previous_digest=""), name="revision_chain_never_forks"
            ),
        ]

    def __str__(self):
        return _("第%(number)s版") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("revisions:detail", args=[self.number])

    @cached_property
    def data(self):
        """The document as Python data, or None when it is lost. Raises Altered when it is not the one that was released.

        Whoever reads what a revision said asks here, so that nobody shows, compares or restores an altered one.
        """
        if self.is_lost:
            return None
        if seals.digest(self.document) != self.digest:
            raise Altered(self)
        try:
            return self.read()
        except ValueError as error:
            raise Altered(self) from error

    def read(self):
        """What stands in the document, released so or not, as Python data. Raises ValueError when it is no document."""
        try:
            data = json.loads(self.document)
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error
        if not isinstance(data, dict):
            raise ValueError("it is no object")
        return data

    @property
    def is_lost(self):
        """Only its entry came here, without a document. One that was released here had one: without it, it was altered."""
        return self.released_at is None and not self.document

    @property
    def is_intact(self):
        """Whether the document is still the one that the digest was made of. `verify_revisions` looks at everything else."""
        try:
            self.data  # noqa: B018  asked for its refusal
        except Altered:
            return False
        return True

    @property
    def outermost_seal(self):
        """The one that covers most: the other is in it."""
        return self.record_seal or self.seal

    def entry(self):
        """What the document of a later revision says about this one."""
        return {
            "number": self.number,
            "released_on": self.released_on.isoformat(),
            "kind": self.kind,
            "note": {"ja": tidy(self.note_ja or ""), "en": tidy(self.note_en or "")},
            "digest": self.digest,
            "previous_digest": self.previous_digest,
        }

    def previous(self):
        return Revision.objects.filter(number__lt=self.number).order_by("-number").first()

    def following(self):
        return Revision.objects.filter(number__gt=self.number).order_by("number").first()

    def save(self, *args, **kwargs):
        from .record_seals import record_seal  # the record is read by what is loaded after the models

        if not self._state.adding:
            raise ReleasedForGood("A released revision can't be changed.")
        before = self.previous()
        self.seal = seals.seal(self.entry(), before.seal if before else "")
        if self.released_at:
            self.record_seal = record_seal(self, Revision.objects.filter(number__lt=self.number))
        super().save(*args, **kwargs)
        DocumentVersion.remember(self)
        DocumentVersion.renew()

    def delete(self, *args, **kwargs):
        raise ReleasedForGood("A released revision can't be removed.")
