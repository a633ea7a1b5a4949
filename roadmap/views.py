"""The roadmap as a path, one mission, and the self-check that says where to start."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from contacts.desks import desk_at, why_not_for
from contacts.models import Contact
from contacts.reader import from_query
from revisions.gone import get_published_or_gone

from . import path, self_check
from .models import RoadmapMission, RoadmapStage


def roadmap(request):
    walk = published_walk()
    context = {
        "crumbs": [{"title": _("ロードマップ")}],
        "stages": [{"stage": stage, "missions": stops} for stage, stops in walk],
        "figure": [{"label": stage.title, "url": f"#step-{stage.number}"} for stage, _stops in walk],
    }
    return render(request, "roadmap/roadmap.html", context)


def mission_detail(request, slug):
    return render_mission(request, get_published_or_gone(RoadmapMission.objects.all(), slug))


def render_mission(request, mission):
    """The page of a mission; also of a draft, for those who may see it."""
    moment = timezone.localtime()
    reader = from_query(request.GET)
    every = [stop for _stage, stops in published_walk() for top in stops for stop in top.every()]
    here = next((place for place, stop in enumerate(every) if stop.mission.pk == mission.pk), None)
    known = [stop.mission for stop in every]
    desks = Contact.objects.published().filter(in_missions__mission=mission).order_by("in_missions__position")
    context = {
        "crumbs": _crumbs(mission, known),
        "mission": mission,
        "children": every[here].children if here is not None else [],
        "links": mission.links.all(),
        "desks": [desk_at(contact, moment).but(back=why_not_for(contact, reader)) for contact in desks.with_details()],
        "reader": reader,
        "before": known[here - 1] if here else None,
        "after": known[here + 1] if here is not None and here + 1 < len(known) else None,
        "moment": moment,
    }
    return render(request, "roadmap/mission_detail.html", context)


def self_check_page(request):
    """The questions, and once some are answered the suggestion. Nothing is stored, and no copy of an answer is kept."""
    walk = [stop for _stage, stops in published_walk() for stop in stops]
    asked = self_check.questions(walk, request.GET)
    context = {
        "crumbs": [{"title": _("ロードマップ"), "url": reverse("roadmap:list")}, {"title": _("自己点検")}],
        "questions": asked,
        "result": self_check.result(walk, asked),
    }
    response = render(request, "roadmap/self_check.html", context)
    if context["result"]:
        patch_cache_control(response, private=True, no_store=True)
    return response


def published_walk():
    """``[(stage, [Stop])]`` of what is public, in three queries."""
    missions = {}
    for mission in RoadmapMission.objects.published().select_related("stage").prefetch_related("links"):
        missions.setdefault(mission.stage_id, []).append(mission)
    return [(stage, path.stops(missions.get(stage.pk, []))) for stage in RoadmapStage.objects.all()]


def _crumbs(mission, published):
    known = {other.pk: other for other in published}
    above, node = [], known.get(mission.parent_id)
    while node is not None:
        above.insert(0, {"title": node.question or node.title, "url": node.get_absolute_url()})
        node = known.get(node.parent_id)
    stage = {"title": f"STEP {mission.stage.number}", "url": mission.stage.get_absolute_url()}
    return [{"title": _("ロードマップ"), "url": reverse("roadmap:list")}, stage, *above, {"title": mission.title}]
