"""What assessments keep about somebody, as they get to see it."""

from collections.abc import Iterable, Iterator
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
from assessments.queries.results import result_changes
from assessments.queries.shown import ShownItem, items_as_seen
from lms.people.models import Employee
from lms.people.registries import DataTable, Portion, RecordKind, since_leaving


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
        _allowances(employee),
        *observed,
    )
    return Portion([table for table in tables if table.rows], files)


def _sittings(rows: Iterable[Sitting]) -> DataTable:
    """A suspended result is neither passed nor failed."""
    return DataTable.of(
        "sittings",
        _("Examinations sat"),
        rows,
        {
            "examination": (_("examination"), lambda row: row.quiz.localised_title),
            "attempt": (_("attempt"), lambda row: row.number),
            "state": (_("state"), lambda row: row.get_state_display()),
            "started": (_("started"), lambda row: row.started_at),
            "handed_in": (_("handed in"), lambda row: row.submitted_at),
            "score": (_("score"), lambda row: row.score),
            "max_score": (_("out of"), lambda row: row.max_score),
            "passed": (_("passed"), lambda row: None if row.suspensions else row.passed),
        },
    )


def _answers(sittings: Iterable[tuple[Sitting, Paper]]) -> DataTable:
    """What somebody answered is theirs; question, mark and remark as their result page shows
    them."""
    return DataTable.of(
        "answers",
        _("Answers"),
        ((sitting, one) for sitting, sheet in sittings for one in items_as_seen(sitting, sheet)),
        {
            "examination": (_("examination"), lambda row: row[0].quiz.localised_title),
            "attempt": (_("attempt"), lambda row: row[0].number),
            "number": (_("question"), lambda row: row[1].item.position),
            "question": (_("wording"), lambda row: _wording(row[1])),
            "answer": (_("Your answer"), lambda row: _answered(row[1].item)),
            "answered": (_("saved"), lambda row: getattr(row[1].item.response, "saved_at", None)),
            "mark": (_("mark"), lambda row: row[1].mark if row[1].visible.marks else None),
            "remark": (_("The marker’s remark"), lambda row: row[1].remark),
        },
    )


def _wording(shown: ShownItem) -> str:
    return shown.item.version.localised_stem if shown.is_shown else ""


def _answered(item: PaperItem) -> list[str]:
    """In words: the options chosen, or what was typed, part by part."""
    return [
        line.text if line.is_option else " ".join(filter(None, (line.text, line.given)))
        for line in (item.lines if item.answer is not None else ())
        if line.is_chosen or line.given
    ]


def _changes(sittings: Iterable[Sitting]) -> DataTable:
    return DataTable.of(
        "changes",
        _("Results that were changed"),
        ((sitting, change) for sitting in sittings for change in result_changes(sitting)),
        {
            "examination": (_("examination"), lambda row: row[0].quiz.localised_title),
            "attempt": (_("attempt"), lambda row: row[0].number),
            "when": (_("when"), lambda row: row[1].result.made_at),
            "score": (_("score"), lambda row: row[1].result.score),
            "before": (_("before"), lambda row: row[1].before.score),
            "reason": (_("reason"), lambda row: row[1].result.reason),
        },
    )


def _late(employee: Employee) -> DataTable:
    """Answers that came too late, with what a marker decided of them."""
    rows = Response.objects.filter(item__sitting__employee=employee, counts=False)
    rows = rows.select_related("item__sitting__quiz", "item__version__question", "decision")
    rows = rows.select_related("item__version__picture", "item__key_version")
    return DataTable.of(
        "late",
        _("Answers that came late"),
        rows.order_by("saved_at"),
        {
            "examination": (_("examination"), lambda row: row.item.sitting.quiz.localised_title),
            "attempt": (_("attempt"), lambda row: row.item.sitting.number),
            "number": (_("question"), lambda row: row.item.position),
            "answer": (_("Your answer"), lambda row: _answered(PaperItem(row.item, row))),
            "saved": (_("saved"), lambda row: row.saved_at),
            "counts": (_("counts"), lambda row: _said(row, "is_allowed", False)),
            "reason": (_("reason"), lambda row: _said(row, "reason", "")),
        },
    )


def _said(late: Response, name: str, undecided: Any) -> Any:
    return getattr(late.decision, name) if hasattr(late, "decision") else undecided


def _allowances(employee: Employee) -> DataTable:
    rows = Allowance.objects.filter(employee=employee).select_related("quiz")
    return DataTable.of(
        "allowances",
        _("More time or attempts"),
        rows.order_by("given_at"),
        {
            "examination": (_("examination"), lambda row: row.quiz.localised_title),
            "minutes": (_("extra minutes"), lambda row: row.extra_minutes),
            "attempts": (_("extra attempts"), lambda row: row.extra_attempts),
            "reason": (_("reason"), lambda row: row.reason),
            "given": (_("given"), lambda row: row.given_at),
        },
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
    if dumps.exclude(state__in=QuestionImport.OVER).exists():
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
    return Regrade.objects.exclude(state__in=Regrade.OVER).filter(Exists(theirs.order_by()))


KINDS = (
    RecordKind(
        "assessments.examinations",
        _("Examinations"),
        24,
        _("the last day in the company"),
        since_leaving(Sitting),
        at_least=12,
    ),
    RecordKind(
        "assessments.observations",
        _("Practical observations"),
        24,
        _("the last day in the company"),
        since_leaving(Observation),
        at_least=12,
    ),
)
