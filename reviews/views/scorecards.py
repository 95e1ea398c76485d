"""Scorecards: which are in use, reading one, writing the next."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.models import PostGroup
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import REFUSED, status_of
from reviews.actions.adopt_scorecard import adopt_scorecard
from reviews.actions.discard_scorecard_draft import discard_scorecard_draft
from reviews.actions.save_scorecard_draft import save_scorecard_draft
from reviews.actions.start_scorecard_draft import start_scorecard_draft
from reviews.errors import ReviewError, ScorecardDraftChanged
from reviews.forms.scorecard import AdoptForm, DiscardForm, ScorecardForm, StartForm, field_of
from reviews.models import ScorecardDraft, ScorecardVersion
from reviews.models.scorecard import GENERAL
from reviews.policies import (
    can_adopt_scorecards,
    can_see_reviews,
    can_write_scorecards,
    check_can_adopt_scorecards,
    check_can_see_reviews,
    check_can_write_scorecards,
)
from reviews.queries.fault_words import place_in_words, reason_in_words
from reviews.queries.first_scorecard import first_scorecard
from reviews.queries.previews import preview_of
from reviews.queries.scorecard_desk import draft_of, groups_with_cards, history
from reviews.queries.scorecards import versions_in_use, versions_of
from reviews.rules.scorecard_changes import changes_between
from reviews.rules.scorecard_faults import faults_of

PAGE_SIZE = 50
FORM = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def scorecards(request: StaffRequest) -> HttpResponse:
    """All post groups with the version in use; for who writes them, with the next one's draft."""
    check_can_see_reviews(request.user)
    context = {
        "here": "reviews",
        "rows": groups_with_cards(),
        "may_write": can_write_scorecards(request.user),
    }
    return render(request, "reviews/scorecards/list.html", context)


