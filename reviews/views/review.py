"""One review at the desk: where it stands, what it comes to and from what, what happened, what can
be done now."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.policies import may
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from reviews.models import Result, Review, ReviewStep
from reviews.policies import SEE, can_see_review, offices_held
from reviews.queries.files import step_of, with_people
from reviews.queries.result_proof import result_proof
from reviews.queries.result_versions import results_of, versions_of
from reviews.queries.review_timeline import Names, names_in, step_rows, timeline_of
from reviews.queries.trace_view import TraceView
from reviews.queries.trend import Trend, trend_until
from reviews.queries.words import COMPONENTS, OFFICES, STATES
from reviews.rules import steps as said
from reviews.rules.procedure import OWNERS, Office, State
from reviews.rules.review_file import ReviewFile
from reviews.rules.scorecard import Component, Scorecard
from reviews.rules.stages import stages_of
from reviews.rules.strengths import strengths_of
from reviews.views.review_doors import Door, doors_of
from reviews.views.shown_results import shown_provisional, shown_result

REVIEW = Sight(gettext_noop("performance review"), gettext_noop("handling a review"))


@dataclass
class ReviewDesk:
    """A review as its page needs it, each part read when it is first asked for."""

    actor: Employee
    review: Review
    rows: list[ReviewStep]
    file: ReviewFile

    @cached_property
    def offices(self) -> frozenset[Office]:
        return offices_held(self.actor, self.review, self.file)

    @cached_property
    def results(self) -> list[Result]:
        return results_of(self.review)

    @property
    def result(self) -> Result | None:
        """The version that holds."""
        return self.results[-1] if self.results else None

    @cached_property
    def shown(self) -> TraceView | None:
        if self.file.state == State.WITHDRAWN:
            return None
        if self.result is not None:
            return shown_result(self.actor, self.review, self.result, self.file)
        return shown_provisional(self.actor, self.review, self.file)

    @property
    def card(self) -> Scorecard | None:
        """The one that the grade is of."""
        return self.shown.parts[-1].card.card if self.shown else None

    @cached_property
    def names(self) -> Names:
        traces = [each.frozen_trace for each in self.results]
        return names_in(self.review, self.rows, self.card, traces)

    @cached_property
    def trend(self) -> Trend | None:
        """For a manager only that of reviews they read themselves."""
        sees_all = may(self.actor, SEE, self.review.employee)
        return trend_until(self.review, rated_by=None if sees_all else self.actor)

    @cached_property
    def doors(self) -> list[Door]:
        return doors_of(self.actor, self.review, self.file, self.offices)


def desk_at(request: StaffRequest, pk: int) -> ReviewDesk:
    """404 for whoever may not see the review; opening it is noted before it is shown."""
    review = get_object_or_404(with_people(Review.objects.all()), pk=pk)
    if not can_see_review(request.user, review):
        raise Http404
    look_at(actor=request.user, tokens=[review.employee.token], sight=REVIEW)
    rows = step_rows(review)
    return ReviewDesk(request.user, review, rows, ReviewFile.of(step_of(row) for row in rows))


@login_required
@require_safe
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """Every opening is noted; the page says so."""
    desk = desk_at(request, pk)
    context = head_of(desk) | {
        "shown": desk.shown,
        "trend": desk.trend,
        "doors": [door for door in desk.doors if not door.is_beside],
        "beside": [door for door in desk.doors if door.is_beside],
        "turn": _turn(desk),
        "events": timeline_of(desk.rows, desk.names),
        "versions": versions_of(desk.results, desk.card),
        "result": desk.result,
        "proof": result_proof(desk.result) if desk.result else None,
        "self_assessed": desk.file.last_step(said.SelfAssessed),
        "rating": _rating(desk),
        **_standing_out(desk),
    }
    return render(request, "reviews/review/review.html", context)


def head_of(desk: ReviewDesk) -> dict[str, Any]:
    """What every page of a review at the desk begins with."""
    review, file = desk.review, desk.file
    opened_on = timezone.localdate(review.opened_at)
    zone = timezone.get_default_timezone()
    stages = stages_of(file, review.cycle.timeline, review.period_until, opened_on, zone)
    return {
        "here": "reviews",
        "review": review,
        "subject": review.employee,
        "state": STATES[file.state],
        "is_over": OWNERS[file.state] == Office.NOBODY,
        "is_late": review.due_on is not None and review.due_on < timezone.localdate(),
        "stages": [(STATES[each.state], str(each.standing), each.day) for each in stages],
    }


def _turn(desk: ReviewDesk) -> dict[str, Any]:
    """Whose turn it is; and whether an appeal waits for somebody else than the reader."""
    owner = OWNERS[desk.file.state]
    return {
        "who": OFFICES[owner],
        "is_mine": owner in desk.offices,
        "is_anybodys": owner not in (Office.NOBODY, Office.CALENDAR),
        "lacks_manager": owner == Office.MANAGER and desk.review.manager is None,
        "is_others": owner == Office.APPEALS and Office.APPEALS not in desk.offices,
    }


def _rating(desk: ReviewDesk) -> dict[str, Any] | None:
    """The manager's words that count, and who wrote them when."""
    if desk.file.rating is None:
        return None
    row = next(row for row in reversed(desk.rows) if row.kind == "rated")
    return {"text": desk.file.rating.text, "by": row.actor.localised_name, "at": row.at}


def _standing_out(desk: ReviewDesk) -> dict[str, list[Any]]:
    if desk.shown is None:
        return {}
    found = strengths_of(desk.shown.scores)
    return {
        "strong": [COMPONENTS[Component(code)] for code in found.high],
        "weak": [COMPONENTS[Component(code)] for code in found.low],
    }
