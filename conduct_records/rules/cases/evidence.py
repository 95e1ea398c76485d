"""What the ledger says of cases, made from the rows that stand for them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from conduct_records.rules.cases.notices import content_hash
from conduct_records.rules.cases.procedure import StepKind
from lms.ledger.rules.envelope import Record, Value, written_time

if TYPE_CHECKING:
    from conduct_records.models import Case, CaseBundle, CaseStep, Incident, Notice, RulePack

NOTICE_ISSUED = "case.notice"
BUNDLE_MADE = "case.bundle"
PACK_ADDED = "conduct.regional_rules"
# Fields that hold somebody's token or name; with them these go when that person is erased.
PERSONS = ("investigator", "person", "attended_by")
# Whom an interview was with.
ASKED = ("name", "person")


def entry_name(kind: str) -> str:
    """Of the entries for a kind of step."""
    return f"case.{kind}"


def step_taken(row: "CaseStep") -> Record:
    """About the person whose case it is, under the case's own key; what names somebody else is
    under that one's. Whom an interview was with is under the step's own key: which key protects a
    field is public, and a person's would tell who it was."""
    fields: dict[str, Value] = {
        **row.data,
        "case_number": row.case.number,
        "step": row.number,
        "at": written_time(row.at),
    }
    keys = under_key_of(row.case, fields)
    keys |= persons_in(row.data)
    if is_under_own_key(row):
        keys |= dict.fromkeys(ASKED, row.token)
    elif "name" in row.data and row.data.get("person"):
        keys["name"] = row.data["person"]
    return Record(
        entry_name(row.kind), row.actor.token, fields, row.case.subject.token, row.token, keys
    )


def persons_in(data: Mapping[str, Any]) -> dict[str, str]:
    """By field, the tokens of others that the content of a step names."""
    return {field: data[field] for field in PERSONS if data.get(field)}


def is_under_own_key(row: "CaseStep") -> bool:
    return row.has_own_key and row.kind == StepKind.INTERVIEWED


def tells_whom_by_key(envelope: Mapping[str, Any]) -> bool:
    """Of an interview from before it had a key of its own, with somebody of the company: that a
    field is under their key names them to whoever reads the envelope."""
    keys = envelope["keys"]
    return keys.get("person") not in (None, envelope["case"], keys.get("at"))


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
    keys = under_key_of(row.case, fields)
    subject = row.case.subject.token
    return Record(NOTICE_ISSUED, row.issued_by.token, fields, subject, row.token, keys)


def bundle_made(row: "CaseBundle") -> Record:
    """`content_hash` stands for the list of the bundle's files."""
    fields: dict[str, Value] = {
        "case_number": row.case.number,
        "purpose": row.purpose,
        "content_hash": row.content_hash,
        "at": written_time(row.made_at),
    }
    keys = under_key_of(row.case, fields)
    return Record(BUNDLE_MADE, row.made_by.token, fields, row.case.subject.token, row.token, keys)


def under_key_of(row: "Case | Incident", fields: Iterable[str]) -> dict[str, str]:
    """Its own key for each field; of those from before there was one, none: the person's."""
    return dict.fromkeys(fields, row.token) if row.has_own_key else {}


def pack_added(row: "RulePack") -> Record:
    fields: dict[str, Value] = {
        "unit_id": row.unit_id,
        "valid_from": row.valid_from.isoformat(),
        "content": row.content,
        "at": written_time(row.added_at),
    }
    return Record(PACK_ADDED, row.added_by.token, fields, case=row.token)
