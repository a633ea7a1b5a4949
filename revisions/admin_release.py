"""Releasing a revision (改版) in the admin, and bringing the whole document back to one."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import document, release_checks
from .admin_forms import ReasonFields
from .admin_history import STALE, is_stale, only_if_current
from .comparing import difference, for_readers, section_labels
from .export_offer import export_offer, may_see_people
from .filters import row_key
from .items import kinds
from .models import Altered, DocumentVersion, Kind, Revision
from .recording import not_written, recording
from .release_draft import draft_note, with_acts
from .releases import NotReleased, left_findings, publish_revision, refuse_if_released_since
from .writing import Unloadable


class ReleaseForm(forms.Form):
    required_css_class = "required"

    kind = forms.ChoiceField(
        label=gettext_lazy("規模"),
        choices=Kind,
        initial=Kind.MINOR,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("番号や窓口の追加・廃止など、読む人に知らせたい変更は大改版です。"),
    )
    released_on = forms.DateField(
        label=gettext_lazy("改版日"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note_ja = forms.CharField(
        label=gettext_lazy("内容(日本語)"),
        widget=AdminTextareaWidget(attrs={"rows": 5, "lang": "ja"}),
        help_text=gettext_lazy("変更の理由から下書きしました。読む人に伝わる言葉に直してください。"),
    )
    note_en = forms.CharField(
        label=gettext_lazy("内容(英語)"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 5, "lang": "en"}),
        help_text=gettext_lazy("大改版では必ず書きます。"),
    )
    override_reason = forms.CharField(
        label=gettext_lazy("それでも公開する理由(内部)"),
        required=False,
        max_length=300,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("公開されません。この版に、残した指摘とともに記録されます。"),
    )

    def __init__(self, *args, blockers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.blockers = blockers
        if not blockers:
            del self.fields["override_reason"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.MAJOR and not cleaned.get("note_en", "").strip():
            self.add_error("note_en", _("大改版には、英語の内容も要ります。"))
        if self.blockers and not cleaned.get("override_reason", "").strip():
            self.add_error(
                "override_reason", _("直していない点があります。それでも公開するなら、理由を書いてください。")
            )
        return cleaned


class ReleasePages:
    """For the ModelAdmin of `Revision`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("release/", view(self.release_view), name="revisions_revision_release"),
            path("<int:number>/restore/", view(self.restore_document_view), name="revisions_revision_restore"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        offer = {"may_release": _may_release(request), "may_see_people": may_see_people(request.user)}
        return super().changelist_view(request, {**offer, **export_offer(), **(extra_context or {})})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        offer = {"may_release": _may_release(request)}
        return super().changeform_view(request, object_id, form_url, {**offer, **(extra_context or {})})

    def release_view(self, request):
        """Everything that changed since the last revision, and the form that releases it."""
        if not _may_release(request):
            raise PermissionDenied
        latest = Revision.objects.latest_released()
        try:
            now = difference((latest.data if latest else None) or {}, document.dump())
        except Altered as error:
            return self._refused(request, _("改版の公開"), error)
        changed = with_acts(now, latest)
        blockers = release_checks.blockers()
        form = ReleaseForm(request.POST or None, initial=draft_note(changed), blockers=blockers)
        if request.method == "POST" and form.is_valid():
            try:
                return self._release(request, form, blockers)
            except NotReleased as error:
                form.add_error(None, str(error))
            except DatabaseError as error:  # before the release itself, or when all of it was to be kept
                form.add_error(None, not_written(error))
        context = {
            **self.admin_site.each_context(request),
            "title": _("改版の公開"),
            "subtitle": "",
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "latest": latest,
            "number": latest.number + 1 if latest else 1,
            "changed": changed,
            "moved": _labels(now.moved),
            "blockers": [(problem, self._address_of(problem)) for problem in blockers],
            "version": DocumentVersion.current(),
        }
        return TemplateResponse(request, "admin/revisions/release.html", context)

    def _refused(self, request, title, error):
        """In the place of a page that needs the document of a revision which is not the one that was released."""
        context = {**self.admin_site.each_context(request), "title": title, "subtitle": str(error.revision)}
        context |= {"problem": str(error), "revision": error.revision, "opts": self.opts, "media": self.media}
        return TemplateResponse(request, "admin/revisions/altered.html", context)

    def _address_of(self, problem):
        """The form of the item that a problem is about, or ""."""
        kind = kinds().get(getattr(problem, "section", ""))
        item = kind.find(problem.key) if kind else None
        return self.admin_site.get_model_admin(kind.model).address("change", item.pk) if item else ""

    def _release(self, request, form, blockers):
        cleaned = form.cleaned_data
        since = row_key(request.POST.get("since", ""))
        with transaction.atomic():
            DocumentVersion.hold()
            if since is not None:  # before the question below, which would not say what has happened
                refuse_if_released_since(since)
            if is_stale(request):
                raise NotReleased(str(STALE))
            revision = publish_revision(
                note={"ja": cleaned["note_ja"], "en": cleaned["note_en"]},
                kind=cleaned["kind"],
                released_on=cleaned["released_on"],
                person=request.user.get_username(),
                despite=left_findings(cleaned.get("override_reason", ""), blockers),
            )
        self.message_user(request, _("%(revision)sを公開しました。") % {"revision": revision}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:revisions_revision_change", args=[revision.pk]))

    def restore_document_view(self, request, number):
        """The whole document as a revision had it: first as a difference, with a reason as recorded changes."""
        if not _may_release(request):
            raise PermissionDenied
        revision = Revision.objects.filter(number=number).first()
        if revision is None or revision.is_lost:
            raise Http404
        try:
            then = revision.data
        except Altered as error:
            return self._refused(request, _("文書全体を戻す"), error)
        form = ReasonFields(request.POST or None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("文書全体を戻す"),
            "subtitle": str(revision),
            "form": form,
        }
        try:
            if request.method == "POST" and is_stale(request):
                form.add_error(None, STALE)
            elif form.is_valid():
                with only_if_current(request), recording(**form.record, person=request.user.get_username()) as batch:
                    document.load(then, reason=batch.reason)
                self.message_user(
                    request, _("%(revision)sの内容に戻しました。") % {"revision": revision}, messages.SUCCESS
                )
                return HttpResponseRedirect(reverse("admin:revisions_revision_release"))
        except Unloadable as error:
            context["problems"] = error.problems
        except DatabaseError as error:
            context["problems"] = [not_written(error)]
        back = difference(document.dump(), then)
        context |= {"changed": for_readers(back), "moved": _labels(back.moved)}
        context |= {"revision": revision, "opts": self.opts}
        context |= {"version": DocumentVersion.current(), "media": self.media}
        return TemplateResponse(request, "admin/revisions/restore_document.html", context)


def _may_release(request):
    return request.user.has_perm("revisions.release_revision")


def _labels(sections):
    labels = section_labels()
    return [labels.get(section, section) for section in sections]
