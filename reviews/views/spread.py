"""What HR sees of frozen results as a whole: by site, and what goes together."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.people.rules.suppression import LEAST
from lms.people.views.requests import StaffRequest
from reviews.forms.spread import SpreadFilter
from reviews.models import Review
from reviews.policies import check_can_see_cycles, reach_over_reviews
from reviews.queries.board import reviews_counted
from reviews.queries.correlations import what_goes_together
from reviews.queries.cycles import cycles_seen
from reviews.queries.spread import spread_over_sites, still_open, with_results
from reviews.rules.correlation import LEAST as LEAST_PAIRS


@login_required
@require_safe
def spread(request: StaffRequest) -> HttpResponse:
    """How the results of a cycle are spread over the sites."""
    choice, reviews = _chosen(request)
    context = _about(choice, reviews) | {"least": LEAST}
    if choice.cycle_chosen:
        found = spread_over_sites(reviews, choice.cycle_chosen, choice.group_chosen)
        context |= {"spread": found}
    return render(request, "reviews/spread/sites.html", context)


@login_required
@require_safe
def correlations(request: StaffRequest) -> HttpResponse:
    """What goes together in the results of a cycle."""
    choice, reviews = _chosen(request)
    context = _about(choice, reviews) | {"least": LEAST_PAIRS}
    if choice.cycle_chosen:
        if choice.group_chosen:
            reviews = reviews.filter(post__group=choice.group_chosen)
        context |= {"found": what_goes_together(reviews)}
    return render(request, "reviews/spread/together.html", context)


def _chosen(request: StaffRequest) -> tuple[SpreadFilter, QuerySet[Review]]:
    """What was asked for, and the reviews of that cycle that count for the reader."""
    check_can_see_cycles(request.user)
    reach = reach_over_reviews(request.user)
    counted = reviews_counted(request.user, reach)
    choice = SpreadFilter(request.GET, cycles=with_results(cycles_seen(reach), counted))
    cycle = choice.cycle_chosen
    return choice, counted.filter(cycle=cycle) if cycle else counted.none()


def _about(choice: SpreadFilter, reviews: QuerySet[Review]) -> dict[str, Any]:
    return {
        "here": "reviews",
        "filter": choice,
        "cycle": choice.cycle_chosen,
        "group": choice.group_chosen,
        "open_count": still_open(reviews) if choice.cycle_chosen else 0,
    }
