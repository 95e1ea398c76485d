"""The statistics of a quiz as a file. Shares are in per cent; what is not shown stays empty."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from assessments.queries.statistics.items import COLUMNS, ItemRow, item_rows, version_rows
from assessments.queries.statistics.words import MISSING, NAMES, WHOLE
from assessments.rules.statistics.figures import Statistics
from assessments.rules.statistics.reading import Figure, read_whole
from assessments.views.statistics import Asked, asked_by
from lms.people.views.requests import StaffRequest
from lms.sheets.sending import csv_response, xlsx_response
from lms.sheets.writing import Cell, Column, Row, Sheet

# Of these figures an interval is known.
_BETWEEN = ("facility", "discrimination")


@login_required
@require_safe
def xlsx(request: StaffRequest, code: str) -> HttpResponseBase:
    """The quiz, its questions and their options, a sheet each."""
    asked, statistics = _taken_away(request, code)
    rows = item_rows(statistics)
    sheets = [
        Sheet(_("Quiz"), _whole_columns(), _whole_rows(statistics)),
        Sheet(_("Questions"), _columns(), map(_row, rows)),
        Sheet(_("Options"), _option_columns(), _option_rows(rows)),
    ]
    return xlsx_response(sheets, _name(asked))


@login_required
@require_safe
def csv(request: StaffRequest, code: str) -> HttpResponseBase:
    """The questions."""
    asked, statistics = _taken_away(request, code)
    return csv_response(_columns(), map(_row, item_rows(statistics)), _name(asked))


def _taken_away(request: StaffRequest, code: str) -> tuple[Asked, Statistics]:
    """Raises Http404 where nothing has been worked out yet."""
    asked = asked_by(request, code)
    if asked.kept is None:
        raise Http404
    return asked, asked.kept.statistics


def _name(asked: Asked) -> str:
    """What it is, and of which day."""
    return f"{asked.quiz.code}_{asked.attempts}_{timezone.localdate().isoformat()}"


def _whole_columns() -> list[Column]:
    names = (_("Figure"), _("Value"), pgettext("interval", "From"), pgettext("interval", "To"))
    return [Column(name, 22 if not at else 12) for at, name in enumerate(names)] + [
        Column(_("Note"), 24)
    ]


def _whole_rows(statistics: Statistics) -> Iterator[Row]:
    reading = read_whole(statistics.whole)
    yield [_("Sittings"), statistics.whole.n, None, None, None]
    for name in WHOLE:
        figure: Figure = getattr(reading, name)
        is_plain = name in ("skewness", "kurtosis")
        label = str(NAMES[name]) if is_plain else f"{NAMES[name]} (%)"
        ends = figure.interval and (figure.interval.low, figure.interval.high)
        low, high = (_percent(end) for end in ends) if ends else (None, None)
        value = figure.value if is_plain else _percent(figure.value)
        yield [label, value, low, high, _why(figure)]


def _why(figure: Figure) -> str | None:
    return str(MISSING[figure.missing]) if figure.missing else None


def _percent(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 2)


def _columns() -> list[Column]:
    figures: list[Column] = []
    for name in COLUMNS:
        label = f"{NAMES[name]} (%)"
        figures.append(Column(label, 14))
        if name in _BETWEEN:
            figures += [
                Column(f"{label} {end}", 10)
                for end in (pgettext("interval", "From"), pgettext("interval", "To"))
            ]
    head = [Column(_("Code"), 14), Column(_("Question text"), 40), Column(_("State"), 12)]
    counts = [Column(_("Marks"), 8), Column(_("Sittings"), 10)]
    return [*head, *counts, *figures, Column(_("To look at"), 40)]


def _row(row: ItemRow) -> Row:
    figures: list[Cell] = []
    for name in COLUMNS:
        figure: Figure = getattr(row.reading, name)
        figures.append(_percent(figure.value))
        if name in _BETWEEN:
            about = figure.interval
            figures += [_percent(about.low), _percent(about.high)] if about else [None, None]
    return [
        row.question.code,
        row.version.localised_stem,
        row.question.get_state_display(),
        row.figures.marks,
        row.figures.n,
        *figures,
        "; ".join(map(str, row.flags_in_words)),
    ]


def _option_columns() -> list[Column]:
    return [
        Column(_("Code"), 14),
        Column(_("Version"), 8),
        Column(_("Part"), 18),
        Column(_("Option"), 40),
        Column(_("Right"), 8),
        Column(_("Chosen by"), 10),
        Column(_("Of"), 8),
        Column(_("Of the strongest 27 %"), 12),
        Column(_("Of the weakest 27 %"), 12),
        Column(_("Mean of the rest (%)"), 12),
        Column(_("Note"), 30),
    ]


def _option_rows(rows: list[ItemRow]) -> Iterator[Row]:
    for row in rows:
        for shown in version_rows(row.figures):
            for part in shown.parts:
                for each in part.rows:
                    yield [
                        row.question.code,
                        shown.version.number,
                        part.name,
                        each.option.text,
                        _("yes") if each.option.is_right else _("no"),
                        each.count.n,
                        shown.count.n,
                        each.count.top,
                        each.count.bottom,
                        _percent(each.count.rest),
                        str(each.doubt),
                    ]
