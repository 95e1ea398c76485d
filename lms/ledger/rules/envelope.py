"""What one entry of the ledger is: a public envelope, and values that are kept apart."""

import json
import secrets
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import rfc8785

from lms.ledger.rules.verifier import commitment

SCHEMA = 1
BLINDING_BYTES = 32

# Whole numbers only: fractions are written as text, so that no reader rounds them.
Value = None | bool | int | str | Sequence["Value"] | Mapping[str, "Value"]


def new_token() -> str:
    """128 random bits that stand for a person, a case or a thing, and say nothing about it."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Record:
    """What a business action has recorded, before it has its place in the ledger.

    `actor`, `subject` (whom it is about) and `case` are tokens. Each field is protected by the
    subject's key, or by that of the token which `keys` names for it; without either by the house's.

    Made anew of a row, to be compared with its entry, `emptied` are the fields of which the row
    says nothing any more, because whom they told of is erased.
    """

    type: str
    actor: str
    fields: Mapping[str, Value]
    subject: str | None = None
    case: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    emptied: Collection[str] = ()


@dataclass(frozen=True)
class Disclosure:
    """A field's value with the random key of its commitment: together they open it."""

    value: Value
    blinding: bytes

    @classmethod
    def of(cls, value: Value) -> "Disclosure":
        return cls(value, secrets.token_bytes(BLINDING_BYTES))

    @property
    def commitment(self) -> str:
        """Raises `ValueError` for a value that canonical JSON cannot carry."""
        return commitment(self.blinding, self.value)

    def as_json(self) -> dict[str, Value]:
        return {"value": self.value, "r": b64encode(self.blinding).decode()}


def written_time(moment: datetime) -> str:
    """RFC 3339 in UTC with microseconds, always of the same length."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def envelope(record: Record, moment: datetime, disclosures: Mapping[str, Disclosure]) -> bytes:
    """The public part in canonical JSON (RFC 8785): what the leaf of the tree is made of.

    `keys` is public too: were it not, a value could be hidden by saying that it stands under a key
    that was destroyed.
    """
    return rfc8785.dumps(
        {
            "v": SCHEMA,
            "type": record.type,
            "at": written_time(moment),
            "subject": record.subject,
            "actor": record.actor,
            "case": record.case,
            "fields": {name: each.commitment for name, each in disclosures.items()},
            "keys": {name: key for name, key in record.keys.items() if key and name in disclosures},
        }
    )


def fields_of(public: str) -> list[str]:
    """The names of the fields that an envelope commits to."""
    return list(json.loads(public)["fields"])
