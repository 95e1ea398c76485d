"""Who has not signed the codebook: the figures, the list, its export, one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from conduct_records.forms.gaps import GapFilter
from conduct_records.models import CodebookVersion
from conduct_records.policies.codebook import ENTER_SIGNATURES, SEE_SIGNATURES
from conduct_records.queries.gaps import bound, figures_of, gap_of, gap_rows, narrowed
from conduct_records.queries.reading import reading_of
from conduct_records.queries.rounds import last_round_of
from conduct_records.queries.signing import Debt, signatures_with_proof
from conduct_records.queries.versions import to_sign
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.policies import check_may, may
from lms.people.queries import employees_reached, units_reached
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest
from lms.sheets.sending import csv_response, xlsx_response
from lms.sheets.writing import Column, Row, Sheet

PAGE_SIZE = 50
AT_ONCE = 500
SIGNATURES = Sight(gettext_noop("codebook signatures"), gettext_noop("who has signed the codebook"))
EXPORT = Sight(
    gettext_noop("missing codebook signatures, in an export"),
    gettext_noop("who has signed the codebook"),
)


@dataclass
class Shown:
    """What the address asks for; the list and its exports read it alike."""

    reached: QuerySet[Employee]
    filter: GapFilter
    version: CodebookVersion | None
    today: date

    @property
    def people(self) -> QuerySet[Employee]:
        return narrowed(bound(self.reached, self.today), self.filter.wanted)

    @cached_property
    def gap(self) -> list[Debt]:
        return gap_of(self.people, self.version) if self.version else []


def shown(request: StaffRequest) -> Shown:
    """Raises `NotAllowed` for who may not see signatures anywhere."""
    check_may(request.user, SEE_SIGNATURES)
    choice = GapFilter(request.GET, units=units_reached(request.user, SEE_SIGNATURES))
    reached = employees_reached(request.user, SEE_SIGNATURES)
    return Shown(reached, choice, to_sign(), timezone.localdate())


@login_required
@require_safe
def gap_list(request: StaffRequest) -> HttpResponse:
    """Figures by site, then who has not signed the newest published version."""
    asked = shown(request)
    page = Paginator(asked.gap, PAGE_SIZE).get_page(request.GET.get("page"))
    figures = figures_of(asked.people, asked.gap) if asked.version else []
    context = {
        "here": "codebook",
        "version": asked.version,
        "filter": asked.filter,
        "figures": figures,
        "people": sum(each.people for each in figures),
        "owing": len(asked.gap),
        "page": page,
        "rows": gap_rows(list(page), asked.version) if asked.version else [],
        "may_ask": may(request.user, ENTER_SIGNATURES),
        "round": last_round_of(request.user),
    }
    return render(request, "conduct_records/desk/gaps.html", context)


@login_required
@require_safe
def signer(request: StaffRequest, pk: int) -> HttpResponse:
    """What one person signed and what they owe; a 404 outside the asker's units."""
    employee = get_object_or_404(employees_reached(request.user, SEE_SIGNATURES), pk=pk)
    look_at(actor=request.user, tokens=[employee.token], sight=SIGNATURES)
    version = to_sign()
    context = {
        "here": "codebook",
        "employee": employee,
        "version": version,
        "reading": reading_of(employee, version) if version else None,
        "signatures": signatures_with_proof(employee),
        "may_enter": may(request.user, ENTER_SIGNATURES, employee),
    }
    return render(request, "conduct_records/desk/signer.html", context)


@login_required
@require_safe
def xlsx(request: StaffRequest) -> HttpResponseBase:
    asked = _taken_away(request)
    return xlsx_response([Sheet(_("Not signed"), _columns(), _rows(asked))], _name(asked))


@login_required
@require_safe
def csv(request: StaffRequest) -> HttpResponseBase:
    asked = _taken_away(request)
    return csv_response(_columns(), _rows(asked), _name(asked))


def _taken_away(request: StaffRequest) -> Shown:
    """What the list shows; that it leaves with a file is recorded for everybody in it."""
    asked = shown(request)
    keys = [each.employee_id for each in asked.gap]
    tokens = Employee.objects.filter(pk__in=keys).values_list("token", flat=True)
    look_at(actor=request.user, tokens=tokens, sight=EXPORT)
    return asked


def _name(asked: Shown) -> str:
    unit = asked.filter.wanted.unit
    parts = [_("Codebook not signed"), str(unit) if unit else "", asked.today.isoformat()]
    return "_".join(part.replace("/", "-") for part in parts if part)


def _columns() -> list[Column]:
    return [
        Column(_("Staff number"), 12),
        Column(_("Full name"), 14),
        Column(_("Unit"), 24),
        Column(_("Post"), 18),
        Column(_("Counts as"), 12),
        Column(_("Version to sign"), 12),
        Column(_("Rules to sign"), 12),
        Column(_("Version signed last"), 12),
        Column(_("Signed on"), 14),
        Column(_("Asked on"), 14),
        Column(_("Reminded on"), 14),
    ]


def _rows(asked: Shown) -> Iterator[Row]:
    version = asked.version
    for start in range(0, len(asked.gap) if version else 0, AT_ONCE):
        assert version is not None
        for row in gap_rows(asked.gap[start : start + AT_ONCE], version):
            employee, last, asking = row.employee, row.last, row.request
            reminded = asking.reminded_at if asking else None
            yield [
                employee.staff_number,
                employee.localised_name,
                str(employee.unit or ""),
                str(employee.post or ""),
                employee.post.get_standing_display() if employee.post else None,
                version.number,
                row.rules,
                last.version.number if last else None,
                timezone.localdate(last.attested_at) if last else None,
                timezone.localdate(asking.asked_at) if asking else None,
                timezone.localdate(reminded) if reminded else None,
            ]
