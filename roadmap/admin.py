"""The editors' desk for the roadmap: stages, and missions in the order in which they are walked."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.admin import BrokenLink, LinkRows
from revisions import todo
from revisions.admin_base import PlainRows, RevisedAdmin
from revisions.admin_filters import Untranslated, draft_task, untranslated_task
from revisions.admin_moving import MovingPages, offer_parents

from .models import MissionContact, MissionLink, RoadmapMission, RoadmapStage


@admin.register(RoadmapStage)
class RoadmapStageAdmin(RevisedAdmin):
    list_display = ["number", "shown_title", "mission_count", "origin"]
    list_display_links = ["number", "shown_title"]
    list_filter = ["origin", Untranslated]
    search_fields = ["title_ja", "title_en"]
    fieldsets = [
        (None, {"fields": ["number", "title", "aim"]}),
        (_("由来"), {"fields": ["origin", "origin_note"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("missions")

    @admin.display(description=_("題名"), ordering="title_ja")
    def shown_title(self, stage):
        return stage.title

    @admin.display(description=pgettext_lazy("plural", "ミッション"))
    def mission_count(self, stage):
        return len(stage.missions.all())


class MissionContactRows(PlainRows):
    model = MissionContact
    fields = ["position", "contact"]
    autocomplete_fields = ["contact"]


class MissionLinkRows(LinkRows):
    model = MissionLink


@admin.register(RoadmapMission)
class RoadmapMissionAdmin(MovingPages, RevisedAdmin):
    preview_renderer = "roadmap.views.render_mission"
    moved_within = ("stage",)
    inlines = [MissionContactRows, MissionLinkRows]
    list_display = ["shown_title", "stage_number", "code", "choice", "status"]
    list_filter = ["status", "stage", "origin", BrokenLink, Untranslated]
    search_fields = ["slug", "code", "code_v3", "title_ja", "title_en", "question_ja", "question_en"]
    autocomplete_fields = ["successor"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("slug", "position"),
                    ("status", "successor"),
                    ("stage", "parent"),
                    ("code", "code_v3"),
                    "title",
                ]
            },
        ),
        (
            _("中身"),
            {"fields": ["question", "summary", "effort", "owner_role", "evidence", "check_question", "choice"]},
        ),
        (_("由来"), {"fields": ["origin", "origin_note"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("stage").order_by("stage__number", "position", "pk")

    def groups_of(self, rows):
        stages = {}
        for row in rows:
            stages.setdefault(row.stage_id, []).append(row)
        return stages.values()

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "parent" in form.base_fields:
            rows = RoadmapMission.objects.select_related("stage").order_by("stage__number")
            offer_parents(
                form.base_fields["parent"], self.groups_of(rows), obj, lambda row: f"STEP {row.stage.number} "
            )
        return form

    @admin.display(description=_("題名"))
    def shown_title(self, mission):
        return self.indented(mission)

    @admin.display(description=_("STEP"))
    def stage_number(self, mission):
        return mission.stage.number


todo.register(
    todo.Task(
        title=_("リンク切れ"),
        why=_("最後の確認で開けなかったリンクがあります。"),
        model=RoadmapMission,
        rows=lambda: BrokenLink.of(RoadmapMission.objects.known_to_readers()),
        query="broken=yes",
        order=4,
    ),
    untranslated_task(RoadmapStage, order=5),
    untranslated_task(RoadmapMission, order=5),
    draft_task(RoadmapMission, order=6),
)
