"""Where a fact comes from and how sure it is."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from revisions.tracked import one_of


class Confidence(models.TextChoices):
    OFFICIAL = "official", _("公的資料で確認")
    SECONDARY = "secondary", _("二次資料で確認")
    SOURCE = "source", _("元の文書のみ")
    UNCONFIRMED = "unconfirmed", _("未確認")


class Origin(models.TextChoices):
    """Whether an item stands in the source document, was lost from its text, or is an addition."""

    SOURCE = "source", _("元の文書にある")
    LOST = "lost", _("元の文書で失われた部分を復元")
    ADDED = "added", _("元の文書にない追加")


def confidence_field(verbose_name=_("確度")):
    return models.CharField(verbose_name, max_length=12, choices=Confidence, default=Confidence.UNCONFIRMED)


def not_to_come(day):
    """No source bears a date to come: with one, a fact would not be due for checking for years."""
    if day > timezone.localdate():
        raise ValidationError(_("出典の日付が、今日より先です。"))


def source_day_field(verbose_name):
    return models.DateField(verbose_name, null=True, blank=True, validators=[not_to_come])


def origin_field():
    return models.CharField(_("由来"), max_length=8, choices=Origin, default=Origin.SOURCE)


class Sourced(models.Model):
    """`verified_on` is the date of the source, not the day it was typed in. Unknown stays empty."""

    confidence = confidence_field()
    source_url = models.URLField(_("出典"), max_length=500, blank=True, default="")
    verified_on = source_day_field(_("最終確認(出典の日付)"))

    class Meta:
        abstract = True


class LinkKind(models.TextChoices):
    HOME = "home", _("ホームページ")
    FORM = "form", _("フォーム")
    REFERENCE = "reference", _("参考")


class LinkFields(models.Model):
    """A link out of the quick list. The result of the last check is an observation, not content: it is not recorded."""

    Kind = LinkKind

    class Result(models.TextChoices):
        OK = "ok", _("つながる")
        MOVED = "moved", _("移転")
        BROKEN = "broken", _("リンク切れ")

    label = models.CharField(_("名前"), max_length=200)
    url = models.URLField(_("URL"), max_length=500)
    kind = models.CharField(_("種類"), max_length=10, choices=Kind, default=Kind.REFERENCE)
    confidence = confidence_field()
    position = models.PositiveIntegerField(_("順番"), default=1)
    checked_at = models.DateTimeField(_("リンクの確認"), null=True, blank=True, editable=False)
    check_result = models.CharField(
        _("確認の結果"), max_length=8, choices=Result, blank=True, default="", editable=False
    )
    check_detail = models.CharField(_("結果の詳細"), max_length=300, blank=True, default="", editable=False)

    unrecorded_fields = ("checked_at", "check_result", "check_detail")
    document_fields = ("url", "kind", "label", "confidence")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(position__gte=1), name="%(app_label)s_%(class)s_position_from_one"
            ),
            one_of("confidence", Confidence),
            one_of("kind", LinkKind),
        ]

    def __str__(self):
        return self.label or self.url
