"""The base of the editors' desk: every saved form, action and deletion is one act with a public reason.

The whole request, the item and its parts, is written inside one `recording`, so that all rows carry one time and one
batch, and a restore brings the item back as it was.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline, TranslationTabularInline
from modeltranslation.utils import get_translation_fields

from . import release_checks, wording
from .admin_forms import ReasonFields, RevisedForm, RowsInOrder, StatusForm
from .admin_history import HistoryPages
from .recording import history_models, recording
from .tracked import Publishable, Status


class QuietRelations:
    """A choice among items offers no making of items: that is done on their own page, with a reason of its own."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_delete_related = False
        return field


class SideBySide(QuietRelations):
    """Translated fields stand in one row, each under the name of its language. Text areas are no taller than they need."""

    def replace_orig_field(self, option):
        translated = self.trans_opts.all_fields
        return [tuple(get_translation_fields(name)) if name in translated else name for name in option or ()]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        original = getattr(db_field, "translated_field", None)
        if field is not None and original is not None:
            field.label = f"{original.verbose_name} ({wording.language_name(db_field.language)})"
            field.widget.attrs["lang"] = db_field.language
        if field is not None and isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 4
        return field


class StackedRows(SideBySide, TranslationStackedInline):
    formset = RowsInOrder

    def get_extra(self, request, obj=None, **kwargs):
        return 0


class TabularRows(SideBySide, TranslationTabularInline):
    formset = RowsInOrder

    def get_extra(self, request, obj=None, **kwargs):
        return 0

    def replace_orig_field(self, option):
        """A table has one column a language: no rows of pairs."""
        return TranslationTabularInline.replace_orig_field(self, option)


class PlainRows(QuietRelations, admin.TabularInline):
    """Rows without a translated field."""

    formset = RowsInOrder
    extra = 0


STATUS_TITLES = {
    Status.PUBLISHED: gettext_lazy("選んだ項目を公開する"),
    Status.RETIRED: gettext_lazy("選んだ項目を廃止する"),
    Status.DRAFT: gettext_lazy("選んだ項目を下書きに戻す"),
}


@admin.action(permissions=["change"], description=STATUS_TITLES[Status.PUBLISHED])
def publish(modeladmin, request, queryset):
    return modeladmin.ask_for_status(request, queryset, Status.PUBLISHED)


@admin.action(permissions=["change"], description=STATUS_TITLES[Status.RETIRED])
def retire(modeladmin, request, queryset):
    return modeladmin.ask_for_status(request, queryset, Status.RETIRED)


@admin.action(permissions=["change"], description=STATUS_TITLES[Status.DRAFT])
def back_to_draft(modeladmin, request, queryset):
    return modeladmin.ask_for_status(request, queryset, Status.DRAFT)


