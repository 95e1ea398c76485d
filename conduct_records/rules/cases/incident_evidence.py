"""What the ledger says of incidents and of their evidence, made from the rows that stand for them.

About the person who is named, under their key; about nobody where none is.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from lms.ledger.rules.envelope import Record, Value, written_time

if TYPE_CHECKING:
    from conduct_records.models import Evidence, Incident, IncidentClosing

INCIDENT_REPORTED = "incident.reported"
INCIDENT_CLOSED = "incident.closed"
EVIDENCE_ADDED = "evidence.added"

# How a unit is called may change; its id never does.
FLEETING = ("unit", "unit_code")


def reported(row: "Incident") -> Record:
    assert row.reported_by is not None
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
        "device": row.device,
        "at": written_time(row.reported_at),
    }
    return Record(INCIDENT_REPORTED, row.reported_by.token, fields, _person(row), row.token)


def closed(row: "IncidentClosing") -> Record:
    fields: dict[str, Value] = {
        "incident": row.incident.token,
        "reason": row.reason,
        "at": written_time(row.closed_at),
    }
    return Record(INCIDENT_CLOSED, row.closed_by.token, fields, _person(row.incident), row.token)


def added(row: "Evidence") -> Record:
    """The file itself is held by its hash."""
    assert row.added_by is not None
    fields: dict[str, Value] = {
        "incident": row.incident.token,
        "conduct_case": row.case.token if row.case else None,
        "kind": str(row.kind),
        "file": row.name,
        "size": row.size,
        "sha256": row.sha256,
        "capture_hash": row.capture_hash,
        "captured_at": _written(row.captured_at),
        "about": row.about,
        "origin": row.origin,
        "device": row.device,
        "at": written_time(row.added_at),
    }
    subject = row.case.subject.token if row.case else _person(row.incident)
    return Record(EVIDENCE_ADDED, row.added_by.token, fields, subject, row.token)


def _person(incident: "Incident") -> str | None:
    return incident.person.token if incident.person else None


def _written(moment: datetime | None) -> str | None:
    return written_time(moment) if moment else None
