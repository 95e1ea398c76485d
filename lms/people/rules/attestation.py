"""What was confirmed, word for word, and how we know who confirmed it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lms.people.models import AttendedSession, Employee

OWN, ATTENDED, PAPER = "own", "attended", "paper"


def text_hash(text: str) -> str:
    """SHA-256 of the wording in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def file_hash(file: Any) -> str:
    """SHA-256 of an uploaded file, as 64 hexadecimal digits."""
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@dataclass(frozen=True)
class Proof:
    """How we know that it was they. In their own session nothing more is needed; an attended one
    brings the session and what was signed; paper brings the scan, who entered it, and when it was
    signed."""

    way: str = OWN
    attended: "AttendedSession | None" = None
    signature: str = ""
    scan: Any = ""
    entered_by: "Employee | None" = None
    attested_at: datetime | None = None

    def fields(self, *, now: datetime) -> dict[str, Any]:
        """The columns of an `Attestation`."""
        return {
            "way": self.way,
            "attended": self.attended,
            "signature": self.signature,
            "scan": self.scan,
            "scan_hash": file_hash(self.scan) if self.scan else "",
            "entered_by": self.entered_by,
            "attested_at": self.attested_at or now,
        }
