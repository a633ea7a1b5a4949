"""Lists in reading order, with buttons that move a row up, down, under the one before and out. No script is needed."""

from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .filters import row_key
from .ordering import DOWN, IN, OUT, UP, WAYS, CannotMove, descendants, in_reading_order, move
from .recording import recording

SIGNS = {UP: "↑", DOWN: "↓", IN: "→", OUT: "←"}
WORDS = {
    UP: gettext_lazy("上へ"),
    DOWN: gettext_lazy("下へ"),
    IN: gettext_lazy("前の項目の下に入れる"),
    OUT: gettext_lazy("1段外に出す"),
}


class ReadingOrder(ChangeList):
    """All rows on one page, in the order in which the public reads them. `row.depth` is how far a row is indented."""

    def get_results(self, request):
        super().get_results(request)
        rows = []
        for group in self.model_admin.groups_of(list(self.result_list)):
            for row, depth in in_reading_order(group):
                row.depth = depth
                rows.append(row)
        self.result_list = rows


class MovingPages:
    """For a ModelAdmin whose rows have a `position`, and maybe a `parent`. `moved_within` names the columns siblings share."""

    moved_within = ()
    list_per_page = 1000
    sortable_by = ()

    def get_changelist(self, request, **kwargs):
        return ReadingOrder

    def groups_of(self, rows):
        """Rows that are ordered among themselves only."""
        return [rows]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request, {"may_move": self.has_change_permission(request), **(extra_context or {})}
        )

    def get_urls(self):
        return [
            path("move/", self.admin_site.admin_view(self.move_view), name=self.url_name("move")),
            *super().get_urls(),
        ]

    def move_view(self, request):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        pk, _separator, way = request.POST.get("move", "").partition(":")
        row = get_object_or_404(self.model, pk=row_key(pk))
        if way not in WAYS or not self.has_change_permission(request, row):
            raise PermissionDenied
        reason = request.POST.get("change_reason", "").strip() or _("順番の入れ替え")
        try:
            with recording(reason, person=request.user.get_username()):
                row = get_object_or_404(self.model, pk=row.pk)  # as it is now that this act has its turn
                also = self.move(row, way)
            said = filter(None, [_("「%(row)s」を動かしました。") % {"row": row}, also])
            self.message_user(request, " ".join(map(str, said)), messages.SUCCESS)
        except CannotMove as error:
            self.message_user(request, str(error), messages.WARNING)
        return HttpResponseRedirect(self.address_after_move(row))

    def move(self, row, way):
        """Move `row`. May return a sentence about what else has changed."""
        move(row, way, self.moved_within)

    def address_after_move(self, row):
        return f"{self.address('changelist')}#row-{row.pk}"

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return [*columns, "moves"] if self.has_change_permission(request) else columns

    @property
    def ways(self):
        return WAYS if any(field.name == "parent" for field in self.opts.fields) else (UP, DOWN)

    def indented(self, row):
        return format_html(
            '<span class="tree tree-{}" id="row-{}">{}</span>', min(getattr(row, "depth", 0), 8), row.pk, row
        )

    @property
    def move_buttons(self):
        """``[(way, sign, words)]`` for templates that list rows themselves."""
        return [(way, SIGNS[way], WORDS[way]) for way in self.ways]

    def moves(self, row):
        button = '<button type="submit" form="move-form" name="move" value="{}:{}" title="{}" aria-label="{}: {}">{}</button>'
        values = ((row.pk, way, WORDS[way], row, WORDS[way], SIGNS[way]) for way in self.ways)
        return format_html('<span class="moves">{}</span>', format_html_join("", button, values))

    moves.short_description = gettext_lazy("順番")


def offer_parents(field, groups, item=None, prefix=lambda row: ""):
    """Let the form field `field` offer the rows of `groups` as a tree, without `item` and what stands under it."""
    choices = [("", _("(いちばん上)"))]
    for rows in groups:
        below = descendants(item, rows) if item is not None else set()
        choices += [
            (row.pk, f"{prefix(row)}{'　' * depth}{row}")
            for row, depth in in_reading_order(rows)
            if row.pk not in below
        ]
    field.choices = choices
