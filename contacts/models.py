"""The desks: whom to call, when they answer, what they take, and how sure each fact is."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from revisions.codes import CodesField
from revisions.tracked import Publishable, PublishedQuerySet, Tracked, one_of

from . import phones
from .areas import AREAS, NATIONAL
from .hours import Closure, Hours, Span
from .reader import is_readers_own
from .sources import Confidence, LinkFields, Sourced, confidence_field, source_day_field
from .vocabulary import Audience, Category, Language, PhoneKind, Takes

REVIEW_AFTER_DAYS = 180


class ContactQuerySet(PublishedQuerySet):
    def with_details(self):
        """Everything a card or a page shows, in a fixed number of queries."""
        return self.prefetch_related("phones", "opening_hours", "closed_periods", "links")

    def due_for_review(self, today):
        """Published desks whose source is older than the review period, or has no date."""
        limit = today - timedelta(days=REVIEW_AFTER_DAYS)
        return self.published().filter(models.Q(verified_on__lt=limit) | models.Q(verified_on__isnull=True))

    def unconfirmed(self):
        return self.published().exclude(confidence="official")

    def serving(self, area):
        """Desks for the whole country and, if given, for the prefecture `area`."""
        return self.filter(area__in=[NATIONAL, area]) if area else self


class Contact(Publishable, Sourced):
    item_type = "contacts"

    name = models.CharField(_("名前"), max_length=200)
    operator = models.CharField(_("運営"), max_length=200, blank=True)
    summary = models.TextField(_("受け付けること"), blank=True, help_text=_("1行に1つ。"))
    not_handled = models.TextField(_("受け付けないこと"), blank=True, help_text=_("1行に1つ。"))
    prepare = models.TextField(_("用意するもの"), blank=True, help_text=_("1行に1つ。"))
    cost = models.CharField(_("費用"), max_length=200, blank=True)
    keywords = models.TextField(_("検索の言葉"), blank=True, help_text=_("利用者が使う言葉。1行に1つ。"))
    audience = CodesField(_("使える人"), codes=Audience.choices, blank=True)
    area = models.CharField(_("地域"), max_length=8, choices=AREAS, default=NATIONAL)
    languages = CodesField(_("話せる言葉"), codes=Language.choices, default="ja")
    takes_reports = models.CharField(_("受付の種類"), max_length=12, choices=Takes, default=Takes.CONSULTATION)
    category = models.CharField(_("分野"), max_length=12, choices=Category)
    email = models.EmailField(_("メール"), blank=True, default="")
    email_confidence = confidence_field(_("メールの確度"))
    online_anytime = models.BooleanField(_("フォーム・メールはいつでも送れる"), default=False)
    hours_partial = models.BooleanField(
        _("書いていない時間は不明"),
        default=False,
        help_text=_("書いた時間のほかに、開いているかどうか分からないとき。"),
    )
    closed_on_holidays = models.BooleanField(_("祝日は休み"), null=True, blank=True, default=None)
    closed_new_year = models.BooleanField(_("年末年始(12/29〜1/3)は休み"), null=True, blank=True, default=None)
    hours_note = models.CharField(_("受付時間の補足"), max_length=300, blank=True)
    hours_confidence = confidence_field(_("受付時間の確度"))
    hours_source_url = models.URLField(_("受付時間の出典"), max_length=500, blank=True, default="")
    hours_verified_on = source_day_field(_("受付時間の最終確認"))
    source_note = models.CharField(_("出典の説明"), max_length=300, blank=True)
    in_source = models.BooleanField(_("元の文書にある"), default=False)
    under_change = models.CharField(
        _("変更の予告"), max_length=300, blank=True, help_text=_("番号や時間が変わるとき、利用者に知らせる一文。")
    )
    position = models.PositiveIntegerField(_("順番"), default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("窓口")
        verbose_name_plural = pgettext_lazy("plural", "窓口")
        ordering = ["position", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(area__in=[code for code, _name in AREAS]), name="contact_area_is_known"
            ),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="contact_position_from_one"),
            one_of("category", Category),
            one_of("takes_reports", Takes),
            one_of("confidence", Confidence),
            one_of("hours_confidence", Confidence),
            one_of("email_confidence", Confidence),
        ]

    def __str__(self):
        return self.name or self.slug

    def get_absolute_url(self):
        return reverse("contacts:detail", args=[self.slug])

    @property
    def hours(self):
        """The facts about opening as `hours.Hours`, ready for `hours.state_at`. Times that are none leave them unknown."""
        try:
            spans = tuple(span.as_span() for span in self.opening_hours.all())
        except ValueError:
            spans = ()
        return Hours(
            spans=spans,
            closures=tuple(period.as_closure() for period in self.closed_periods.all()),
            closed_on_holidays=self.closed_on_holidays,
            closed_new_year=self.closed_new_year,
            partial=self.hours_partial,
            online_anytime=self.online_anytime,
        )

    @property
    def main_phone(self):
        return next(iter(self.phones.all()), None)

    @property
    def is_own(self):
        return is_readers_own(self.category, self.main_phone is not None)

    def line_in(self, language):
        """The number that is for callers in `language`, of a desk whose numbers differ in that; else None."""
        return next((phone for phone in self.phones.all() if language in CodesField.split(phone.languages)), None)

    @property
    def shown_confidence(self):
        """How sure what a card offers is: its number where it has one, the desk itself otherwise."""
        return (self.main_phone or self).get_confidence_display()

    @property
    def shown_verified_on(self):
        """The date of the source of what a card offers: none for a number that nobody has confirmed yet."""
        phone = self.main_phone
        return None if phone is not None and phone.confidence == Confidence.UNCONFIRMED else self.verified_on

    @property
    def form_link(self):
        return next((link for link in self.links.all() if link.kind == LinkFields.Kind.FORM), None)

    @property
    def home_link(self):
        return next(iter(self.links.all()), None)

    @property
    def summary_lines(self):
        return self.summary.splitlines()

    @property
    def not_handled_lines(self):
        return self.not_handled.splitlines()

    @property
    def prepare_lines(self):
        return self.prepare.splitlines()

    @property
    def keyword_lines(self):
        return self.keywords.splitlines()

    @property
    def is_national(self):
        return self.area == NATIONAL

    @property
    def audience_labels(self):
        return self._meta.get_field("audience").labels(self.audience)

    @property
    def language_labels(self):
        return self._meta.get_field("languages").labels(self.languages)


class Part(Tracked):
    """A row that belongs to a desk."""

    history_parent = "contact"

    class Meta:
        abstract = True


class Phone(Part, Sourced):
    Kind = PhoneKind

    contact = models.ForeignKey(Contact, verbose_name=_("窓口"), on_delete=models.CASCADE, related_name="phones")
    label = models.CharField(_("名前"), max_length=200, blank=True)
    number = models.CharField(_("電話番号"), max_length=20, help_text=_("例: 03-1234-5678、#9110、188"))
    kind = models.CharField(_("種類"), max_length=10, choices=Kind)
    note = models.CharField(_("かけ方の注意"), max_length=300, blank=True)
    languages = CodesField(
        _("この番号で話せる言葉"),
        codes=Language.choices,
        blank=True,
        help_text=_("番号によって言葉が違う窓口だけ。選ばなければ、窓口の言葉と同じです。"),
    )
    position = models.PositiveIntegerField(_("順番"), default=1)

    class Meta:
        verbose_name = _("電話")
        verbose_name_plural = _("電話")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "number"], name="phone_once_per_contact"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="phone_position_from_one"),
            models.CheckConstraint(
                condition=(
                    models.Q(kind="hash", number__startswith="#")
                    | (~models.Q(kind="hash") & ~models.Q(number__startswith="#"))
                ),
                name="phone_hash_kind_has_hash",
            ),
            one_of("kind", PhoneKind),
            one_of("confidence", Confidence),
        ]

    def __str__(self):
        return self.number

    def clean(self):
        super().clean()
        try:
            phones.validate(self.number, self.kind)
        except ValueError as error:
            raise ValidationError({"number": str(error)}) from error
        self.number = phones.tidy(self.number)
        others = Phone.objects.filter(contact=self.contact_id).exclude(pk=self.pk).values_list("number", flat=True)
        if phones.normalise(self.number) in map(phones.normalise, others):
            raise ValidationError({"number": _("この番号は、この窓口にもうあります。")})

    @property
    def tel_uri(self):
        return phones.tel_uri(self.number)

    @property
    def dialling(self):
        return phones.dialling(self.kind)


WEEKDAYS = [
    ("mon", _("月")), ("tue", _("火")), ("wed", _("水")), ("thu", _("木")), ("fri", _("金")), ("sat", _("土")), ("sun", _("日")),
    ("holiday", _("祝日")),
]  # fmt: skip

is_clock = RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$", _("時刻は 08:30 のように書きます。"))
is_clock_to_midnight = RegexValidator(
    r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", _("時刻は 17:15 のように書きます(24:00 まで)。")
)


class OpeningHours(Part):
    """One span on some days of the week. `closes` before `opens` means past midnight; a whole day is 00:00–24:00."""

    contact = models.ForeignKey(Contact, verbose_name=_("窓口"), on_delete=models.CASCADE, related_name="opening_hours")
    weekdays = CodesField(_("曜日"), codes=WEEKDAYS)
    opens = models.CharField(_("開始"), max_length=5, validators=[is_clock], help_text="08:30")
    closes = models.CharField(_("終了"), max_length=5, validators=[is_clock_to_midnight], help_text="17:15")
    position = models.PositiveIntegerField(_("順番"), default=1)

    class Meta:
        verbose_name = _("受付時間")
        verbose_name_plural = _("受付時間")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(opens=models.F("closes")),
                name="hours_open_and_close_differ",
                violation_error_message=_("開始と終了が同じです。終日は 00:00〜24:00 と書きます。"),
            ),
            models.CheckConstraint(
                condition=models.Q(opens__gte="00:00", opens__lt="24:00", closes__gte="00:00", closes__lte="24:00"),
                name="hours_are_times_of_a_day",
            ),
            models.CheckConstraint(condition=~models.Q(weekdays=""), name="hours_have_a_day"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="hours_position_from_one"),
        ]

    def __str__(self):
        days = str(_("・")).join(map(str, self._meta.get_field("weekdays").labels(self.weekdays)))
        return f"{days} {self.opens}–{self.closes}"

    def as_span(self):
        return Span(frozenset(CodesField.split(self.weekdays)), self.opens, self.closes)


class ClosedPeriod(Part):
    contact = models.ForeignKey(
        Contact, verbose_name=_("窓口"), on_delete=models.CASCADE, related_name="closed_periods"
    )
    first_day = models.DateField(_("休みの初日"))
    last_day = models.DateField(_("休みの最終日"))
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("臨時の休み")
        verbose_name_plural = pgettext_lazy("plural", "臨時の休み")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")),
                name="closed_period_in_order",
                violation_error_message=_("休みの最終日が初日より前です。"),
            )
        ]

    def __str__(self):
        return f"{self.first_day}–{self.last_day}"

    def as_closure(self):
        return Closure(self.first_day, self.last_day, self.reason)


class Link(Part, LinkFields):
    contact = models.ForeignKey(Contact, verbose_name=_("窓口"), on_delete=models.CASCADE, related_name="links")

    class Meta(LinkFields.Meta):
        verbose_name = _("リンク")
        verbose_name_plural = pgettext_lazy("plural", "リンク")
