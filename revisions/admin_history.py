"""The pages of an item's past: its history, what was deleted, and the way back."""

from contextlib import contextmanager

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import document, item_history, restoring
from .admin_forms import ReasonFields
from .comparing import for_reader, titles_of
from .filters import row_key
from .items import kind_of
from .models import DocumentVersion
from .record import Releases
from .writing import Unloadable

ACTS_A_PAGE = 30
STALE = gettext_lazy("この画面を開いたあとに内容が変わりました。差分を見直してください。")


def is_stale(request):
    """Whether the content has changed since the page that sent this form was made."""
    return request.POST.get("version") != DocumentVersion.current()


@contextmanager
def only_if_current(request):
    """Nobody else writes inside, and what the page of this form showed still holds. Raises Unloadable."""
    with transaction.atomic():
        DocumentVersion.hold()
        if is_stale(request):
            raise Unloadable([str(STALE)])
        yield


class HistoryPages:
    """For a ModelAdmin of a kind of item (`revisions.items.kinds`)."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=self.url_name("deleted")),
            path("past/<str:key>/", view(self.past_view), name=self.url_name("past")),
            path("past/<str:key>/<uuid:batch>/", view(self.restore_view), name=self.url_name("restore")),
            *super().get_urls(),
        ]

    @property
    def kind(self):
        return kind_of(self.model)

    def history_view(self, request, object_id, extra_context=None):
        item = self.get_object(request, unquote(object_id))
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self.past_view(request, item.item_key)

    def past_view(self, request, key):
        """Every act on the item of this key, whether it is still there or not."""
        item = self._item(request, key)
        acts = item_history.acts(self.kind, key)
        if not acts and item is None:
            raise Http404
        context = self._context(request, key, item, _("変更の履歴"))
        page = Paginator(acts, ACTS_A_PAGE).get_page(request.GET.get("p"))
        releases = Releases()
        for act in page:
            act.revision = releases.number_at(act.at)
        context["acts"] = page
        context["may_restore"] = self._may_restore(request, item)
        return TemplateResponse(request, "admin/revisions/history.html", context)

    def deleted_view(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = self._context(request, None, None, _("削除された項目"))
        context["gone"] = Paginator(item_history.deleted(self.kind), ACTS_A_PAGE).get_page(request.GET.get("p"))
        context["may_restore"] = self._may_restore(request, None)
        return TemplateResponse(request, "admin/revisions/deleted.html", context)

    def restore_view(self, request, key, batch):
        """The restore as a difference; with a reason, the restore itself."""
        item = self._item(request, key)
        if not self._may_restore(request, item):
            raise PermissionDenied
        context = self._context(request, key, item, _("前の状態に戻す"))
        form = context["form"] = ReasonFields(request.POST or None)
        try:
            restore = context["restore"] = restoring.plan(self.kind, key, batch)
            if request.method == "POST" and is_stale(request):
                form.add_error(None, STALE)
            elif form.is_valid():
                with only_if_current(request):
                    restored = restore.apply(**form.record, person=request.user.get_username())
                self.message_user(request, _("「%(item)s」を戻しました。") % {"item": restored}, messages.SUCCESS)
                self.tell_warnings(request, restored)
                return HttpResponseRedirect(self.address("change", restored.pk))
            if restore.change is not None:
                context["changed"] = for_reader(restore.change, titles_of(document.dump()))
        except Unloadable as error:
            context["problems"] = error.problems
        context["version"] = DocumentVersion.current()
        return TemplateResponse(request, "admin/revisions/restore.html", context)

    def _item(self, request, key):
        if self.kind.shape.key == "number" and row_key(key) is None:
            raise Http404
        item = self.kind.find(key)
        if not self.has_view_or_change_permission(request, item):
            raise PermissionDenied
        return item

    def _may_restore(self, request, item):
        return self.has_change_permission(request, item) if item is not None else self.has_add_permission(request)

    def _context(self, request, key, item, title):
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(item or key or self.opts.verbose_name_plural),
            "key": key,
            "item": item,
            "opts": self.opts,
            "media": self.media,
        }
