"""The released revisions in the admin, and the desk's own name."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .admin_release import ReleasePages
from .models import Revision

admin.site.site_header = _("相談・届出クイックリスト 編集")
admin.site.site_title = _("クイックリスト編集")
admin.site.index_title = _("今日の仕事")
admin.site.enable_nav_sidebar = False  # the lists and the two languages need the width


@admin.register(Revision)
class RevisionAdmin(ReleasePages, admin.ModelAdmin):
    """Released revisions are read here, and the next one is released. Nothing about them can be changed."""

    list_display = ["number", "released_on", "kind", "note_ja", "note_en", "published_by", "short_digest"]
    list_filter = ["kind"]
    list_display_links = ["number"]
    sortable_by = ["number", "released_on"]
    search_fields = ["note_ja", "note_en"]
    actions = None
    fields = [
        "number", "released_on", "kind", "note_ja", "note_en", "digest", "previous_digest", "seal", "released_at", "published_by",
        "despite",
    ]  # fmt: skip
    change_form_template = "admin/revisions/revision.html"
    change_list_template = "admin/revisions/revisions.html"

    def get_queryset(self, request):
        return super().get_queryset(request).without_documents()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("ダイジェスト"))
    def short_digest(self, revision):
        return revision.digest[:12] or _("文書は失われています")
