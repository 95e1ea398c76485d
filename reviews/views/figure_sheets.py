"""The sheets that go with imports of service figures: the template, and what a check found."""

from collections.abc import Iterable

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _t

from lms.people.rules.roster import EXAMPLE_NUMBER
from lms.sheets.sending import xlsx_response
from lms.sheets.writing import Cell, Column, Sheet
from reviews.enums import FigureColumn
from reviews.queries.figures import Shown, measures_described
from reviews.queries.words import MEASURES
from reviews.rules.cycles import CycleKind, last_full
from reviews.rules.scorecard import Measure

WIDTHS = {FigureColumn.MEASURE: 30, FigureColumn.SOURCE: 40}


def template_sheet() -> FileResponse:
    """Headings and an example, then the measures with what is counted."""
    columns = [Column(str(each.label), WIDTHS.get(each, 14)) for each in FigureColumn]
    described = [
        Column(_t("Measure"), 30),
        Column(_t("Code"), 18),
        Column(_t("Numerator"), 44),
        Column(_t("Denominator"), 44),
        Column(_t("Target"), 10),
    ]
    rows = (
        [each.name, each.code, each.numerator, each.denominator, each.target or "—"]
        for each in measures_described()
    )
    sheets = [
        Sheet(_t("Service figures"), columns, [_example()]),
        Sheet(_t("What may be entered"), described, rows),
    ]
    return _response(sheets, _t("service-figures-template.xlsx"))


def _example() -> list[Cell]:
    month = last_full(CycleKind.QUARTERLY, timezone.localdate()).from_on
    values: dict[str, Cell] = {
        FigureColumn.STAFF_NUMBER: EXAMPLE_NUMBER,
        FigureColumn.MONTH: f"{month:%Y-%m}",
        FigureColumn.MEASURE: str(MEASURES[Measure.CLOSURE]),
        FigureColumn.NUMERATOR: 15,
        FigureColumn.DENOMINATOR: 16,
        FigureColumn.SOURCE: _t("This row is an example and is passed over"),
    }
    return [values[each] for each in FigureColumn]


def result_sheet(rows: Iterable[Shown], name: str) -> FileResponse:
    """Every row with its outcome and the reasons."""
    columns = [
        Column(_t("Row"), 8),
        Column(_t("Outcome"), 12),
        *(Column(str(each.label), WIDTHS.get(each, 14)) for each in FigureColumn),
        Column(_t("Full name"), 16),
        Column(_t("Reasons"), 70),
    ]
    said = (
        [
            row.number,
            str(row.outcome.label),
            row.staff_number,
            row.month,
            row.measure,
            _number(row.numerator),
            _number(row.denominator),
            row.source,
            row.person.name if row.person else "",
            "\n".join(row.remarks),
        ]
        for row in rows
    )
    return _response([Sheet(_t("Service figures"), columns, said)], name)


def _number(text: str) -> Cell:
    return int(text) if text.isascii() and text.isdigit() else text


def _response(sheets: list[Sheet], name: str) -> FileResponse:
    return xlsx_response(sheets, name)
