"""What assessments keep about somebody, as they get to see it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.enums import ExchangeFormat, SittingState
from assessments.models import (
    Allowance,
    Observation,
    QuestionImport,
    Regrade,
    Response,
    Sitting,
    SittingItem,
)
from assessments.queries.marking_work import late_to_decide
from assessments.queries.observing import personal as observing
from assessments.queries.papers import Paper, PaperItem, paper
from assessments.queries.results import newest_marks, result_changes
from assessments.queries.shown import ShownItem, visible_in
from lms.jobs.models import LongWork
from lms.people.models import Employee
from lms.people.registries import DataTable, Portion, RecordKind

OVER = (LongWork.State.DONE, LongWork.State.FAILED)


def gather(employee: Employee, reader: Employee) -> Portion:
    """A few queries for each sitting and each observation."""
    found = Sitting.objects.filter(employee=employee).select_related("quiz", "employee")
    sittings = [(sitting, paper(sitting)) for sitting in found.order_by("started_at")]
    observed, files = observing.gather(employee)
    tables = (
        _sittings(sitting for sitting, __ in sittings),
        _answers(sittings),
        _changes(sitting for sitting, __ in sittings),
        _late(employee),
        _allowances(Allowance.objects.filter(employee=employee).select_related("quiz")),
        *observed,
    )
    return Portion([table for table in tables if table.rows], files)


def _sittings(rows: Iterable[Sitting]) -> DataTable:
    """A suspended result is neither passed nor failed."""
    return DataTable(
        "sittings",
        _("Examinations sat"),
        {
            "examination": _("examination"),
            "attempt": _("attempt"),
            "state": _("state"),
            "started": _("started"),
            "handed_in": _("handed in"),
            "score": _("score"),
            "max_score": _("out of"),
            "passed": _("passed"),
        },
        [
            {
                "examination": row.quiz.localised_title,
                "attempt": row.number,
                "state": row.get_state_display(),
                "started": row.started_at,
                "handed_in": row.submitted_at,
                "score": row.score,
                "max_score": row.max_score,
                "passed": None if row.suspensions else row.passed,
            }
            for row in rows
        ],
    )


def _answers(sittings: Iterable[tuple[Sitting, Paper]]) -> DataTable:
    """What somebody answered is theirs; question, mark and remark as their result page shows
    them."""
    return DataTable(
        "answers",
        _("Answers"),
        {
            "examination": _("examination"),
            "attempt": _("attempt"),
            "number": _("question"),
            "question": _("wording"),
            "answer": _("Your answer"),
            "answered": _("saved"),
            "mark": _("mark"),
            "remark": _("The marker’s remark"),
        },
        [row for sitting, sheet in sittings for row in _of_paper(sitting, sheet)],
    )


def _of_paper(sitting: Sitting, sheet: Paper) -> Iterator[dict[str, Any]]:
    judged = newest_marks(sitting)
    for item in sheet.items:
        seen = visible_in(sitting, item)
        shown = ShownItem(item, seen, judged.get(item.row.pk))
        is_shown = any((seen.answers, seen.marks, seen.key, seen.explanation))
        yield {
            "examination": sitting.quiz.localised_title,
            "attempt": sitting.number,
            "number": item.position,
            "question": item.version.localised_stem if is_shown else "",
            "answer": _answered(item, item.answer),
            "answered": item.response.saved_at if item.response else None,
            "mark": shown.mark if seen.marks else None,
            "remark": shown.remark,
        }


def _answered(item: PaperItem, answer: Any) -> list[str]:
    """In words: the options chosen, or what was typed, part by part."""
    lines = item.lines_of(answer) if answer is not None else ()
    return [
        line.text if line.is_option else " ".join(filter(None, (line.text, line.given)))
        for line in lines
        if line.is_chosen or line.given
    ]


def _changes(sittings: Iterable[Sitting]) -> DataTable:
    return DataTable(
        "changes",
        _("Results that were changed"),
        {
            "examination": _("examination"),
            "attempt": _("attempt"),
            "when": _("when"),
            "score": _("score"),
            "before": _("before"),
            "reason": _("reason"),
        },
        [
            {
                "examination": sitting.quiz.localised_title,
                "attempt": sitting.number,
                "when": change.result.made_at,
                "score": change.result.score,
                "before": change.before.score,
                "reason": change.result.reason,
            }
            for sitting in sittings
            for change in result_changes(sitting)
        ],
    )


def _late(employee: Employee) -> DataTable:
    """Answers that came too late, with what a marker decided of them."""
    rows = Response.objects.filter(item__sitting__employee=employee, counts=False)
    rows = rows.select_related("item__sitting__quiz", "item__version__question", "decision")
    rows = rows.select_related("item__version__picture", "item__key_version")
    return DataTable(
        "late",
        _("Answers that came late"),
        {
            "examination": _("examination"),
            "attempt": _("attempt"),
            "number": _("question"),
            "answer": _("Your answer"),
            "saved": _("saved"),
            "counts": _("counts"),
            "reason": _("reason"),
        },
        [
            {
                "examination": row.item.sitting.quiz.localised_title,
                "attempt": row.item.sitting.number,
                "number": row.item.position,
                "answer": _answered(PaperItem(row.item, row), row.answer),
                "saved": row.saved_at,
                "counts": row.decision.is_allowed if hasattr(row, "decision") else False,
                "reason": row.decision.reason if hasattr(row, "decision") else "",
            }
            for row in rows.order_by("saved_at")
        ],
    )


def _allowances(rows: QuerySet[Allowance]) -> DataTable:
    return DataTable(
        "allowances",
        _("More time or attempts"),
        {
            "examination": _("examination"),
            "minutes": _("extra minutes"),
            "attempts": _("extra attempts"),
            "reason": _("reason"),
            "given": _("given"),
        },
        [
            {
                "examination": row.quiz.localised_title,
                "minutes": row.extra_minutes,
                "attempts": row.extra_attempts,
                "reason": row.reason,
                "given": row.given_at,
            }
            for row in rows.order_by("given_at")
        ],
    )


# How long, and what stands against it -----------------------------------------------------------


def obstacles(employee: Employee) -> Iterator[str]:
    own = Sitting.objects.filter(employee=employee).order_by()
    if count := own.filter(state=SittingState.OPEN).count():
        yield ngettext(
            "An examination of theirs is not handed in.",
            "%(count)d examinations of theirs are not handed in.",
            count,
        ) % {"count": count}
    if count := own.filter(state=SittingState.SUBMITTED).count() + _late_waiting(employee):
        yield ngettext(
            "An examination of theirs waits for a marker.",
            "%(count)d examinations of theirs wait for a marker.",
            count,
        ) % {"count": count}
    if regrades_under_way(employee).exists():
        yield str(_("Answers of theirs are being marked once more."))
    dumps = QuestionImport.objects.filter(format=ExchangeFormat.DJANGO_QUIZ)
    if dumps.exclude(state__in=OVER).exists():
        yield str(_("Questions are being imported, perhaps with examinations of theirs."))


def _late_waiting(employee: Employee) -> int:
    waiting = late_to_decide().filter(item__sitting__employee=employee)
    judged = waiting.filter(item__sitting__state=SittingState.MARKED)
    return judged.values("item__sitting").distinct().count()


def regrades_under_way(employee: Employee) -> QuerySet[Regrade]:
    """Of a question that stood on a paper of theirs."""
    theirs = SittingItem.objects.filter(
        sitting__employee=employee, version__question=OuterRef("question")
    )
    return Regrade.objects.exclude(state__in=OVER).filter(Exists(theirs.order_by()))


def _left(employee: Employee, rows: "QuerySet[Any]") -> date | None:
    return (employee.left_on or date.max) if rows.exists() else None


KINDS = (
    RecordKind(
        "assessments.examinations",
        _("Examinations"),
        24,
        _("from leaving the company"),
        lambda employee: _left(employee, Sitting.objects.filter(employee=employee)),
        at_least=12,
    ),
    RecordKind(
        "assessments.observations",
        _("Practical observations"),
        24,
        _("from leaving the company"),
        lambda employee: _left(employee, Observation.objects.filter(employee=employee)),
        at_least=12,
    ),
)
