"""The public pages of the revision history (改版履歴). Exports, feeds and data are in `downloads`."""

from collections import Counter

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from . import comparing, gone, item_revisions, past_document
from .comparing import NOW
from .export_offer import export_offer
from .filters import BadFilter, row_key, whole_number
from .items import kinds
from .models import Altered, Kind, Revision

FOLD_FROM = 12  # changed items of a kind that are shown open


def bad_request(request, error):
    """A filter or parameter that can't be used: says why, and leads back."""
    crumbs = [_history_crumb(), {"title": _("条件の誤り")}]
    return render(request, "revisions/bad_request.html", {"problem": str(error), "crumbs": crumbs}, status=400)


def _history_crumb():
    return {"title": _("改版履歴"), "url": reverse("revisions:list")}


def revision_list(request):
    try:
        year, kind = _list_filters(request.GET)
    except BadFilter as error:
        return bad_request(request, error)
    revisions = list(Revision.objects.without_documents().order_by("-number"))
    shown = [
        revision
        for revision in revisions
        if (not year or revision.released_on.year == year) and (not kind or revision.kind == kind)
    ]
    context = {
        "revisions": shown,
        "groups": _filter_groups(revisions, year, kind),
        "crumbs": [{"title": _("改版履歴")}],
        **export_offer(),
    }
    return render(request, "revisions/revision_list.html", context)


def _list_filters(asked):
    year, kind = asked.get("year", ""), asked.get("kind", "")
    if kind and kind not in Kind.values:
        raise BadFilter(
            _("規模「%(given)s」はありません。使える値: %(known)s")
            % {"given": kind[:40], "known": ", ".join(Kind.values)}
        )
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise BadFilter(_("「%(given)s」は年として読めません。2021 のように書いてください。") % {"given": year[:40]})
    return int(year or 0), kind


def _filter_groups(revisions, year, kind):
    """Links with counts; each keeps what the other filter says."""
    years = Counter(revision.released_on.year for revision in revisions if not kind or revision.kind == kind)
    kinds = Counter(revision.kind for revision in revisions if not year or revision.released_on.year == year)
    year_names = {one: str(one) for one in sorted(years, reverse=True)}
    return [
        _filter_group(_("年"), years, year_names, year, lambda value: {"year": value, "kind": kind}),
        _filter_group(_("規模"), kinds, dict(Kind.choices), kind, lambda value: {"year": year, "kind": value}),
    ]


def _filter_group(label, counts, names, current, asked):
    options = [_option(_("すべて"), counts.total(), not current, asked(""))]
    options += [_option(str(name), counts[value], value == current, asked(value)) for value, name in names.items()]
    return {"label": label, "options": options}


def _option(label, count, current, asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value)
    url = f"?{query}" if query else reverse("revisions:list")
    return {"label": label, "url": url, "count": count, "current": current}


def revision_detail(request, number):
    revision = get_object_or_404(Revision, number=number)
    before, after = _beside(revision)
    # Only the first of all kept documents has nothing to be compared with.
    is_first_kept = not revision.is_lost and (before is None or not before.digest or before.is_lost)
    context = {
        "revision": revision,
        "before": before,
        "after": after,
        "is_first_kept": is_first_kept,
        "document_size": len(revision.document.encode()),
        "crumbs": [_history_crumb(), {"title": str(revision)}],
    }
    if not revision.is_intact:
        context["altered"] = revision
    elif not revision.is_lost:
        try:
            context |= _shown(comparing.first_kept(revision) if is_first_kept else comparing.between(before, revision))
        except Altered as error:  # the one before
            context["altered"] = error.revision
    return render(request, "revisions/revision_detail.html", context)


def _beside(revision):
    """The revisions before and after, without their documents."""
    others = Revision.objects.without_documents()
    before = others.filter(number__lt=revision.number).order_by("-number").first()
    return before, others.filter(number__gt=revision.number).order_by("number").first()


def _shown(difference):
    labels = comparing.section_labels()
    return {
        "groups": comparing.grouped(difference),
        "moved": [labels.get(section, section) for section in difference.moved],
        "fold_from": FOLD_FROM,
    }


