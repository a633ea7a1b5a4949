"""From "what is happening" to the right desk: the flow of judgement, and the playbooks that are worked through."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.models import Contact
from contacts.sources import Confidence, LinkFields, Origin, confidence_field, origin_field
from revisions.tracked import Publishable, PublishedQuerySet, Tracked, one_of, refuse_cycle


class Urgency(models.TextChoices):
    NOW = "now", _("今すぐ")
    TODAY = "today", _("今日中に")
    SOON = "soon", _("急がない")


class SituationQuerySet(PublishedQuerySet):
    def roots(self):
        return self.filter(parent__isnull=True)

    def with_desks(self):
        """With the desks in order and what a card shows of each, in a fixed number of queries."""
        return self.select_related("parent", "playbook", "leads_to").prefetch_related(
            "children",
            "desks__contact__phones",
            "desks__contact__opening_hours",
            "desks__contact__closed_periods",
            "desks__contact__links",
        )


class IncidentPlaybook(Publishable):
    item_type = "playbooks"

    title = models.CharField(_("題名"), max_length=200)
    summary = models.TextField(_("概要"), blank=True, help_text=_("誰が、いつ使うか。"))
    keywords = models.TextField(_("検索の言葉"), blank=True, help_text=_("1行に1つ。"))
    origin = origin_field()
    origin_note = models.CharField(_("由来の説明"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("順番"), default=1)

    class Meta:
        verbose_name = _("プレイブック")
        verbose_name_plural = pgettext_lazy("plural", "プレイブック")
        ordering = ["position", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(condition=models.Q(position__gte=1), name="playbook_position_from_one"),
            one_of("origin", Origin),
        ]

    def __str__(self):
        return self.title or self.slug

    def get_absolute_url(self):
        return reverse("playbooks:detail", args=[self.slug])

    @property
    def is_addition(self):
        return self.origin == Origin.ADDED

    @property
    def keyword_lines(self):
        return self.keywords.splitlines()


class Situation(Publishable):
    """A node of the flow: a choice when it has children, else a leaf with guidance and desks in order."""

    item_type = "situations"

    parent = models.ForeignKey(
        "self", verbose_name=_("上の状況"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    title = models.CharField(_("題名"), max_length=200)
    hint = models.CharField(_("見分け方"), max_length=300, blank=True, help_text=_("選ぶときの手がかりを一行で。"))
    question = models.CharField(
        _("問い"), max_length=300, blank=True, help_text=_("下に選択肢があるとき、何を選ぶのか。")
    )
    advice = models.TextField(_("まず、すること"), blank=True, help_text=_("1行に1つ、順番に。"))
    avoid = models.TextField(_("しないこと"), blank=True, help_text=_("1行に1つ。"))
    script = models.TextField(_("最初に言う一文"), blank=True)
    prepare = models.TextField(_("用意するもの"), blank=True, help_text=_("窓口ごとのものに加えて。1行に1つ。"))
    urgency = models.CharField(_("急ぎ方"), max_length=5, choices=Urgency, default=Urgency.TODAY)
    origin = origin_field()
    origin_note = models.CharField(_("由来の説明"), max_length=300, blank=True)
    leads_to = models.ForeignKey(
        "self", verbose_name=_("続く状況"), null=True, blank=True, on_delete=models.PROTECT, related_name="led_from"
    )
    playbook = models.ForeignKey(
        IncidentPlaybook,
        verbose_name=_("プレイブック"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="situations",
    )
    keywords = models.TextField(_("検索の言葉"), blank=True, help_text=_("困っている人が打つ言葉や文。1行に1つ。"))
    position = models.PositiveIntegerField(_("順番"), default=1)

    objects = SituationQuerySet.as_manager()

    class Meta:
        verbose_name = _("状況")
        verbose_name_plural = _("判断の流れ")
        ordering = ["position", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="situation_not_own_parent",
                violation_error_message=_("自分自身を上の状況にはできません。"),
            ),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="situation_position_from_one"),
            one_of("urgency", Urgency),
            one_of("origin", Origin),
        ]

    def __str__(self):
        return self.title or self.slug

    def get_absolute_url(self):
        return reverse("situations:detail", args=[self.slug])

    def clean(self):
        super().clean()
        refuse_cycle(self, "parent", _("上の状況がひと回りして自分に戻ります。"))

    def ancestors(self):
        """From the top of the flow down to the parent."""
        found, node = [], self.parent
        while node is not None:
            found.insert(0, node)
            node = node.parent
        return found

    @property
    def is_addition(self):
        return self.origin == Origin.ADDED

    @property
    def advice_lines(self):
        return self.advice.splitlines()

    @property
    def avoid_lines(self):
        return self.avoid.splitlines()

    @property
    def prepare_lines(self):
        return self.prepare.splitlines()

    @property
    def keyword_lines(self):
        return self.keywords.splitlines()


class SituationContact(Tracked):
    """A desk of a situation, with the reason for calling it, in editorial order."""

    history_parent = "situation"

    situation = models.ForeignKey(Situation, verbose_name=_("状況"), on_delete=models.CASCADE, related_name="desks")
    contact = models.ForeignKey(Contact, verbose_name=_("窓口"), on_delete=models.PROTECT, related_name="in_situations")
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("順番"), default=1)

    class Meta:
        verbose_name = _("連絡する窓口")
        verbose_name_plural = _("連絡する窓口(順番)")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["situation", "contact"], name="contact_once_per_situation"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="situation_contact_position_from_one"),
        ]

    def __str__(self):
        return str(self.contact)


class Phase(models.TextChoices):
    """The phases of the source document. Their NIST SP 800-61 names stand in the docs."""

    PREVENT = "prevent", _("予防・検知")
    ASSESS = "assess", _("事実認識・判断")
    CONTAIN = "contain", _("被害の拡大防止")
    RECOVER = "recover", _("復旧・事業継続")
    INVESTIGATE = "investigate", _("原因調査")
    LASTING = "lasting", _("恒久的対策")


class StepKind(models.TextChoices):
    SIGN = "sign", _("兆候")
    ACTION = "action", _("行動")
    REFERENCE = "reference", _("参考")


class Step(Tracked):
    """A step of a playbook. Its slug is stable within the playbook: ticks, links and exports are kept by it."""

    Kind = StepKind

    history_parent = "playbook"

    playbook = models.ForeignKey(
        IncidentPlaybook, verbose_name=_("プレイブック"), on_delete=models.CASCADE, related_name="steps"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("上の手順"), null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    slug = models.SlugField(_("スラッグ"), max_length=80, help_text=_("プレイブックの中での名前。あとから変えません。"))
    phase = models.CharField(_("局面"), max_length=12, choices=Phase)
    kind = models.CharField(_("種類"), max_length=10, choices=Kind, default=Kind.ACTION)
    title = models.CharField(_("題名"), max_length=200)
    detail = models.TextField(_("説明"), blank=True)
    why = models.TextField(_("理由"), blank=True)
    caution = models.TextField(_("注意"), blank=True, help_text=_("証拠を残す注意など。"))
    if_cannot = models.TextField(_("できないときは"), blank=True)
    owner_role = models.CharField(_("担当"), max_length=200, blank=True)
    leads_to = models.ForeignKey(
        IncidentPlaybook,
        verbose_name=_("続くプレイブック"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_from",
        help_text=_("この手順のあとに、当てはまれば進む別のプレイブック。"),
    )
    deadline_hours = models.PositiveIntegerField(_("期限(発覚からの時間)"), null=True, blank=True)
    deadline_latest_hours = models.PositiveIntegerField(
        _("期限の上限(時間)"), null=True, blank=True, help_text=_("「おおむね3〜5日」のように幅があるとき。")
    )
    deadline_note = models.CharField(_("期限の説明"), max_length=300, blank=True)
    deadline_source_url = models.URLField(_("期限の出典"), max_length=500, blank=True, default="")
    deadline_confidence = confidence_field(_("期限の確度"))
    position = models.PositiveIntegerField(_("順番"), default=1)

    class Meta:
        verbose_name = _("手順")
        verbose_name_plural = pgettext_lazy("plural", "手順")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["playbook", "slug"],
                name="step_slug_once_per_playbook",
                violation_error_message=_("このスラッグの手順は、このプレイブックにもうあります。"),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")), name="step_not_own_parent"
            ),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="step_position_from_one"),
            models.CheckConstraint(
                condition=models.Q(deadline_latest_hours__isnull=True)
                | models.Q(deadline_latest_hours__gte=models.F("deadline_hours")),
                name="step_deadline_range_in_order",
                violation_error_message=_("期限の上限が期限より短くなっています。"),
            ),
            one_of("phase", Phase),
            one_of("kind", StepKind),
            one_of("deadline_confidence", Confidence),
        ]

    def __str__(self):
        return self.title or self.slug

    @property
    def reference(self):
        return self.slug

    @property
    def reading_place(self):
        """The page shows the phases in their order, whatever the positions of steps in different phases."""
        return Phase.values.index(self.phase), self.position, self.pk

    def get_absolute_url(self):
        return f"{self.playbook.get_absolute_url()}#{self.slug}"

    def clean(self):
        super().clean()
        if self.parent_id and self.parent.playbook_id != self.playbook_id:
            raise ValidationError({"parent": _("上の手順は、同じプレイブックの手順です。")})
        refuse_cycle(self, "parent", _("上の手順がひと回りして自分に戻ります。"))
        if self.leads_to_id and self.leads_to_id == self.playbook_id:
            raise ValidationError({"leads_to": _("続くプレイブックは、別のプレイブックです。")})
        if self.deadline_hours and not self.deadline_source_url:
            raise ValidationError({"deadline_source_url": _("期限には出典が要ります。")})


class StepContact(Tracked):
    history_parent = "step"

    step = models.ForeignKey(Step, verbose_name=_("手順"), on_delete=models.CASCADE, related_name="desks")
    contact = models.ForeignKey(Contact, verbose_name=_("窓口"), on_delete=models.PROTECT, related_name="in_steps")
    position = models.PositiveIntegerField(_("順番"), default=1)

    class Meta:
        verbose_name = _("手順の窓口")
        verbose_name_plural = pgettext_lazy("plural", "手順の窓口")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "contact"], name="contact_once_per_step"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="step_contact_position_from_one"),
        ]

    def __str__(self):
        return str(self.contact)


class StepLink(Tracked, LinkFields):
    history_parent = "step"

    step = models.ForeignKey(Step, verbose_name=_("手順"), on_delete=models.CASCADE, related_name="links")

    class Meta(LinkFields.Meta):
        verbose_name = _("手順のリンク")
        verbose_name_plural = pgettext_lazy("plural", "手順のリンク")
