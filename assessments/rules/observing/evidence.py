"""What the ledger says of an observation, made from the rows that stand for it."""

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from lms.ledger.rules.envelope import Record, Value, written_time
from lms.people.rules.attestation import text_hash

if TYPE_CHECKING:
    from assessments.models import Observation, ObservationPhoto

OBSERVATION_MADE = "observation.made"
OBSERVATION_PHOTO = "observation.photo"


def observation_made(row: "Observation") -> Record:
    """Sheet, result, and hashes of what was seen, signed and drawn as signatures."""
    fields: dict[str, Value] = {
        "sheet": row.version.sheet.code,
        "version": row.version.number,
        "score": f"{row.score:.2f}",
        "max_score": f"{row.most:.2f}",
        "passed": row.passed,
        "failed": list(row.failed),
        "given_hash": given_hash(row),
        "statement_hash": row.statement_hash,
        "assessor_signature_hash": text_hash(row.assessor_signature),
        "employee_signature_hash": text_hash(row.employee_signature),
        "not_signed_because": row.not_signed_because,
        "observed_at": written_time(row.observed_at),
        "at": written_time(row.received_at),
    }
    return Record(
        OBSERVATION_MADE,
        row.observed_by.token,
        fields,
        subject=row.employee.token,
        case=row.token,
    )


def photo_kept(photo: "ObservationPhoto") -> Record:
    """A picture beside a point: the hash when it was taken, and that of what is kept."""
    row = photo.observation
    fields: dict[str, Value] = {
        "observation": row.token,
        "point": photo.point,
        "sha256": photo.sha256,
        "capture_hash": photo.capture_hash,
        "captured_at": written_time(photo.captured_at) if photo.captured_at else "",
    }
    return Record(
        OBSERVATION_PHOTO,
        row.observed_by.token,
        fields,
        subject=row.employee.token,
        case=photo.token,
    )


def given_hash(row: "Observation") -> str:
    """SHA-256 over JSON with sorted keys and without spaces: what was given for each point, with
    the remarks of both."""
    said = [row.given, row.remark, row.employee_remark]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
