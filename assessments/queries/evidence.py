"""The entries of the ledger about examinations, and the rows behind them."""

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.enums import MarkCause, SittingState
from assessments.models import (
    Allowance,
    ItemMark,
    Sitting,
    SittingItem,
    SittingResult,
    Suspension,
)
from assessments.queries.sittings import counted_in_time
from assessments.rules.evidence import (
    EXAMINATION_ALLOWED,
    EXAMINATION_FINISHED,
    EXAMINATION_HANDED_IN,
    EXAMINATION_REINSTATED,
    EXAMINATION_REMARKED,
    EXAMINATION_SUSPENDED,
    examination_allowed,
    examination_finished,
    examination_handed_in,
    examination_remarked,
    examination_suspended,
)
from lms.ledger.queries.evidence import RowEvidence
from lms.ledger.registries import EntryType
from lms.ledger.rules.envelope import Record


def _results(*, first: bool) -> QuerySet[SittingResult]:
    found = SittingResult.objects.all()
    return with_evidence(found.filter(number=1) if first else found.exclude(number=1))


def with_evidence(results: QuerySet[SittingResult]) -> QuerySet[SittingResult]:
    """Results with all that their entries say."""
    marks = ItemMark.objects.select_related("item__version__question", "response")
    return results.select_related("sitting__quiz", "sitting__employee", "made_by").prefetch_related(
        Prefetch("marks", marks.order_by("item__position"))
    )


def _finished(result: SittingResult) -> Record:
    return examination_finished(result, list(result.marks.all()))


def _remarked(result: SittingResult) -> Record:
    return examination_remarked(result, list(result.marks.all()))


def _judged_sittings() -> QuerySet[Sitting]:
    """Those that were handed in and waited for a marker; what was sat elsewhere was not."""
    items = SittingItem.objects.order_by("position")
    return (
        Sitting.objects.exclude(state=SittingState.OPEN)
        .exclude(results__cause__in=(MarkCause.HANDED_IN, MarkCause.IMPORTED))
        .select_related("quiz", "employee", "submitted_by")
        .prefetch_related(
            Prefetch("items", items),
            Prefetch("items__responses", counted_in_time(), to_attr="counting"),
        )
    )


def _handed_in(sitting: Sitting) -> Record:
    items = list(sitting.items.all())
    responses = {item.pk: each for item in items for each in item.counting}  # type: ignore[attr-defined]
    return examination_handed_in(sitting, items, responses)


def _allowances() -> QuerySet[Allowance]:
    return Allowance.objects.select_related("quiz", "employee", "given_by")


def _suspensions(*, is_lifted: bool) -> QuerySet[Suspension]:
    found = Suspension.objects.filter(is_lifted=is_lifted)
    return found.select_related("sitting__quiz", "sitting__employee", "question", "made_by")


WHAT = {"quiz": _("quiz"), "attempt": _("attempt")}
WHEN = {
    "answers_hash": _("SHA-256 of the answers"),
    "started_at": _("started"),
    "at": _("handed in"),
}
RESULT = {
    **WHAT,
    "score": _("score"),
    "max_score": _("out of"),
    "pass_percent": _("pass mark (%)"),
    "passed": _("passed"),
    "paper": _("questions and marks"),
    **WHEN,
}
AGAIN = {
    "sitting": _("sitting"),
    "result": _("number of the result"),
    "cause": _("cause"),
    "reason": _("reason"),
    "marked_at": _("marked"),
}
ALLOWED = {
    "quiz": _("quiz"),
    "extra_minutes": _("extra minutes"),
    "extra_attempts": _("extra attempts"),
    "reason": _("reason"),
    "at": _("given"),
}
SUSPENDED = {
    **WHAT,
    "sitting": _("sitting"),
    "question": _("question"),
    "step": _("number of the step"),
    "reason": _("reason"),
    "at": _("when"),
}

ENTRY_TYPES = (
    EntryType(
        EXAMINATION_HANDED_IN,
        _("Examination handed in"),
        WHAT | WHEN,
        evidence=RowEvidence(_judged_sittings, _handed_in, case="id"),
    ),
    EntryType(
        EXAMINATION_FINISHED,
        _("Examination finished"),
        RESULT,
        evidence=RowEvidence(lambda: _results(first=True), _finished, case="sitting_id"),
    ),
    EntryType(
        EXAMINATION_REMARKED,
        _("Examination marked again"),
        RESULT | AGAIN,
        evidence=RowEvidence(lambda: _results(first=False), _remarked, case="id"),
    ),
    EntryType(
        EXAMINATION_ALLOWED,
        _("Examination: allowance given"),
        ALLOWED,
        evidence=RowEvidence(_allowances, examination_allowed, case="id"),
    ),
    EntryType(
        EXAMINATION_SUSPENDED,
        _("Examination result suspended"),
        SUSPENDED,
        evidence=RowEvidence(
            lambda: _suspensions(is_lifted=False), examination_suspended, case="id"
        ),
    ),
    EntryType(
        EXAMINATION_REINSTATED,
        _("Examination result stands again"),
        SUSPENDED,
        evidence=RowEvidence(
            lambda: _suspensions(is_lifted=True), examination_suspended, case="id"
        ),
    ),
)
