"""Where to start: the STEPs of the roadmap and the missions in each."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.models import Contact
from contacts.sources import LinkFields, Origin, origin_field
from revisions.tracked import Publishable, PublishedQuerySet, Tracked, one_of, refuse_cycle


class RoadmapStage(Tracked):
    item_type = "roadmap"
    is_public_record = True

    number = models.PositiveIntegerField("STEP", unique=True)
    title = models.CharField(_("題名"), max_length=200)
    aim = models.TextField(_("ねらい"), blank=True)
    origin = origin_field()
    origin_note = models.CharField(_("由来の説明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("段階(STEP)")
        verbose_name_plural = _("ロードマップの段階(STEP)")
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=models.Q(number__gte=1), name="stage_number_from_one")]

    def __str__(self):
        return f"STEP {self.number} {self.title}"

    def get_absolute_url(self):
        return f"{reverse('roadmap:list')}#step-{self.number}"

    @property
    def item_key(self):
        return str(self.number)

    @property
    def reference(self):
        return str(self.number)

    @classmethod
    def referred_to(cls, reference):
        return cls._base_manager.filter(number=reference).first()

    @property
    def is_addition(self):
        return self.origin == Origin.ADDED


class MissionQuerySet(PublishedQuerySet):
    def with_details(self):
        return self.select_related("stage", "parent").prefetch_related("links", "desks__contact__phones", "children")


class Choice(models.TextChoices):
    ALL = "all", _("すべて行う")
    ANY = "any", _("どれか1つでよい")


class RoadmapMission(Publishable):
    item_type = "missions"

    Choice = Choice

    stage = models.ForeignKey(RoadmapStage, verbose_name=_("段階"), on_delete=models.PROTECT, related_name="missions")
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上のミッション"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    code = models.CharField(_("番号(Ver. 2.x)"), max_length=40, blank=True, default="", help_text="MISSION 3-5")
    code_v3 = models.CharField(_("番号(Ver. 3.0a)"), max_length=40, blank=True, default="")
    title = models.CharField(_("題名"), max_length=200)
    question = models.CharField(_("答える問い"), max_length=300, blank=True)
    summary = models.TextField(_("概要"), blank=True)
    effort = models.CharField(_("手間の目安"), max_length=200, blank=True)
    owner_role = models.CharField(_("担当"), max_length=200, blank=True)
    evidence = models.TextField(_("できたことの証し"), blank=True, help_text=_("1行に1つ。"))
    check_question = models.CharField(
        _("自己点検の問い"),
        max_length=200,
        blank=True,
        help_text=_("「はい」か「いいえ」で答えられる問い。空なら点検に出ません。"),
    )
    choice = models.CharField(_("下のミッションは"), max_length=3, choices=Choice, default=Choice.ALL)
    origin = origin_field()
    origin_note = models.CharField(_("由来の説明"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("順番"), default=1)

    objects = MissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ミッション")
        verbose_name_plural = _("ロードマップのミッション")
        ordering = ["position", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="mission_not_own_parent",
                violation_error_message=_("自分自身を上のミッションにはできません。"),
            ),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="mission_position_from_one"),
            one_of("origin", Origin),
            one_of("choice", Choice),
        ]

    def __str__(self):
        return f"{self.code} {self.title}".strip() or self.slug

    def get_absolute_url(self):
        return reverse("roadmap:detail", args=[self.slug])

    def clean(self):
        super().clean()
        if self.parent_id and self.parent.stage_id != self.stage_id:
            raise ValidationError({"parent": _("上のミッションは、同じ段階のミッションです。")})
        refuse_cycle(self, "parent", _("上のミッションがひと回りして自分に戻ります。"))

    @property
    def is_addition(self):
        return self.origin == Origin.ADDED

    @property
    def evidence_lines(self):
        return self.evidence.splitlines()


class MissionContact(Tracked):
    history_parent = "mission"

    mission = models.ForeignKey(
        RoadmapMission, verbose_name=_("ミッション"), on_delete=models.CASCADE, related_name="desks"
    )
    contact = models.ForeignKey(Contact, verbose_name=_("窓口"), on_delete=models.PROTECT, related_name="in_missions")
    position = models.PositiveIntegerField(_("順番"), default=1)

    class Meta:
        verbose_name = _("相談できる窓口")
        verbose_name_plural = pgettext_lazy("plural", "相談できる窓口")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "contact"], name="contact_once_per_mission"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="mission_contact_position_from_one"),
        ]

    def __str__(self):
        return str(self.contact)


class MissionLink(Tracked, LinkFields):
    history_parent = "mission"

    mission = models.ForeignKey(
        RoadmapMission, verbose_name=_("ミッション"), on_delete=models.CASCADE, related_name="links"
    )

    class Meta(LinkFields.Meta):
        verbose_name = _("ミッションのリンク")
        verbose_name_plural = pgettext_lazy("plural", "ミッションのリンク")
