"""What the ledger says of roles and rosters, made from the rows that stand for them."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from lms.ledger.rules.envelope import Record, Value, written_time

if TYPE_CHECKING:
    from lms.people.models import RetentionTerm, RoleGrant, RosterImport, Unit

ROLE_GRANTED = "role.granted"
ROLE_WITHDRAWN = "role.withdrawn"
ROSTER_IMPORTED = "roster.imported"
TERM_SET = "retention.term"

# How a unit is called may change; its id never does.
FLEETING = ("unit", "unit_code")


def role_granted(grant: "RoleGrant") -> Record:
    at = written_time(grant.granted_at)
    return _about(grant, ROLE_GRANTED, grant.granted_by.token, at)


def role_withdrawn(grant: "RoleGrant") -> Record:
    assert grant.revoked_by is not None and grant.revoked_at is not None
    at = written_time(grant.revoked_at)
    return _about(grant, ROLE_WITHDRAWN, grant.revoked_by.token, at)


def _about(grant: "RoleGrant", kind: str, actor: str, at: str) -> Record:
    fields: dict[str, Value] = {"role": str(grant.role), **_place(grant.unit), "at": at}
    return Record(kind, actor, fields, subject=grant.employee.token, case=grant.case)


def roster_imported(roster: "RosterImport") -> Record:
    """In the name of who confirmed it; about nobody, so that the house's key protects it. How many
    rows came to which outcome, and the hash of all that the check found of each. Not what the file
    was called, which may name somebody."""
    assert roster.confirmed_at is not None
    fields: dict[str, Value] = {
        "file_hash": roster.file_hash,
        "counts": roster.counts,
        "digest": roster.digest,
        **_place(roster.complete_unit),
        "at": written_time(roster.confirmed_at),
    }
    return Record(ROSTER_IMPORTED, roster.asked_by.token, fields, case=str(roster.pk))


def _place(unit: "Unit | None") -> dict[str, Value]:
    if unit is None:
        return {}
    return {"unit": unit.name, "unit_code": unit.code, "unit_id": unit.pk}


def attested(kind: str, row: Any, person: str, about: Mapping[str, Value]) -> Record:
    """The entry of an `Attestation` with a case token, and what it is `about`. In the name of who
    confirmed, or of who entered what was signed on paper. The witness is named by their token,
    under their own key: it goes when they are erased."""
    fields: dict[str, Value] = {
        **about,
        "wording": row.text,
        "wording_hash": row.text_hash,
        "language": row.language,
        "way": str(row.way),
        "at": written_time(row.attested_at),
    }
    keys = {}
    if row.attended is not None:
        fields["signature_hash"] = sha256(row.signature.encode()).hexdigest()
        fields["witness"] = keys["witness"] = row.attended.witness.token
    if row.scan:
        fields["scan_hash"] = row.scan_hash
    actor = row.entered_by.token if row.entered_by else person
    return Record(kind, actor, fields, person, row.case, keys)


def term_set(term: "RetentionTerm") -> Record:
    """About nobody."""
    fields: dict[str, Value] = {
        "kind": term.kind,
        "months": term.months,
        "reason": term.reason,
        "at": written_time(term.set_at),
    }
    return Record(TERM_SET, term.set_by.token, fields, case=term.token)
