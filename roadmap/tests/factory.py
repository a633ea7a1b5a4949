"""Stages and missions for tests: plain functions with sensible defaults."""

from roadmap.models import RoadmapMission, RoadmapStage


def make_stage(number=1, **fields):
    return RoadmapStage.objects.create(
        number=number, **{"title_ja": f"段階{number}", "title_en": f"Stage {number}", **fields}
    )


def make_mission(stage, slug="know-yourself", **fields):
    fields = {"status": "published", "title_ja": f"{slug}の題", "title_en": f"The {slug} mission", **fields}
    return RoadmapMission.objects.create(stage=stage, slug=slug, **fields)
