"""What the ledger says of incidents, of their evidence, and of what is written about a report, made
from the rows that stand for them.

Each is about the person who is named, and protected by the incident's own key, or by the case's
where a file belongs to one: it can be erased by itself. Who reported is a closed field, not the
entry's actor, whom every reader of the ledger sees; what tells of their device is a hash, so that
nothing of it is left when they are erased. Rows from before this was so (`has_own_key`) keep the
form in which they were recorded.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from conduct_records.rules.cases.evidence import under_key_of
from lms.ledger.rules.envelope import Record, Value, written_time
from lms.ledger.rules.types import HOUSE

if TYPE_CHECKING:
    from conduct_records.models import (
        Evidence,
        IdentityAnswer,
        IdentityRequest,
        Incident,
        IncidentClosing,
        ReportMessage,
    )
    from lms.people.models import Employee

INCIDENT_REPORTED = "incident.reported"
INCIDENT_CLOSED = "incident.closed"
EVIDENCE_ADDED = "evidence.added"
MESSAGE_WRITTEN = "incident.message"
IDENTITY_ASKED = "identity.asked"
IDENTITY_ANSWERED = "identity.answered"

# How a unit is called may change; its id never does.
FLEETING = ("unit", "unit_code")


def reported(row: "Incident") -> Record:
    fields: dict[str, Value] = {
        "kind": str(row.kind),
        "what": row.what,
        "place": row.place,
        "unit": row.unit.name,
        "unit_code": row.unit.code,
        "unit_id": row.unit_id,
        "rule": row.rule_code,
        "happened_at": written_time(row.happened_at),
        "known_at": written_time(row.known_at),
        "source": str(row.source),
        "reference": row.reference,
        "device": held_text(row.device, row.token) if row.has_own_key else row.device,
        "at": written_time(row.reported_at),
    }
    if row.is_reserved:
        fields["reserved"] = True
    record = _by_reporter(row, INCIDENT_REPORTED, row.reported_by, "reported_by", fields, row.token)
    return replace(record, emptied=("device",) if _is_gone(row.reported_by) else ())


def came_with_report(row: "Evidence") -> bool:
    """Whether what it is called, where it comes from and what device took it may tell who reported,
    and so stands in the ledger as a hash alone."""
    return row.case is None and row.incident.has_own_key


def held_text(text: str, token: str) -> str:
    """Proves the text of the row with the token while it stands there, and does not keep it."""
    return sha256(f"{token}\n{text}".encode()).hexdigest() if text else ""


def _is_gone(who: "Employee | None") -> bool:
    return who is not None and who.erased_at is not None


def closed(row: "IncidentClosing") -> Record:
    fields: dict[str, Value] = {
        "incident": row.incident.token,
        "reason": row.reason,
        "at": written_time(row.closed_at),
    }
    return _about(row.incident, INCIDENT_CLOSED, row.closed_by.token, fields, row.token)


def added(row: "Evidence") -> Record:
    """The file itself is held by its hash."""
    told = {"file": row.name, "origin": row.origin, "device": row.device}
    if came_with_report(row):
        told = {name: held_text(text, row.token) for name, text in told.items()}
    fields: dict[str, Value] = {
        "incident": row.incident.token,
        "conduct_case": row.case.token if row.case else None,
        "kind": str(row.kind),
        "size": row.size,
        "sha256": row.sha256,
        "capture_hash": row.capture_hash,
        "captured_at": _written(row.captured_at),
        "about": row.about,
        **told,
        "at": written_time(row.added_at),
    }
    if row.case is None:
        record = _by_reporter(
            row.incident, EVIDENCE_ADDED, row.added_by, "added_by", fields, row.token
        )
        return replace(record, emptied=told if _is_gone(row.added_by) else ())
    assert row.added_by is not None
    keys = under_key_of(row.case, fields)
    subject = row.case.subject.token
    return Record(EVIDENCE_ADDED, row.added_by.token, fields, subject, row.token, keys)


def message_written(row: "ReportMessage") -> Record:
    """By HR, or by whoever reported without their name."""
    fields: dict[str, Value] = {
        "incident": row.incident.token,
        "text": row.text,
        "at": written_time(row.written_at),
    }
    actor = row.written_by.token if row.written_by else HOUSE
    return _about(row.incident, MESSAGE_WRITTEN, actor, fields, row.token)


def identity_asked(row: "IdentityRequest") -> Record:
    fields: dict[str, Value] = {
        "incident": row.incident.token,
        "reason": row.reason,
        "at": written_time(row.asked_at),
    }
    return _about(row.incident, IDENTITY_ASKED, row.asked_by.token, fields, row.token)


def identity_answered(row: "IdentityAnswer") -> Record:
    asked = row.request
    fields: dict[str, Value] = {
        "incident": asked.incident.token,
        "request": asked.token,
        "granted": row.is_granted,
        "reason": row.reason,
        "until": _written(row.valid_until),
        "at": written_time(row.answered_at),
    }
    return _about(asked.incident, IDENTITY_ANSWERED, row.answered_by.token, fields, row.token)


def _by_reporter(
    incident: "Incident",
    kind: str,
    who: "Employee | None",
    field: str,
    fields: Mapping[str, Value],
    token: str,
) -> Record:
    """What came with a report: who sent it stands in `field`, by the internal number of their
    account, which stays when they are erased; nobody where it was sent without a name."""
    if incident.has_own_key:
        return _about(incident, kind, HOUSE, {**fields, field: who.pk if who else None}, token)
    assert who is not None
    return Record(kind, who.token, fields, _person(incident), token)


def _about(
    incident: "Incident", kind: str, actor: str, fields: Mapping[str, Value], token: str
) -> Record:
    keys = under_key_of(incident, fields)
    return Record(kind, actor, fields, _person(incident), token, keys)


def _person(incident: "Incident") -> str | None:
    return incident.person.token if incident.person else None


def _written(moment: datetime | None) -> str | None:
    return written_time(moment) if moment else None
