"""The reviews of a cycle as a file: all that the filter shows."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from lms.people.actions.look_at import look_at
from lms.people.queries import units_reached
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.sheets.sending import csv_response, xlsx_response
from lms.sheets.writing import Column, Row, Sheet
from reviews.forms.desk import DeskFilter
from reviews.models import Review, ReviewCycle
from reviews.policies import SEE, reach_over_reviews
from reviews.queries.cycles import overdue_first
from reviews.queries.desk import narrowed, reviews_seen, row_of, with_rows
from reviews.views.cycles import cycle_or_404

AT_ONCE = 500
EXPORT = Sight(
    gettext_noop("review, in an export of the cycle"), gettext_noop("running a review cycle")
)


@login_required
@require_safe
def xlsx(request: StaffRequest, pk: int) -> HttpResponseBase:
    cycle, found = _taken_away(request, pk)
    return xlsx_response([Sheet(_("Reviews"), _columns(), _rows(found))], _name(cycle))


@login_required
@require_safe
def csv(request: StaffRequest, pk: int) -> HttpResponseBase:
    cycle, found = _taken_away(request, pk)
    return csv_response(_columns(), _rows(found), _name(cycle))


def _taken_away(request: StaffRequest, pk: int) -> tuple[ReviewCycle, QuerySet[Review]]:
    """What the table shows; that these people's records leave with the file is recorded."""
    cycle = cycle_or_404(request, pk)
    reach = reach_over_reviews(request.user)
    wanted = DeskFilter(request.GET, units=units_reached(request.user, SEE)).wanted
    seen = narrowed(reviews_seen(request.user, reach).filter(cycle=cycle), wanted)
    tokens = seen.order_by().values_list("employee__token", flat=True)
    look_at(actor=request.user, tokens=tokens, sight=EXPORT)
    return cycle, overdue_first(seen)


def _name(cycle: ReviewCycle) -> str:
    """What it is, and of which day."""
    parts = [str(cycle), timezone.localdate().isoformat()]
    return "_".join(part.replace("/", "-") for part in parts)


def _columns() -> list[Column]:
    return [
        Column(_("Review"), 14),
        Column(_("Staff number"), 12),
        Column(_("Full name"), 14),
        Column(_("Unit"), 24),
        Column(_("Post"), 18),
        Column(_("From"), 12),
        Column(_("Until"), 12),
        Column(_("Stage"), 14),
        Column(_("Due"), 12),
        Column(_("Manager"), 14),
        Column(_("Total"), 10),
        Column(_("Frozen"), 10),
    ]


def _rows(found: QuerySet[Review]) -> Iterator[Row]:
    """The order is fixed at once; reviews that move on while the file is written keep their
    place."""
    today = timezone.localdate()
    order = list(found.values_list("pk", flat=True))
    for start in range(0, len(order), AT_ONCE):
        keys = order[start : start + AT_ONCE]
        reviews = with_rows(Review.objects.all()).in_bulk(keys)
        for key in keys:
            yield _row(reviews[key], today)


def _row(review: Review, today: date) -> Row:
    row = row_of(review, today)
    person = review.employee
    return [
        review.number,
        person.staff_number,
        person.localised_name,
        str(review.unit),
        str(review.post),
        review.period_from,
        review.period_until,
        row.state,
        row.due.on if row.due else None,
        review.manager.localised_name if review.manager else None,
        float(review.total) if review.total is not None else None,
        None if review.total is None else (_("no") if row.is_provisional else _("yes")),
    ]
