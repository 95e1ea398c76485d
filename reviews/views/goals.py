"""Goals: of the team at the desk, and one's own on the phone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.models import Employee
from lms.people.policies import check_may
from lms.people.queries import in_order, search_employees, units_reached
from lms.people.views.requests import StaffRequest
from lms.ui.statuses import status_of
from reviews.actions.note_progress import note_progress
from reviews.actions.set_goal import set_goal
from reviews.actions.withdraw_goal import withdraw_goal
from reviews.errors import ReviewError
from reviews.forms.goals import ChangeForm, GoalForm, NoteForm, TeamFilter, WithdrawForm
from reviews.policies import (
    RATE,
    can_note_progress,
    can_set_goals,
    check_can_set_goals,
)
from reviews.queries.goals import (
    GoalLine,
    goal_line,
    goals_of,
    people_with_goals,
    team_lines,
    without_goals,
)

PAGE_SIZE = 30


@login_required
@require_safe
def team(request: StaffRequest) -> HttpResponse:
    """Whom one may set goals, with how far those that run are reached."""
    check_may(request.user, RATE)
    today = timezone.localdate()
    filters = TeamFilter(request.GET, units=units_reached(request.user, RATE))
    filters.is_valid()
    people = people_with_goals(request.user, RATE, today)
    if unit := filters.cleaned_data.get("unit"):
        people = people.filter(unit__path__startswith=unit.path)
    if text := filters.cleaned_data.get("text"):
        people = search_employees(people, text)
    if filters.cleaned_data.get("lack"):
        people = without_goals(people, today)
    page = Paginator(in_order(people), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": team_lines(list(page), today), "filter": filters}
    return render(request, "reviews/goals/team.html", {"here": "reviews"} | context)


@login_required
@require_safe
def of(request: StaffRequest, pk: int) -> HttpResponse:
    """The goals of one person, with what was noted."""
    person = _person(request, pk)
    context = {
        "here": "reviews",
        "person": person,
        "goals": goals_of(person, timezone.localdate()),
        "has_left": person.has_left_by(timezone.localdate()),
    }
    return render(request, "reviews/goals/of.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = GoalForm(_sent(request), today=timezone.localdate())
    if form.is_valid():
        try:
            set_goal(actor=request.user, employee=person, terms=form.terms)
        except ReviewError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The goal is set, and the person is told."))
            return redirect("reviews:goals-of", pk=pk)
    return _page(request, "set", form, {"person": person})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, token: str) -> HttpResponse:
    """Another goal instead: the one before is withdrawn with a reason, and stays readable."""
    line = _line_of_team(request, token)
    form = ChangeForm(_sent(request), today=line.today, goal=line.goal)
    if form.is_valid():
        try:
            set_goal(
                actor=request.user,
                employee=line.goal.employee,
                terms=form.terms,
                instead_of=line.goal,
                because=form.cleaned_data["because"],
            )
        except ReviewError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The goal is changed, and the person is told."))
            return redirect("reviews:goals-of", pk=line.goal.employee.pk)
    return _page(request, "set", form, {"person": line.goal.employee, "line": line})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, token: str) -> HttpResponse:
    line = _line_of_team(request, token)
    form = WithdrawForm(_sent(request))
    if form.is_valid():
        try:
            withdraw_goal(actor=request.user, goal=line.goal, because=form.cleaned_data["because"])
        except ReviewError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The goal is withdrawn, and the person is told."))
            return redirect("reviews:goals-of", pk=line.goal.employee.pk)
    return _page(request, "withdraw", form, {"person": line.goal.employee, "line": line})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: StaffRequest, token: str) -> HttpResponse:
    """One goal at the desk: what was noted, and noting."""
    line = _line_of_team(request, token)
    form = NoteForm(_sent(request), today=line.today)
    if form.is_valid() and _noted(request, line, form):
        return redirect("reviews:goal", token=token)
    context = {"person": line.goal.employee, "line": line, "may_note": line.can_be_noted}
    return _page(request, "goal", form, context)


@login_required
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """My goals: how far, until when, what waits to be noted."""
    goals = goals_of(request.user, timezone.localdate())
    return render(request, "reviews/goals/own.html", {"here": "record", "goals": goals})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_goal(request: StaffRequest, token: str) -> HttpResponse:
    """One of mine, with its history; I note how far I am."""
    line = goal_line(token, timezone.localdate())
    if line is None or line.goal.employee != request.user:
        raise Http404
    form = NoteForm(_sent(request), today=line.today)
    if form.is_valid() and _noted(request, line, form):
        return redirect("reviews:own-goal", token=token)
    may_note = line.can_be_noted and can_note_progress(request.user, line.goal)
    context = {"here": "record", "line": line, "may_note": may_note}
    return _page(request, "own_goal", form, context)


def _noted(request: StaffRequest, line: GoalLine, form: NoteForm) -> bool:
    """Whether it is noted; else the form says why not."""
    said = form.cleaned_data
    try:
        note_progress(
            actor=request.user,
            goal=line.goal,
            percent=said["percent"],
            rests_on=said["note"],
            on_day=said["on_day"],
        )
    except ReviewError as refusal:
        _refuse(form, refusal)
        return False
    messages.success(request, _("Noted."))
    return True


def _person(request: StaffRequest, pk: int) -> Employee:
    check_may(request.user, RATE)
    person = get_object_or_404(Employee.objects.select_related("unit", "post"), pk=pk)
    check_can_set_goals(request.user, person)
    return person


def _line_of_team(request: StaffRequest, token: str) -> GoalLine:
    """Of somebody the reader sets goals; 404 otherwise, as for a goal there is not."""
    line = goal_line(token, timezone.localdate())
    if line is None or not can_set_goals(request.user, line.goal.employee):
        raise Http404
    return line


def _sent(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _refuse(form: Any, refusal: ReviewError) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def _page(request: StaffRequest, name: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    status = status_of(form)
    context = {"here": "reviews", "form": form} | context
    return render(request, f"reviews/goals/{name}.html", context, status=status)
