"""A dry run as a file: every line of it, all pages."""

from collections.abc import Iterator
from decimal import Decimal

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.admin.affected_rows import EffectRow, effect_rows, named
from assessments.admin.regrading import asked_for
from assessments.queries.affected import stakes_of
from assessments.queries.dry_run import DryRun
from assessments.rules.regrading import Standing
from lms.people.models import Employee
from lms.people.views.requests import StaffRequest
from lms.sheets.sending import csv_response, xlsx_response
from lms.sheets.writing import Column, Row, Sheet

AT_ONCE = 500


@require_safe
def regrade_export(request: StaffRequest, pk: int) -> HttpResponseBase:
    """xlsx, or csv where that is asked for."""
    found = asked_for(request, pk)
    name = f"{found.plan.question.code}-{found.plan.mode}"
    rows = _rows(found, request.user)
    if request.GET.get("format") == "csv":
        return csv_response(_columns(), rows, name)
    return xlsx_response([Sheet(_("Dry run"), _columns(), rows)], name)


def _columns() -> list[Column]:
    return [
        Column(_("Staff number"), 12),
        Column(_("Full name"), 14),
        Column(_("Unit"), 24),
        Column(_("Quiz"), 30),
        Column(_("Attempt"), 8),
        Column(_("Effect on the result"), 18),
        Column(_("Mark before"), 10),
        Column(_("Mark after"), 10),
        Column(_("Out of"), 8),
        Column(_("Score before"), 10),
        Column(_("Score after"), 10),
        Column(_("Passed before"), 10),
        Column(_("Passed after"), 10),
        Column(_("At stake"), 40),
    ]


def _rows(found: DryRun, reader: Employee) -> Iterator[Row]:
    stakes = stakes_of(found.failing, reader)
    for start in range(0, len(found.effects), AT_ONCE):
        for row in effect_rows(reader, found.effects[start : start + AT_ONCE], stakes):
            yield _row(row)


def _row(row: EffectRow) -> Row:
    effect, person = row.effect, row.employee
    return [
        person.staff_number if person else "",
        named(person),
        str(person.unit or "") if person else "",
        effect.quiz,
        effect.number,
        str(row.turn),
        _figure(effect.old_mark),
        _figure(effect.new_mark),
        effect.out_of,
        *(_figure(each.score if each else None) for each in (effect.before, effect.after)),
        *(_passed(each) for each in (effect.before, effect.after)),
        ", ".join(stake.label for stake in row.stakes),
    ]


def _figure(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _passed(standing: Standing | None) -> str:
    if standing is None:
        return ""
    return _("yes") if standing.passed else _("no")
