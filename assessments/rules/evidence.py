"""What the ledger says of an examination, made from the rows that stand for it."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from lms.ledger.rules.envelope import Record, Value, written_time

if TYPE_CHECKING:
    from assessments.models import Response, Sitting, SittingItem

EXAMINATION_FINISHED = "examination.finished"


def examination_finished(
    sitting: "Sitting", items: Sequence["SittingItem"], responses: Mapping[int, "Response"]
) -> Record:
    """The result, the paper with the mark of each question, and a hash of all answers. `items` in
    the order of the paper, `responses` the newest of each item that has one, by the item's id."""
    assert sitting.submitted_by is not None and sitting.submitted_at is not None
    fields: dict[str, Value] = {
        "quiz": sitting.quiz.code,
        "attempt": sitting.number,
        "score": f"{sitting.score:.2f}",
        "max_score": f"{sitting.max_score:.2f}",
        "pass_percent": sitting.pass_percent,
        "passed": sitting.passed,
        "paper": [_on_paper(item) for item in items],
        "answers_hash": answers_hash(items, responses),
        "started_at": written_time(sitting.started_at),
        "at": written_time(sitting.submitted_at),
    }
    return Record(
        EXAMINATION_FINISHED,
        sitting.submitted_by.token,
        fields,
        subject=sitting.employee.token,
        case=str(sitting.pk),
    )


def _on_paper(item: "SittingItem") -> Value:
    version = item.version
    return {
        "question": version.question.code,
        "version": version.number,
        "mark": f"{item.mark:.2f}",
        "out_of": version.marks,
    }


def answers_hash(items: Sequence["SittingItem"], responses: Mapping[int, "Response"]) -> str:
    """SHA-256 over JSON with sorted keys and without spaces: for each question the order in which
    its options were shown, and of the answer that counts its number, its time and what it says."""
    rows: list[object] = []
    for item in items:
        row: list[object] = [item.position, item.option_order]
        if (response := responses.get(item.pk)) is not None:
            row += [response.number, written_time(response.saved_at), response.answer]
        rows.append(row)
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
