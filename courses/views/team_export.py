"""The team's table as a file: everybody the filter shows, all pages."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext
from django.views.decorators.http import require_safe

from courses.queries.standings import Cell, Member, members
from courses.views.standing_words import in_words
from courses.views.team import Shown, shown
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.sheets.sending import csv_response, xlsx_response
from lms.sheets.writing import Column, Row, Sheet

# People whose cells are fetched at a time.
AT_ONCE = 500
EXPORT = Sight(
    gettext_noop("training record, in an export of the team"),
    gettext_noop("training progress of the team"),
)


@login_required
@require_safe
def xlsx(request: StaffRequest) -> HttpResponseBase:
    asked = _taken_away(request)
    return xlsx_response([Sheet(_("Team"), _columns(asked), _rows(asked))], _name(asked))


@login_required
@require_safe
def csv(request: StaffRequest) -> HttpResponseBase:
    asked = _taken_away(request)
    return csv_response(_columns(asked), _rows(asked), _name(asked))


def _taken_away(request: StaffRequest) -> Shown:
    """What the table shows; that its people's records leave with the file is recorded."""
    asked = shown(request)
    tokens = asked.team.order_by().values_list("token", flat=True)
    look_at(actor=request.user, tokens=tokens, sight=EXPORT)
    return asked


def _name(asked: Shown) -> str:
    """What it is, of whom, and of which day."""
    unit = asked.filter.wanted.unit
    parts = [_("Training of the team"), str(unit) if unit else "", asked.today.isoformat()]
    return "_".join(part.replace("/", "-") for part in parts if part)


def _columns(asked: Shown) -> list[Column]:
    person = [
        Column(_("Staff number"), 12),
        Column(_("Full name"), 14),
        Column(_("Unit"), 24),
        Column(_("Post"), 18),
        Column(_("On leave until"), 14),
    ]
    headings = [
        (_("State"), 20),
        (_("To be finished by"), 14),
        (_("Completed"), 14),
        (_("Certificate valid until"), 14),
    ]
    return person + [
        Column(f"{course.title} · {heading}", width)
        for course in asked.courses
        for heading, width in headings
    ]


def _rows(asked: Shown) -> Iterator[Row]:
    """The order is fixed at once; people who change while the file is written keep their place."""
    order = list(asked.team.values_list("pk", flat=True))
    for start in range(0, len(order), AT_ONCE):
        keys = order[start : start + AT_ONCE]
        found = Employee.objects.select_related("unit", "post").in_bulk(keys)
        people = [found[key] for key in keys if key in found]
        for member in members(people, asked.courses, asked.today):
            yield _row(member)


def _row(member: Member) -> Row:
    employee, away = member.employee, member.away
    cells = [value for cell in member.cells for value in _values(cell)]
    return [
        employee.staff_number,
        employee.localised_name,
        str(employee.unit or ""),
        str(employee.post or ""),
        (away.until_on or pgettext("leave", "open")) if away else None,
        *cells,
    ]


def _values(cell: Cell) -> Row:
    enrolment = cell.enrolment
    if enrolment is None:
        return [in_words(cell.standing), None, None, None]
    certificate, completed = enrolment.certificate, enrolment.completed_at
    return [
        in_words(cell.standing),
        enrolment.due_on,
        timezone.localdate(completed) if completed else None,
        certificate.valid_until if certificate else None,
    ]