@login_required
@require_safe
def scorecard(request: StaffRequest, token: str) -> HttpResponse:
    """A version, to read: what somebody's work is measured by is no secret to anybody."""
    versions = ScorecardVersion.objects.select_related("group", "adopted_by")
    version = get_object_or_404(versions, token=token)
    page = Paginator(list(history(list(versions_of(version.group)))), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    is_desk = can_see_reviews(request.user)
    context = {
        "here": "reviews" if is_desk else "record",
        "shell": "ui/desk.html" if is_desk else "ui/phone.html",
        "is_desk": is_desk,
        "version": version,
        "card": version.card,
        "page": page,
        "is_newest": page.paginator.object_list[0].version == version,
    }
    return render(request, "reviews/scorecards/scorecard.html", context)


@login_required
@require_http_methods(FORM)
def draft(request: StaffRequest, group: int) -> HttpResponse:
    """Write the next scorecard of a post group; begin it, where there is no draft."""
    check_can_write_scorecards(request.user)
    of = _group(group)
    found = draft_of(of)
    if found is None:
        return _start(request, of)
    if request.method != "POST":
        return _editor(request, found, ScorecardForm(None, found.card, found.revision))
    form = ScorecardForm(request.POST, found.card, found.revision)
    if not form.is_valid():
        return _editor(request, found, form)
    try:
        save_scorecard_draft(actor=request.user, group=of, card=form.card(), revision=form.revision)
    except ScorecardDraftChanged as refusal:
        form.has_seen(found.revision)
        return _editor(request, found, form, refusal)
    return _saved(request, group)


def _saved(request: StaffRequest, group: int) -> HttpResponse:
    if "preview" in request.POST:
        return redirect("reviews:scorecard-preview", group)
    messages.success(request, _("The draft is saved."))
    return redirect("reviews:scorecard-draft", group)


def _group(key: int) -> PostGroup | None:
    return None if key == GENERAL else get_object_or_404(PostGroup, pk=key)


def _start(request: StaffRequest, group: PostGroup | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = StartForm(sent, group=group, versions=versions_in_use())
    if request.method == "POST" and "begin" not in request.POST:
        # What was typed into a draft that is gone meanwhile is not taken for a beginning.
        messages.warning(request, _("The draft was adopted or thrown away meanwhile."))
        return redirect("reviews:scorecards")
    if request.method == "POST" and form.is_valid():
        card = form.version.card if form.version else first_scorecard()
        try:
            start_scorecard_draft(actor=request.user, group=group, card=card)
        except ReviewError as refusal:
            messages.warning(request, str(refusal))
        return redirect("reviews:scorecard-draft", group.pk if group else GENERAL)
    context = {"here": "reviews", "group": group, "form": form}
    return render(request, "reviews/scorecards/start.html", context, status=status_of(form))


def _editor(
    request: StaffRequest,
    found: ScorecardDraft,
    form: ScorecardForm,
    refusal: ReviewError | None = None,
) -> HttpResponse:
    is_refused = form.is_bound
    form.unfold(faults_of(found.card))
    context = {
        **_head(found),
        "form": form,
        "refusal": refusal,
        "has_errors": is_refused and refusal is None,
        "faults": _faults(found),
        "may_adopt": can_adopt_scorecards(request.user),
    }
    status = REFUSED if is_refused else 200
    return render(request, "reviews/scorecards/draft.html", context, status=status)


def _head(found: ScorecardDraft) -> dict[str, object]:
    return {
        "here": "reviews",
        "draft": found,
        "key": found.group_id or GENERAL,
        "card": found.card,
    }


def _faults(found: ScorecardDraft) -> list[dict[str, object]]:
    return [
        {
            "fault": fault,
            "place": place_in_words(fault),
            "reason": reason_in_words(fault),
            "field": field_of(fault),
        }
        for fault in faults_of(found.card)
    ]


def _sound_draft(request: StaffRequest, group: int) -> ScorecardDraft | None:
    """None, with a message, where faults are left."""
    found = draft_of(_group(group))
    if found is None:
        raise Http404
    if faults_of(found.card):
        messages.warning(request, _("The draft still has faults. Put them right first."))
        return None
    return found


@login_required
@require_safe
def preview(request: StaffRequest, group: int) -> HttpResponse:
    """What the draft would have come to on the last period's data."""
    check_can_write_scorecards(request.user)
    found = _sound_draft(request, group)
    if found is None:
        return redirect("reviews:scorecard-draft", group)
    shown = preview_of(request.user, found.group, found.card)
    movers = shown.movers
    context = {
        **_head(found),
        "preview": shown,
        "page": Paginator(movers, PAGE_SIZE).get_page(request.GET.get("page")),
        "mover_count": len(movers),
        "may_adopt": can_adopt_scorecards(request.user),
    }
    return render(request, "reviews/scorecards/preview.html", context)


@login_required
@require_http_methods(FORM)
def adopt(request: StaffRequest, group: int) -> HttpResponse:
    """Confirm with a note; what is adopted is the draft as it was read."""
    check_can_adopt_scorecards(request.user)
    found = _sound_draft(request, group)
    if found is None:
        return redirect("reviews:scorecard-draft", group)
    form = AdoptForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            version = adopt_scorecard(
                actor=request.user, group=found.group, card=found.card, **form.cleaned_data
            )
        except ReviewError as refusal:
            messages.warning(request, str(refusal))
            return redirect("reviews:scorecard-draft", group)
        messages.success(request, _("The scorecard is adopted."))
        return redirect("reviews:scorecard", version.token)
    in_use = versions_of(found.group).first()
    context = {
        **_head(found),
        "form": form,
        "in_use": in_use,
        "changes": changes_between(in_use.card, found.card) if in_use else [],
    }
    return render(request, "reviews/scorecards/adopt.html", context, status=status_of(form))


@login_required
@require_http_methods(FORM)
def discard(request: StaffRequest, group: int) -> HttpResponse:
    check_can_write_scorecards(request.user)
    found = draft_of(_group(group))
    if found is None:
        raise Http404
    form = DiscardForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            discard_scorecard_draft(actor=request.user, group=found.group, **form.cleaned_data)
        except ReviewError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The draft is thrown away."))
        return redirect("reviews:scorecards")
    context = {**_head(found), "form": form}
    return render(request, "reviews/scorecards/discard.html", context, status=status_of(form))
