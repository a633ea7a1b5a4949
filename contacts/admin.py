"""The editors' desk for the desks: numbers, hours, links, and how sure each fact is."""

from datetime import timedelta

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Replace
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from revisions import todo
from revisions.admin_base import PlainRows, RevisedAdmin, StackedRows, TabularRows
from revisions.admin_filters import InUse, Untranslated, YesFilter, draft_task, untranslated_task

from . import phones
from .admin_forms import ContactForm, LinkRowForm, PhoneRowForm
from .areas import AREAS
from .models import REVIEW_AFTER_DAYS, ClosedPeriod, Contact, Link, OpeningHours, Phone
from .sources import LinkFields


class LinkRows(TabularRows):
    """Links of a desk, a step or a mission."""

    form = LinkRowForm
    fields = ["position", "url", "kind", "label", "confidence", "last_check"]
    readonly_fields = ["last_check"]

    @admin.display(description=_("最後の確認"))
    def last_check(self, link):
        if not link.checked_at:
            return _("まだ")
        return f"{link.get_check_result_display()} ({timezone.localtime(link.checked_at):%Y-%m-%d}) {link.check_detail}"


class PhoneRows(StackedRows):
    model = Phone
    form = PhoneRowForm
    fields = [("number", "kind", "position"), "label", "note", "languages", ("confidence", "verified_on", "source_url")]


class HoursRows(PlainRows):
    model = OpeningHours
    fields = ["position", "weekdays", "opens", "closes"]
    verbose_name_plural = _("受付時間(夜中をまたぐときは、終了を開始より前の時刻に。終日は 00:00〜24:00)")


class ClosedRows(TabularRows):
    model = ClosedPeriod
    fields = ["first_day", "last_day", "reason"]


class ContactLinkRows(LinkRows):
    model = Link


class DueForReview(YesFilter):
    title = _("要確認")
    parameter_name = "due"

    def chosen(self, queryset):
        return queryset.due_for_review(timezone.localdate())


class NotOfficial(YesFilter):
    title = _("未確認")
    parameter_name = "unconfirmed"

    def chosen(self, queryset):
        return queryset.unconfirmed()


class UnderChange(YesFilter):
    title = _("予定の変更")
    parameter_name = "changing"

    def chosen(self, queryset):
        return queryset.exclude(under_change_ja__isnull=True).exclude(under_change_ja="")


class BrokenLink(YesFilter):
    """Items with a link that the last check could not open. Works for every kind of item with `links`."""

    title = _("リンク切れ")
    parameter_name = "broken"
    path = "links"

    def chosen(self, queryset):
        return queryset.filter(**{f"{self.path}__check_result": LinkFields.Result.BROKEN}).distinct()


class AreaInUse(InUse):
    title = _("地域")
    parameter_name = "area"
    names = AREAS


@admin.register(Contact)
class ContactAdmin(RevisedAdmin):
    form = ContactForm
    preview_renderer = "contacts.views.render_contact"
    inlines = [PhoneRows, HoursRows, ClosedRows, ContactLinkRows]
    list_display = ["shown_name", "category", "shown_area", "status", "phone", "confidence", "verified_on", "due"]
    list_filter = [
        "status", "category", AreaInUse, "confidence", DueForReview, NotOfficial, UnderChange, BrokenLink, Untranslated,
    ]  # fmt: skip
    list_per_page = 100
    ordering = ["position", "pk"]
    search_fields = [
        "slug",
        "name_ja",
        "name_en",
        "operator_ja",
        "operator_en",
        "keywords_ja",
        "keywords_en",
        "phones__number",
    ]
    search_help_text = _("名前、運営、検索の言葉、電話番号(ハイフンなしでも)で探します。")
    autocomplete_fields = ["successor"]
    fieldsets = [
        (None, {"fields": [("slug", "position"), ("status", "successor"), "name", "operator"]}),
        (_("何を受け付けるか"), {"fields": ["summary", "not_handled", "prepare", "cost", "keywords"]}),
        (_("誰が、どこで"), {"fields": [("category", "takes_reports", "area"), "audience", "languages", ("email", "email_confidence")]}),
        (
            _("いつ開いているか"),
            {
                "fields": [
                    ("closed_on_holidays", "closed_new_year"), "hours_partial", "online_anytime", "hours_note",
                    ("hours_confidence", "hours_verified_on", "hours_source_url"),
                ],
                "description": _("曜日と時刻は、下の「受付時間」に1行ずつ書きます。分からないことは空のままにします。"),
            },
        ),
        (
            _("出典と確かさ"),
            {
                "fields": [("confidence", "verified_on", "source_url"), "source_note", "in_source", "under_change"],
                "description": _("最終確認は、調べた日ではなく、出典に書かれた日付です。分からないときは空のままにします。"),
            },
        ),
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("phones")

    def save_related(self, request, form, formsets, change):
        """Tells the editor which facts were taken for unproven; see admin_forms."""
        super().save_related(request, form, formsets, change)
        said = [getattr(row, "lost_proof", "") for rows in formsets for row in rows.forms]
        if change:
            said.append(
                form.hours_lost_proof(any(rows.model is OpeningHours and rows.has_changed() for rows in formsets))
            )
        for text in filter(None, said):
            self.message_user(request, text, messages.WARNING)

    def get_search_results(self, request, queryset, search_term):
        """A number is found however it is written, wherever the hyphens stand."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        digits = phones.normalise(search_term)
        if not digits.lstrip("#").isdigit():
            return found, duplicates
        plain = Phone.objects.annotate(digits=Replace("number", Value("-"), Value(""))).filter(digits__contains=digits)
        return found.distinct() | queryset.filter(Exists(plain.filter(contact=OuterRef("pk")))).distinct(), False

    @admin.display(description=_("名前"), ordering="name_ja")
    def shown_name(self, contact):
        return contact.name or contact.slug

    @admin.display(description=_("地域"), ordering="area")
    def shown_area(self, contact):
        return contact.get_area_display()

    @admin.display(description=_("電話"))
    def phone(self, contact):
        return contact.main_phone or ""

    @admin.display(description=_("要確認"))
    def due(self, contact):
        limit = timezone.localdate() - timedelta(days=REVIEW_AFTER_DAYS)
        is_due = contact.is_published and (contact.verified_on is None or contact.verified_on < limit)
        return _("要確認") if is_due else ""


todo.register(
    todo.Task(
        title=_("要確認"),
        why=_("出典の日付が180日より前か、分かりません。番号と時間を確かめてください。"),
        model=Contact,
        rows=lambda: Contact.objects.due_for_review(timezone.localdate()),
        query="due=yes",
        order=1,
    ),
    todo.Task(
        title=_("未確認"),
        why=_("公的な資料で確かめていません。"),
        model=Contact,
        rows=lambda: Contact.objects.unconfirmed(),
        query="unconfirmed=yes",
        order=2,
    ),
    todo.Task(
        title=_("予定の変更"),
        why=_("番号や時間が変わると知らせています。変わったら直してください。"),
        model=Contact,
        rows=lambda: UnderChange.of(Contact.objects.published()),
        query="changing=yes",
        order=3,
    ),
    todo.Task(
        title=_("リンク切れ"),
        why=_("最後の確認で開けなかったリンクがあります。"),
        model=Contact,
        rows=lambda: BrokenLink.of(Contact.objects.known_to_readers()),
        query="broken=yes",
        order=4,
    ),
    untranslated_task(Contact, order=5),
    draft_task(Contact, order=6),
)
