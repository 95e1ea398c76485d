"""The result of a sitting whose every item has a mark. Part of a larger action, which records the
entries that this returns."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from assessments.actions.suspend_results import settle_suspensions
from assessments.enums import MarkCause, SittingState
from assessments.models import (
    ItemMark,
    Response,
    ResultMark,
    Sitting,
    SittingItem,
    SittingResult,
)
from assessments.queries import newest_marks
from assessments.registries import after_marking
from assessments.rules import marking, outcome
from assessments.rules.evidence import examination_finished, examination_remarked
from lms.jobs.outbox import enqueue
from lms.ledger.rules.envelope import Record
from lms.people.models import Employee


def mark_by_key(
    items: Iterable[SittingItem],
    responses: dict[int, Response],
    *,
    by: Employee,
    cause: str,
    now: datetime,
) -> list[ItemMark]:
    """Mark what the key can decide; an item without an answer earns nothing. What a marker has to
    judge gets no mark. The items are locked with their sitting and have their versions."""
    marks = []
    for item in items:
        response = responses.get(item.pk)
        share = _share(item, response)
        item.mark = None if share is None else marking.mark(marks=item.version.marks, share=share)
        if item.mark is not None:
            marks.append(
                ItemMark(
                    item=item,
                    number=item.marks.count() + 1 if cause != MarkCause.HANDED_IN else 1,
                    response=response,
                    mark=item.mark,
                    cause=cause,
                    marked_at=now,
                    marked_by=by,
                )
            )
    SittingItem.objects.bulk_update(items, ["mark"])
    return ItemMark.objects.bulk_create(marks)


def _share(item: SittingItem, response: Response | None) -> Fraction | None:
    if item.is_waived:
        return Fraction(1)
    return item.interaction.grade(response.answer) if response else Fraction(0)


def record_result(
    sitting: Sitting, *, by: Employee, cause: str, now: datetime, reason: str = ""
) -> list[Record]:
    """Score and pass from the newest mark of each item, as the next result, and whether a question
    in quarantine decides it; the entries to record, that of the result first. Empty while an item
    waits for a marker: the sitting then waits too. Enqueues `registries.after_marking`."""
    marks = list(newest_marks(sitting).values())
    if any(item.mark is None for item in sitting.items.all()):
        sitting.state, sitting.score, sitting.passed = SittingState.SUBMITTED, None, None
        sitting.save(update_fields=["state", "score", "passed"])
        return []
    sitting.score = marking.score(each.mark for each in marks)
    sitting.passed = _passed(sitting, marks)
    sitting.state = SittingState.MARKED
    sitting.save(update_fields=["state", "score", "passed"])
    result = SittingResult.objects.create(
        sitting=sitting,
        number=sitting.results.count() + 1,
        cause=cause,
        reason=reason,
        score=sitting.score,
        passed=sitting.passed,
        made_at=now,
        made_by=by,
    )
    ResultMark.objects.bulk_create(ResultMark(result=result, mark=mark) for mark in marks)
    items = [each.item for each in marks]
    suspended = settle_suspensions(sitting, items, by=by, now=now, reason=reason)
    for task_path in after_marking:
        enqueue(task_path, sitting_id=str(sitting.pk))
    say = examination_finished if result.number == 1 else examination_remarked
    return [say(result, marks), *suspended]


def _passed(sitting: Sitting, marks: Iterable[ItemMark]) -> bool:
    items = [
        outcome.MarkedItem(each.item.section, each.mark, each.item.version.marks) for each in marks
    ]
    shares = outcome.section_shares(items, sitting.minimums)
    assert sitting.score is not None
    return outcome.passed(sitting.score, sitting.max_score, sitting.pass_percent, shares)
