"""What the ledger says of reviews, made from the rows that stand for them."""

from typing import TYPE_CHECKING, Any

from lms.ledger.rules.envelope import Record, Value, written_time
from reviews.rules.trace import content_hash

if TYPE_CHECKING:
    from reviews.models import FigureImport, Result, ReviewCycle, ReviewStep, ScorecardVersion

RESULT_FROZEN = "review.result"
SCORECARD_ADOPTED = "review.scorecard"
CYCLE_OPENED = "review.cycle"
FIGURES_IMPORTED = "review.figures"
FIGURES_WITHDRAWN = "review.figures_withdrawn"
# Fields that hold somebody's token; with them these go when that person is erased.
PERSONS = ("manager", "attended_by")


def entry_name(kind: str) -> str:
    """Of the entries for a kind of step."""
    return f"review.{kind}"


def step_taken(row: "ReviewStep") -> Record:
    """About the person reviewed. What names somebody else is under that one's key."""
    fields: dict[str, Value] = {
        **row.data,
        "review_number": row.review.number,
        "step": row.number,
        "at": written_time(row.at),
    }
    keys = {name: row.data[name] for name in PERSONS if row.data.get(name)}
    return Record(
        entry_name(row.kind), row.actor.token, fields, row.review.employee.token, row.token, keys
    )


def result_content(row: "Result") -> dict[str, Any]:
    """What the hash of a result is made of, and what its PDF carries."""
    return {
        "grade": row.grade,
        "outcome": row.outcome,
        "reason": str(row.reason),
        "total": f"{row.total:.2f}",
        "trace": row.trace,
    }


def result_frozen(row: "Result") -> Record:
    fields: dict[str, Value] = {
        "review_number": row.review.number,
        "period_from": row.review.period_from.isoformat(),
        "period_until": row.review.period_until.isoformat(),
        "number": row.number,
        "reason": str(row.reason),
        "total": f"{row.total:.2f}",
        "grade": row.grade,
        "content_hash": content_hash(result_content(row)),
        "at": written_time(row.frozen_at),
    }
    return Record(RESULT_FROZEN, row.frozen_by.token, fields, row.review.employee.token, row.token)


def scorecard_adopted(row: "ScorecardVersion") -> Record:
    fields: dict[str, Value] = {
        "group": row.group.code if row.group else "",
        "number": row.number,
        "content_hash": content_hash(row.content),
        "note": row.note,
        "at": written_time(row.adopted_at),
    }
    return Record(SCORECARD_ADOPTED, row.adopted_by.token, fields, case=row.token)


def cycle_opened(row: "ReviewCycle") -> Record:
    fields: dict[str, Value] = {
        "kind": str(row.kind),
        "name": row.name,
        "unit_id": row.unit_id,
        "period_from": row.period_from.isoformat() if row.period_from else "",
        "period_until": row.period_until.isoformat() if row.period_until else "",
        "at": written_time(row.opened_at),
    }
    return Record(CYCLE_OPENED, row.opened_by.token, fields, case=row.token)


def figures_imported(row: "FigureImport") -> Record:
    """The figures themselves stand in the hash: they are about many people."""
    assert row.confirmed_at is not None
    fields: dict[str, Value] = {
        "file_name": row.file_name,
        "file_hash": row.file_hash,
        "figures_hash": content_hash(figures_content(row)),
        "at": written_time(row.confirmed_at),
    }
    return Record(FIGURES_IMPORTED, row.sent_by.token, fields, case=row.token)


def figures_content(row: "FigureImport") -> list[list[Any]]:
    """All figures of an import in the order of its rows, without naming anybody."""
    return [
        [
            each.row,
            each.month.isoformat(),
            each.measure,
            each.numerator,
            each.denominator,
            each.source,
        ]
        for each in sorted(row.figures.all(), key=lambda each: (each.row, each.measure))
    ]


def figures_withdrawn(row: "FigureImport") -> Record:
    assert row.withdrawn_by is not None and row.withdrawn_at is not None
    fields: dict[str, Value] = {
        "file_name": row.file_name,
        "reason": row.withdrawn_because,
        "at": written_time(row.withdrawn_at),
    }
    return Record(FIGURES_WITHDRAWN, row.withdrawn_by.token, fields, case=row.token)
