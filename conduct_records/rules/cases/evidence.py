"""What the ledger says of cases, made from the rows that stand for them."""

from typing import TYPE_CHECKING

from conduct_records.rules.cases.notices import content_hash
from lms.ledger.rules.envelope import Record, Value, written_time

if TYPE_CHECKING:
    from conduct_records.models import CaseStep, Notice, RulePack

NOTICE_ISSUED = "case.notice"
PACK_ADDED = "conduct.regional_rules"
# Fields that hold somebody's token or name; with them these go when that person is erased.
PERSONS = ("investigator", "person", "attended_by")


def entry_name(kind: str) -> str:
    """Of the entries for a kind of step."""
    return f"case.{kind}"


def step_taken(row: "CaseStep") -> Record:
    """About the person whose case it is. What names somebody else is under that one's key."""
    fields: dict[str, Value] = {
        **row.data,
        "case_number": row.case.number,
        "step": row.number,
        "at": written_time(row.at),
    }
    keys = {name: row.data[name] for name in PERSONS if row.data.get(name)}
    if "name" in row.data and row.data.get("person"):
        keys["name"] = row.data["person"]
    return Record(
        entry_name(row.kind), row.actor.token, fields, row.case.subject.token, row.token, keys
    )


def notice_issued(row: "Notice") -> Record:
    """The hash of what the paper says stands for it: made of the content itself, so that the
    comparison sees a content that was altered beside its hash."""
    fields: dict[str, Value] = {
        "case_number": row.case.number,
        "kind": str(row.kind),
        "number": row.number,
        "content_hash": content_hash(row.content),
        "at": written_time(row.issued_at),
    }
    return Record(NOTICE_ISSUED, row.issued_by.token, fields, row.case.subject.token, row.token)


def pack_added(row: "RulePack") -> Record:
    fields: dict[str, Value] = {
        "unit_id": row.unit_id,
        "valid_from": row.valid_from.isoformat(),
        "content": row.content,
        "at": written_time(row.added_at),
    }
    return Record(PACK_ADDED, row.added_by.token, fields, case=row.token)