class RevisedAdmin(HistoryPages, SideBySide, TranslationAdmin):
    """The desk of one kind of item. `preview_renderer` names ``render(request, item)``, which answers as the public page."""

    form = RevisedForm
    preview_renderer = ""
    change_form_template = "admin/revisions/item_form.html"
    change_list_template = "admin/revisions/item_list.html"
    delete_confirmation_template = "admin/revisions/delete_item.html"
    delete_selected_confirmation_template = "admin/revisions/delete_items.html"

    # Addresses

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:pk>/preview/", view, name=self.url_name("preview")), *super().get_urls()]

    def url_name(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address(self, page, *args):
        return reverse(f"admin:{self.url_name(page)}", args=args)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if getattr(obj, "is_published", True) else None

    @property
    def renderer(self):
        """The function behind `preview_renderer`, or None. Looked up late: views are loaded after the admin."""
        try:
            return import_string(self.preview_renderer)
        except ImportError:
            return None

    def preview_view(self, request, pk):
        """The page as the public will see it. Nobody may keep it."""
        item = self.get_object(request, str(pk))
        if item is None or self.renderer is None:
            raise Http404
        if not self.has_view_or_change_permission(request, item):
            raise PermissionDenied
        response = self.renderer(request, item)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def lookup_allowed(self, lookup, value, request):
        """No patterns: a wrong one is an error inside the database."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    # Saving

    def get_readonly_fields(self, request, obj=None):
        names = [*super().get_readonly_fields(request, obj)]
        return [*names, "slug"] if obj is not None and issubclass(self.model, Publishable) else names

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        # Nothing is written unless the form, and with it the reason, is valid.
        with self.recording_of(request) as request.batch:
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["asks_reason"] = self.has_add_permission(request) if add else self.has_change_permission(request, obj)
        context["preview_url"] = self.address("preview", obj.pk) if obj is not None and self.renderer else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    @staticmethod
    def recording_of(request):
        reason = request.POST.get("change_reason", "").strip()
        note = request.POST.get("internal_note", "").strip()
        return recording(reason, person=request.user.get_username(), note=note)

    def construct_change_message(self, request, form, formsets, add=False):
        return form.cleaned_data["change_reason"]

    def response_add(self, request, obj, post_url_continue=None):
        self.tell_warnings(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self.tell_warnings(request, obj)
        if any(model.objects.filter(batch=request.batch.id).exists() for model in history_models()):
            return super().response_change(request, obj)
        # Django would say that it was changed.
        self.message_user(request, _("変わったところがなかったので、記録は増えていません。"), messages.INFO)
        if "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return self.response_post_save_change(request, obj)

    def lint_messages(self, item):
        """Sentences about a saved item that its editor should see; they stop nothing."""
        return release_checks.about(item)

    def tell_warnings(self, request, item):
        for text in self.lint_messages(item):
            self.message_user(request, text, messages.WARNING)

    # Publishing

    def get_actions(self, request):
        actions = super().get_actions(request)
        if issubclass(self.model, Publishable) and self.has_change_permission(request):
            actions.update({f.__name__: self.get_action(f) for f in (publish, retire, back_to_draft)})
        return actions

    def ask_for_status(self, request, queryset, status):
        """The page that asks why, then the change: all of the items or none."""
        items = list(queryset)
        successors = None
        if status == Status.RETIRED:
            successors = self.model._default_manager.published().exclude(pk__in=[item.pk for item in items])
        form = StatusForm(request.POST if "confirmed" in request.POST else None, successors=successors)
        if form.is_valid() and self._set_status(request, form, items, status):
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": STATUS_TITLES[status],
            "items": items,
            "form": form,
            "opts": self.opts,
            "action": request.POST.get("action"),
            "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/revisions/change_status.html", context)

    def _set_status(self, request, form, items, status):
        try:
            with recording(**form.record, person=request.user.get_username()):
                items = self._as_they_are_now(items)
                for item in items:
                    item.status = status
                    item.successor = (form.cleaned_data.get("successor") or item.successor) if item.is_retired else None
                    self._save_clean(item)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        self.message_user(request, _("%(count)d件を変えました。") % {"count": len(items)}, messages.SUCCESS)
        for item in items:
            self.tell_warnings(request, item)
        return True

    def _as_they_are_now(self, items):
        """Another editor's act may have ended while this one waited for its turn: it must not be written over."""
        found = self.model._default_manager.in_bulk([item.pk for item in items])
        gone = [item for item in items if item.pk not in found]
        if gone:
            raise ValidationError([_("%(item)s: もうありません。") % {"item": item} for item in gone])
        return [found[item.pk] for item in items]

    @staticmethod
    def _save_clean(item):
        try:
            item.full_clean()
        except ValidationError as error:
            raise ValidationError([f"{item}: {text}" for text in error.messages]) from error
        item.save()

    # Deleting

    def get_deleted_objects(self, objs, request):
        """What stands in the way is named by the items that use it, each with a link to where the use can be ended."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            collector = NestedObjects(using=DEFAULT_DB_ALIAS)
            collector.collect(objs)
            users = {row.history_root() for row in collector.protected}
            protected = [self._link_to(item) for item in sorted(users, key=lambda item: (item.item_type, str(item)))]
        return deleted, counts, lacking, protected

    @staticmethod
    def _link_to(item):
        options = item._meta
        address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[item.pk])
        return format_html('{}: <a href="{}">{}</a>', options.verbose_name, address, item)

    def delete_view(self, request, object_id, extra_context=None):
        form = ReasonFields(request.POST or None)
        if request.method == "POST" and not form.is_valid():
            self.message_user(request, _("削除にも、変更の理由が要ります。"), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        with self.recording_of(request):
            return super().delete_view(request, object_id, {**(extra_context or {}), "reason_form": form})

    @admin.action(permissions=["delete"], description=gettext_lazy("選んだ項目を削除する"))
    def delete_selected(self, request, queryset):
        form = ReasonFields(request.POST if "post" in request.POST else None)
        if "post" in request.POST and not form.is_valid():
            request.POST = request.POST.copy()
            del request.POST["post"]  # a confirmation without a reason is none: the page is shown again
        with self.recording_of(request):
            response = delete_selected(self, request, queryset)
        if response is not None:
            response.context_data["reason_form"] = form
        return response

    actions = ["delete_selected"]
