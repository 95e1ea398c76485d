"""What the ledger says of an examination, made from the rows that stand for it."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from lms.ledger.rules.envelope import Record, Value, written_time

if TYPE_CHECKING:
    from assessments.models import (
        Allowance,
        ItemMark,
        Response,
        Sitting,
        SittingItem,
        SittingResult,
        Suspension,
    )

EXAMINATION_HANDED_IN = "examination.handed_in"
EXAMINATION_FINISHED = "examination.finished"
EXAMINATION_REMARKED = "examination.remarked"
EXAMINATION_ALLOWED = "examination.allowed"
EXAMINATION_SUSPENDED = "examination.suspended"
EXAMINATION_REINSTATED = "examination.reinstated"


def examination_handed_in(
    sitting: "Sitting", items: Sequence["SittingItem"], responses: Mapping[int, "Response"]
) -> Record:
    """Of a sitting that waits for a marker: a hash of all answers. `items` in the order of the
    paper, `responses` those that counted then, by the item's id."""
    assert sitting.submitted_by is not None and sitting.submitted_at is not None
    fields: dict[str, Value] = {
        "quiz": sitting.quiz.code,
        "attempt": sitting.number,
        "answers_hash": answers_hash(items, responses),
        "started_at": written_time(sitting.started_at),
        "at": written_time(sitting.submitted_at),
    }
    return Record(
        EXAMINATION_HANDED_IN,
        sitting.submitted_by.token,
        fields,
        subject=sitting.employee.token,
        case=str(sitting.pk),
    )


def examination_finished(result: "SittingResult", marks: Sequence["ItemMark"]) -> Record:
    """The first result: the paper with the mark of each question, and a hash of all answers.
    `marks` are those of the result in the order of the paper, with item and response."""
    sitting = result.sitting
    return Record(
        EXAMINATION_FINISHED,
        result.made_by.token,
        _result(result, marks),
        subject=sitting.employee.token,
        case=str(sitting.pk),
    )


def examination_remarked(result: "SittingResult", marks: Sequence["ItemMark"]) -> Record:
    """A later result, which takes the place of the one before."""
    fields = _result(result, marks) | {
        "sitting": str(result.sitting_id),
        "result": result.number,
        "cause": str(result.cause),
        "reason": result.reason,
        "marked_at": written_time(result.made_at),
    }
    return Record(
        EXAMINATION_REMARKED,
        result.made_by.token,
        fields,
        subject=result.sitting.employee.token,
        case=str(result.pk),
    )


def _result(result: "SittingResult", marks: Sequence["ItemMark"]) -> dict[str, Value]:
    sitting = result.sitting
    items = [each.item for each in marks]
    responses = {each.item_id: each.response for each in marks if each.response is not None}
    assert sitting.submitted_at is not None
    return {
        "quiz": sitting.quiz.code,
        "attempt": sitting.number,
        "score": f"{result.score:.2f}",
        "max_score": f"{sitting.max_score:.2f}",
        "pass_percent": sitting.pass_percent,
        "passed": result.passed,
        "paper": [_on_paper(each) for each in marks],
        "answers_hash": answers_hash(items, responses),
        "started_at": written_time(sitting.started_at),
        "at": written_time(sitting.submitted_at),
    }


def examination_allowed(allowance: "Allowance") -> Record:
    """More time or attempts than others have, by whom and why."""
    fields: dict[str, Value] = {
        "quiz": allowance.quiz.code,
        "extra_minutes": allowance.extra_minutes,
        "extra_attempts": allowance.extra_attempts,
        "reason": allowance.reason,
        "at": written_time(allowance.given_at),
    }
    return Record(
        EXAMINATION_ALLOWED,
        allowance.given_by.token,
        fields,
        subject=allowance.employee.token,
        case=str(allowance.pk),
    )


def examination_suspended(row: "Suspension") -> Record:
    """A result is suspended while a question that decides it is looked into, or stands again."""
    sitting = row.sitting
    fields: dict[str, Value] = {
        "quiz": sitting.quiz.code,
        "attempt": sitting.number,
        "sitting": str(sitting.pk),
        "question": row.question.code,
        "step": row.number,
        "reason": row.reason,
        "at": written_time(row.made_at),
    }
    return Record(
        EXAMINATION_REINSTATED if row.is_lifted else EXAMINATION_SUSPENDED,
        row.made_by.token,
        fields,
        subject=sitting.employee.token,
        case=str(row.pk),
    )


def _on_paper(mark: "ItemMark") -> Value:
    version = mark.item.version
    return {
        "question": version.question.code,
        "version": version.number,
        "mark": f"{mark.mark:.2f}",
        "out_of": version.marks,
    }


def answers_hash(items: Sequence["SittingItem"], responses: Mapping[int, "Response"]) -> str:
    """SHA-256 over JSON with sorted keys and without spaces: for each question the order in which
    its options were shown, and of the answer that counts its revision, its time and what it says.
    `items` in the order of the paper, `responses` those that count, by the item's id."""
    rows: list[object] = []
    for item in items:
        row: list[object] = [item.position, item.option_order]
        if (response := responses.get(item.pk)) is not None:
            row += [response.revision, written_time(response.saved_at), response.answer]
        rows.append(row)
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
