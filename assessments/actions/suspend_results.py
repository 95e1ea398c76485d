"""Whether a result stands while questions on its paper are looked into. Part of a larger action,
which holds the sitting and records the entries that this returns."""

from collections.abc import Iterable
from datetime import datetime

from assessments.models import Question, Sitting, SittingItem, Suspension
from assessments.queries.suspensions import step_behind, suspended_by, wanted
from assessments.rules.evidence import examination_suspended
from lms.ledger.rules.envelope import Record
from lms.people.models import Employee


def settle_suspensions(
    sitting: Sitting,
    items: Iterable[SittingItem],
    *,
    by: Employee,
    now: datetime,
    reason: str = "",
) -> list[Record]:
    """Suspend the result of a locked sitting, or have it stand again, as its questions and their
    marks are now. `items` is its paper with versions and questions."""
    items = list(items)
    of_paper = {item.version.question_id: item.version.question for item in items}
    held = suspended_by([sitting])[sitting.pk] if sitting.suspensions else set()
    decided = wanted(sitting, items, held)
    records = []
    for key in sorted(held ^ decided):
        row = _write(sitting, of_paper[key], is_lifted=key in held, by=by, now=now, reason=reason)
        records.append(examination_suspended(row))
    if sitting.suspensions != len(decided):
        sitting.suspensions = len(decided)
        sitting.save(update_fields=["suspensions"])
    return records


def _write(
    sitting: Sitting,
    question: Question,
    *,
    is_lifted: bool,
    by: Employee,
    now: datetime,
    reason: str,
) -> Suspension:
    step = step_behind(question, is_lifted=is_lifted)
    rows = Suspension.objects.filter(sitting=sitting, question=question)
    return Suspension.objects.create(
        sitting=sitting,
        question=question,
        number=rows.count() + 1,
        is_lifted=is_lifted,
        step=step,
        reason=step.reason if step is not None else reason,
        made_at=now,
        made_by=by,
    )