def revision_document(request, number):
    """The list as it was. Lost ones have a page that says so, with the status of a page that is not there."""
    revision = get_object_or_404(Revision, number=number)
    crumbs = [
        _history_crumb(),
        {"title": str(revision), "url": revision.get_absolute_url()},
        {"title": _("この版の一覧")},
    ]
    context = {"revision": revision, "crumbs": crumbs}
    if revision.is_lost:
        return render(request, "revisions/document_lost.html", context, status=404)
    if not revision.is_intact:
        return render(request, "revisions/document_altered.html", context)
    latest = Revision.objects.without_documents().order_by("-number").first()
    context |= {
        "heading": past_document.heading(revision.data),
        "sections": past_document.outline(revision.data),
        "is_latest": latest.number == revision.number,
    }
    return render(request, "revisions/revision_document.html", context)


def compare(request):
    """Any two revisions, or one and the list as it is now; without parameters, the last one and now."""
    kept = list(comparing.kept_revisions())
    try:
        before, after = (_side(request.GET.get(name, ""), default, kept) for name, default in _defaults(kept))
    except BadFilter as error:
        return bad_request(request, error)
    except Revision.DoesNotExist as error:
        raise Http404 from error
    context = {
        "kept": kept,
        "all": Revision.objects.without_documents().order_by("-number"),
        "before": before,
        "after": after,
        "crumbs": [_history_crumb(), {"title": _("版を比べる")}],
    }
    if before and after:
        context["released_between"] = _released_between(before, after)
        sides = [side for side in dict.fromkeys((before, after)) if side != NOW]
        context["lost"] = [side for side in sides if side.is_lost]
        context["altered"] = [side for side in sides if not side.is_intact]
        if not context["lost"] and not context["altered"]:
            context |= _shown(comparing.between(before, after) if before != after else comparing.Difference())
    return render(request, "revisions/compare.html", context)


def _defaults(kept):
    return [("from", str(kept[0].number) if kept else ""), ("to", NOW)]


def _released_between(*sides):
    """The revisions after the earlier side, up to the later one: their notes are known even where the lists are lost."""
    low, high = sorted(float("inf") if side == NOW else side.number for side in sides)
    found = Revision.objects.without_documents().filter(number__gt=low) if low != high else Revision.objects.none()
    return (found if high == float("inf") else found.filter(number__lte=high)).order_by("-number")


def _side(text, default, kept):
    """A revision with its document, or NOW, or None when there is nothing to choose from."""
    text = text or default
    if text == NOW or not text:
        return text or None
    return Revision.objects.get(number=whole_number(text))


def item_detail(request, item_type, slug):
    """The history of one item by revision. What readers never saw has none."""
    kind = kinds().get(item_type)
    touched = item_revisions.touched_revisions(item_type, slug) if kind else []
    if not touched:
        raise Http404
    row = kind.find(slug) if kind.shape.key == "slug" or row_key(slug) is not None else None
    visible = row if row is not None and row.is_public_record else None
    touched = item_revisions.with_differences(touched, kind, slug)
    is_retired = getattr(visible, "is_retired", False)  # a stage never is
    is_current = visible is not None and not is_retired
    title = str(visible) if visible else next((one.change.title for one in touched if one.change), slug)
    context = {
        "item": visible,
        "successor": gone.successor_of(visible) if is_retired else None,
        "item_type": item_type,
        "title": title,
        "label": kind.label,
        "touched": touched,
        "last": None if is_current else item_revisions.last_content(touched, kind, slug),
        "crumbs": [_history_crumb(), {"title": title}],
    }
    return render(request, "revisions/item_detail.html", context)


def verify(request):
    """How to check that the history is whole; with JavaScript, the browser does it."""
    kept = comparing.kept_revisions().first()
    context = {"kept": kept, "site": site(request), "crumbs": [_history_crumb(), {"title": _("改版履歴を確かめる")}]}
    return render(request, "revisions/verify.html", context)


def site(request):
    """The address before every path, as readers outside see it."""
    return settings.SITE_URL or request.build_absolute_uri("/")[:-1]
