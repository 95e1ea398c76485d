"""The calibration board, and what HR does there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.actions.look_at import look_at
from lms.people.policies import check_may, may
from lms.people.queries import units_reached
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of
from reviews.actions.cycle_work import ask_for_work
from reviews.actions.freeze_results import freeze_result, score_shown
from reviews.actions.move_grade import move_grade
from reviews.actions.send_back import send_back as send_rating_back
from reviews.enums import WorkKind
from reviews.errors import ReviewError, ReviewMovedOn
from reviews.forms.board import BoardFilter, BoardForm, FreezeForm, MoveForm, SendBackForm
from reviews.models import Review, ReviewCycle
from reviews.policies import HANDLE, check_can_handle, reach_over_reviews
from reviews.queries.board import (
    Tab,
    board_of,
    on_board,
    reviews_handled,
    tabs_of,
    to_freeze,
)
from reviews.queries.board_chart import BASE, pairs_of
from reviews.queries.cycles import cycles_seen
from reviews.queries.files import file_of, with_people
from reviews.queries.gathering.traces import cards_of
from reviews.queries.moves import choices_for, grade_name, moves_of
from reviews.rules.procedure import State

CALIBRATING = Sight(gettext_noop("performance review"), gettext_noop("calibration"))
# What of the board's address comes back with a form.
KEPT = ("group", "unit", "page")


@login_required
@require_safe
def board(request: StaffRequest, pk: int) -> HttpResponse:
    """Who stands at which grade: one scorecard at a time, the whole cycle or a unit of it."""
    cycle, choice = _cycle(request, pk), _filter(request)
    handled = reviews_handled(request.user, reach_over_reviews(request.user))
    scope = on_board(handled, cycle, choice.unit_chosen)
    tabs = tabs_of(scope, cards_of(cycle))
    tab = _chosen(tabs, request.GET.get("group", ""))
    found = board_of(scope, tab, cycle, request.GET.get("page")) if tab else None
    context = {
        "here": "reviews",
        "cycle": cycle,
        "filter": choice,
        "tabs": tabs,
        "tab": tab,
        "board": found,
        "pairs": pairs_of(found) if found else [],
        "base": BASE,
        "back": _kept(request.GET),
        "may_freeze": may(request.user, HANDLE, choice.unit_chosen or cycle.unit),
    }
    return render(request, "reviews/board/board.html", context)


def _cycle(request: StaffRequest, pk: int) -> ReviewCycle:
    check_may(request.user, HANDLE)
    return get_object_or_404(cycles_seen(reach_over_reviews(request.user)), pk=pk)


def _filter(request: StaffRequest) -> BoardFilter:
    return BoardFilter(request.GET, units=units_reached(request.user, HANDLE))


def _chosen(tabs: list[Tab], token: str) -> Tab | None:
    return next((tab for tab in tabs if tab.token == token), tabs[0] if tabs else None)


def _kept(given: QueryDict) -> str:
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if value := given.get(name):
            kept[name] = str(value)
    return kept.urlencode()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """To another grade, with a reason."""
    review = _review(request, pk)
    choices = choices_for(review)
    options = list(choices.choices) if choices else []
    steps, start = len(file_of(review).steps), {"grade": request.GET.get("grade", "")}
    if request.method != "POST":
        form = MoveForm(steps=steps, initial=start, choices=options)
        return _page(request, review, "move", form, steps)
    form = MoveForm(request.POST, steps=steps, choices=options)
    if form.is_valid():
        try:
            move_grade(actor=request.user, review=review, **form.cleaned_data)
        except ReviewError as refusal:
            return _refused(request, review, "move", form, refusal)
        to = next(each.name for each in options if each.code == form.cleaned_data["grade"])
        name = review.employee.localised_name
        messages.success(
            request, _("%(name)s: moved to “%(grade)s”.") % {"name": name, "grade": to}
        )
        return _back(request, review)
    return _page(request, review, "move", form, steps)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    """To the manager, who rates once more."""
    review = _review(request, pk)
    steps = len(file_of(review).steps)
    if request.method != "POST":
        return _page(request, review, "send_back", SendBackForm(steps=steps), steps)
    form = SendBackForm(request.POST, steps=steps)
    if form.is_valid():
        try:
            send_rating_back(actor=request.user, review=review, **form.cleaned_data)
        except ReviewError as refusal:
            return _refused(request, review, "send_back", form, refusal)
        messages.success(request, _("The rating went back to the manager."))
        return _back(request, review)
    return _page(request, review, "send_back", form, steps)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: StaffRequest, pk: int) -> HttpResponse:
    """One result, after a last look."""
    review = _review(request, pk)
    steps = len(file_of(review).steps)
    if request.method != "POST":
        form = FreezeForm(steps=steps, shown=score_shown(review))
        return _page(request, review, "freeze", form, steps)
    form = FreezeForm(request.POST, steps=steps, shown="")
    if form.is_valid():
        try:
            given = {name: form.cleaned_data[name] for name in ("seen", "shown")}
            freeze_result(actor=request.user, review=review, **given)
        except ReviewError as refusal:
            return _refused(request, review, "freeze", form, refusal)
        name = review.employee.localised_name
        messages.success(request, _("%(name)s: the result is frozen.") % {"name": name})
        return _back(request, review)
    return _page(request, review, "freeze", form, steps)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def freeze_all(request: StaffRequest, pk: int) -> HttpResponse:
    """All that wait in calibration, of the cycle or of a unit; says first what it comes to."""
    cycle, choice = _cycle(request, pk), _filter(request)
    unit = choice.unit_chosen
    if request.method == "POST":
        work = ask_for_work(
            actor=request.user, cycle=cycle, kind=WorkKind.FREEZE, unit=unit or cycle.unit
        )
        return redirect("reviews:cycle-work", work.pk)
    check_can_handle(request.user, unit or cycle.unit)
    handled = reviews_handled(request.user, reach_over_reviews(request.user))
    context = {
        "here": "reviews",
        "cycle": cycle,
        "unit": unit,
        "found": to_freeze(on_board(handled, cycle, unit)),
        "back": _kept(request.GET),
    }
    return render(request, "reviews/board/freeze_all.html", context)


def _review(request: StaffRequest, pk: int) -> Review:
    """404 for whoever does not handle it."""
    check_may(request.user, HANDLE)
    handled = reviews_handled(request.user, reach_over_reviews(request.user))
    return get_object_or_404(with_people(handled), pk=pk)


def _back(request: StaffRequest, review: Review) -> HttpResponse:
    return redirect(_board_of(request, review) + f"#review-{review.pk}")


def _board_of(request: StaffRequest, review: Review) -> str:
    kept = _kept(QueryDict(request.GET.get("back", "")))
    return reverse("reviews:board", args=[review.cycle_id]) + (f"?{kept}" if kept else "")


def _refused(
    request: StaffRequest, review: Review, what: str, form: BoardForm, refusal: ReviewError
) -> HttpResponse:
    """What was typed stays."""
    review = _review(request, review.pk)
    steps = len(file_of(review).steps)
    if isinstance(refusal, ReviewMovedOn):
        form.has_seen(steps)
    if isinstance(form, FreezeForm):
        form.has_shown(score_shown(review))
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _page(request, review, what, form, steps)


def _page(
    request: StaffRequest, review: Review, what: str, form: BoardForm, steps: int
) -> HttpResponse:
    look_at(actor=request.user, tokens=[review.employee.token], sight=CALIBRATING)
    choices = choices_for(review)
    seen = request.GET.get("seen", "")
    context: dict[str, Any] = {
        "here": "reviews",
        "review": review,
        "form": form,
        "choices": choices,
        "chosen": str(form["grade"].value() or "") if "grade" in form.fields else "",
        "grade": grade_name(choices.card, review.grade) if choices else "",
        "computed": grade_name(choices.card, review.grade_computed) if choices else "",
        "moves": moves_of([review], {review.pk: file_of(review)}, choices.card) if choices else [],
        "is_waiting": review.state == State.CALIBRATION,
        "is_newer": request.method != "POST" and seen not in ("", str(steps)),
        "board_url": _board_of(request, review),
    }
    return render(request, f"reviews/board/{what}.html", context, status=status_of(form))
