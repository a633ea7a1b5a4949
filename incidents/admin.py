"""The editors' desk for the flow of judgement and the playbooks."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contacts.admin import BrokenLink, LinkRows
from revisions import todo
from revisions.admin_base import PlainRows, RevisedAdmin, TabularRows
from revisions.admin_filters import Untranslated, draft_task, untranslated_task
from revisions.admin_forms import ReasonFields, RowsInOrder
from revisions.admin_moving import MovingPages, offer_parents
from revisions.filters import row_key
from revisions.ordering import in_reading_order
from revisions.writing import Unloadable

from . import editing
from .models import IncidentPlaybook, Situation, SituationContact, Step, StepContact, StepLink


class SituationContactRows(TabularRows):
    model = SituationContact
    fields = ["position", "contact", "reason"]
    autocomplete_fields = ["contact"]


@admin.register(Situation)
class SituationAdmin(MovingPages, RevisedAdmin):
    preview_renderer = "incidents.situation_views.render_situation"
    inlines = [SituationContactRows]
    list_display = ["shown_title", "urgency", "desk_count", "playbook", "status"]
    list_filter = ["status", "urgency", "origin", Untranslated]
    list_select_related = ["playbook"]
    search_fields = ["slug", "title_ja", "title_en", "hint_ja", "hint_en", "keywords_ja", "keywords_en"]
    autocomplete_fields = ["successor", "leads_to"]
    fieldsets = [
        (None, {"fields": [("slug", "position"), ("status", "successor"), "parent", "title", "hint", "question"]}),
        (gettext_lazy("すること・しないこと"), {"fields": ["urgency", "advice", "avoid", "script", "prepare"]}),
        (gettext_lazy("続き"), {"fields": [("playbook", "leads_to")]}),
        (gettext_lazy("検索"), {"fields": ["keywords"]}),
        (gettext_lazy("由来"), {"fields": ["origin", "origin_note"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("desks")

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "parent" in form.base_fields:
            offer_parents(form.base_fields["parent"], [list(Situation.objects.all())], obj)
        return form

    @admin.display(description=gettext_lazy("題名"))
    def shown_title(self, situation):
        return self.indented(situation)

    @admin.display(description=pgettext_lazy("plural", "窓口"))
    def desk_count(self, situation):
        return len(situation.desks.all())


class BrokenStepLink(BrokenLink):
    path = "steps__links"


class CopyForm(ReasonFields):
    slug = forms.SlugField(
        label=gettext_lazy("新しいスラッグ"),
        max_length=80,
        help_text=gettext_lazy("アドレスに使う名前。あとから変えられません。"),
    )
    field_order = ["slug", "change_reason", "internal_note"]

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if IncidentPlaybook.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("このスラッグのプレイブックは、もうあります。"))
        return slug


@admin.register(IncidentPlaybook)
class IncidentPlaybookAdmin(MovingPages, RevisedAdmin):
    preview_renderer = "incidents.playbook_views.render_playbook"
    change_form_template = "admin/incidents/playbook.html"
    list_display = ["shown_title", "step_count", "origin", "status"]
    list_filter = ["status", "origin", BrokenStepLink, Untranslated]
    search_fields = ["slug", "title_ja", "title_en", "keywords_ja", "keywords_en"]
    autocomplete_fields = ["successor"]
    fieldsets = [
        (None, {"fields": [("slug", "position"), ("status", "successor"), "title", "summary", "keywords"]}),
        (gettext_lazy("由来"), {"fields": ["origin", "origin_note"]}),
    ]

    def get_urls(self):
        copy = path("<int:pk>/copy/", self.admin_site.admin_view(self.copy_view), name=self.url_name("copy"))
        return [copy, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("steps")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        steps = list(Step.objects.filter(playbook_id=row_key(object_id)).prefetch_related("desks", "links"))
        step_admin = self.admin_site.get_model_admin(Step)
        context = {
            "steps": in_reading_order(steps),
            "may_move": step_admin.has_change_permission(request),
            "may_add_steps": step_admin.has_add_permission(request),
            "ways": step_admin.move_buttons,
            "may_copy": self.has_add_permission(request),
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def copy_view(self, request, pk):
        """A copy as a draft, with all steps, under a new slug."""
        playbook = self.get_object(request, str(pk))
        if playbook is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CopyForm(
            request.POST or None, initial={"change_reason": _("「%(title)s」を写して作成") % {"title": playbook}}
        )
        if form.is_valid():
            try:
                copy = editing.copy_playbook(
                    playbook, form.cleaned_data["slug"], person=request.user.get_username(), **form.record
                )
            except Unloadable as error:
                form.add_error(None, error.problems)
            else:
                self.message_user(request, _("下書きとして写しました。題名から直してください。"), messages.SUCCESS)
                return HttpResponseRedirect(self.address("change", copy.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": _("プレイブックを写す"),
            "subtitle": str(playbook),
            "item": playbook,
            "form": form,
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/incidents/copy_playbook.html", context)

    @admin.display(description=gettext_lazy("題名"))
    def shown_title(self, playbook):
        return self.indented(playbook)

    @admin.display(description=pgettext_lazy("plural", "手順"))
    def step_count(self, playbook):
        return len(playbook.steps.all())


class StepContactRows(PlainRows):
    model = StepContact
    formset = RowsInOrder
    fields = ["position", "contact"]
    autocomplete_fields = ["contact"]


class StepLinkRows(LinkRows):
    model = StepLink


@admin.register(Step)
class StepAdmin(MovingPages, RevisedAdmin):
    """Steps are reached from their playbook; their record is the playbook's."""

    inlines = [StepContactRows, StepLinkRows]
    autocomplete_fields = ["leads_to"]
    moved_within = ("playbook",)
    search_fields = ["slug", "title_ja", "title_en"]
    list_display = ["shown_title", "playbook", "phase", "kind"]
    list_filter = ["playbook", "phase", "kind"]
    list_select_related = ["playbook"]
    fieldsets = [
        (None, {"fields": [("playbook", "slug"), ("parent", "position"), ("phase", "kind"), "title", "detail"]}),
        (gettext_lazy("どう行うか"), {"fields": ["owner_role", "why", "caution", "if_cannot", "leads_to"]}),
        (
            gettext_lazy("期限"),
            {
                "fields": [
                    ("deadline_hours", "deadline_latest_hours"), "deadline_note", ("deadline_confidence", "deadline_source_url"),
                ]
            },
        ),
    ]  # fmt: skip

    def has_module_permission(self, request):
        return False

    def get_urls(self):
        # The record and the restore are the playbook's: only lists, forms and moves are a step's own.
        own = {self.url_name(page) for page in ("deleted", "past", "restore")}
        return [url for url in super().get_urls() if url.name not in own]

    def groups_of(self, rows):
        playbooks = {}
        for row in rows:
            playbooks.setdefault(row.playbook_id, []).append(row)
        return playbooks.values()

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["playbook", "slug"] if obj is not None else [])]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        playbook = obj.playbook_id if obj is not None else row_key(request.GET.get("playbook", ""))
        if "parent" in form.base_fields and playbook is not None:
            offer_parents(form.base_fields["parent"], [list(Step.objects.filter(playbook_id=playbook))], obj)
        return form

    def get_changeform_initial_data(self, request):
        """A new step stands at the end of its playbook, or of the step it was asked for under."""
        initial = super().get_changeform_initial_data(request)
        playbook, parent = (row_key(str(initial.get(name) or "")) for name in ("playbook", "parent"))
        if playbook is not None:
            initial |= editing.place_of_new_step(playbook, parent)
        return initial

    def view_on_site(self, step):
        return step.get_absolute_url() if step.playbook.is_published else None

    def lint_messages(self, item):
        """What is said about the playbook, whose release a step may stop."""
        return super().lint_messages(item.playbook)

    def history_view(self, request, object_id, extra_context=None):
        step = self.get_object(request, object_id)
        if step is None:
            raise Http404
        return HttpResponseRedirect(self._playbook_address(step, "history"))

    def move(self, row, way):
        before = row.phase
        editing.move_step(row, way, self.moved_within)
        if row.phase != before:
            return _("局面は「%(phase)s」になりました。") % {"phase": row.get_phase_display()}
        return None

    def address_after_move(self, row):
        return f"{self._playbook_address(row)}#row-{row.pk}"

    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(self.address_after_move(obj))

    def response_post_save_change(self, request, obj):
        return HttpResponseRedirect(self.address_after_move(obj))

    def delete_model(self, request, obj):
        request.playbook_address = self._playbook_address(obj)
        super().delete_model(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        super().response_delete(request, obj_display, obj_id)
        return HttpResponseRedirect(request.playbook_address)

    def _playbook_address(self, step, page="change"):
        return self.admin_site.get_model_admin(IncidentPlaybook).address(page, step.playbook_id)

    @admin.display(description=gettext_lazy("題名"))
    def shown_title(self, step):
        return self.indented(step)


todo.register(
    todo.Task(
        title=gettext_lazy("リンク切れ"),
        why=gettext_lazy("最後の確認で開けなかったリンクがあります。"),
        model=IncidentPlaybook,
        rows=lambda: BrokenStepLink.of(IncidentPlaybook.objects.known_to_readers()),
        query="broken=yes",
        order=4,
    ),
    untranslated_task(IncidentPlaybook, order=5),
    untranslated_task(Situation, order=5),
    draft_task(IncidentPlaybook, order=6),
    draft_task(Situation, order=6),
)
