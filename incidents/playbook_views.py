"""The playbooks: their list, one as a working checklist, one as CACAO."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext

from contacts.reader import from_query
from revisions.gone import get_published_or_gone
from revisions.seals import canonical

from . import cacao
from .cacao_versions import published_data, version_of
from .models import IncidentPlaybook
from .playbook_steps import StepBook, actions_of, started_phase, timed

# Where reports go after an incident: the police, JPCERT/CC, IPA, 個人情報保護委員会. Their own lists make the drafts.
REPORT_DESKS = ("mpd-cyber", "npa-cyber-online", "jpcert-incident", "ipa-org-desk", "ipa-todokede", "ppc-leak-report")


def playbook_list(request):
    playbooks = IncidentPlaybook.objects.published().prefetch_related("steps")
    context = {
        "crumbs": [{"title": pgettext("plural", "プレイブック")}],
        "playbooks": [_listed(playbook) for playbook in playbooks],
    }
    return render(request, "playbooks/playbook_list.html", context)


def _listed(playbook):
    steps = playbook.steps.all()
    actions, preparations = actions_of(steps)
    has_deadline = any(step.deadline_hours for step in steps)
    return {"playbook": playbook, "actions": actions, "preparations": preparations, "has_deadline": has_deadline}


def playbook_detail(request, slug):
    return render_playbook(request, get_published_or_gone(IncidentPlaybook.objects.all(), slug))


def render_playbook(request, playbook):
    """The page of a playbook; also of a draft, for those who may see it."""
    moment = timezone.localtime()
    reader = from_query(request.GET)
    book = StepBook(playbook, moment, reader, extra=REPORT_DESKS)
    phases = book.phases()
    reports = [desk for desk in book.desks(REPORT_DESKS) if desk.contact.slug in REPORT_DESKS and desk.contact.prepare]
    context = {
        "crumbs": [
            {"title": pgettext("plural", "プレイブック"), "url": reverse("playbooks:list")},
            {"title": playbook.title},
        ],
        "playbook": playbook,
        "reader": reader,
        "phases": phases,
        "started": started_phase(phases),
        "timed": timed(phases),
        "reports": reports,
        "situations": list(playbook.situations.published()),
        "others": IncidentPlaybook.objects.published().exclude(pk=playbook.pk),
        "moment": moment,
    }
    return render(request, "playbooks/playbook_detail.html", context)


def playbook_cacao(request, slug):
    """A retired playbook is still told to machines, as revoked, so that those who hold a copy learn of it."""
    known = IncidentPlaybook.objects.known_to_readers().filter(slug=slug).first()
    playbook = known or get_published_or_gone(IncidentPlaybook.objects.all(), slug)
    language = get_language()
    data, desks = published_data(playbook)
    made = cacao.playbook_object(
        data,
        desks,
        version_of(data, desks, language),
        language=language,
        languages=[code for code, _name in settings.LANGUAGES],
        url=request.build_absolute_uri(playbook.get_absolute_url()),
    )
    headers = {"Access-Control-Allow-Origin": "*", "Content-Disposition": f'inline; filename="{slug}.cacao.json"'}
    return HttpResponse(canonical(made), content_type="application/json; charset=utf-8", headers=headers)
