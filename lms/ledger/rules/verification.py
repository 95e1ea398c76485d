"""What must be true of one stored entry or checkpoint, by itself."""

import hmac
import json
from binascii import b2a_base64
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from lms.ledger.enums import Fault
from lms.ledger.rules.envelope import SCHEMA, Disclosure
from lms.ledger.rules.sealing import CannotOpen, unseal_fields
from lms.ledger.rules.types import HOLD_LIFTED, HOLD_PLACED, HOUSE, KEY_DESTROYED
from lms.ledger.rules.verifier import (
    LARGEST_WHOLE_NUMBER,
    Checkpoint,
    VerifierKey,
    canonical,
    leaf_hash,
    open_checkpoint,
    open_note,
)

_MEMBERS = {"v", "type", "at", "subject", "actor", "case", "fields", "keys"}
_TIME_LENGTH = len("2026-11-22T02:00:00.000000Z")
_TEXT, _TEXT_OR_NONE = {str}, {str, type(None)}
# Much quicker than `canonical`, and the same where nothing is outside ASCII and no number is a
# fraction: an envelope has one number, its version.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Public(NamedTuple):
    """An envelope, read."""

    type: str
    at: str
    moment: datetime
    subject: str | None
    actor: str
    case: str | None
    fields: Mapping[str, str]  # commitments
    keys: Mapping[str, str]
    # The tokens whose keys protect the fields, and which fields each of them.
    protected: Mapping[str, set[str]]


def read_envelope(text: Any) -> Public | None:
    """None where it is not exactly what `envelope` writes."""
    try:
        found = json.loads(text)
        if not _has_shape(found) or (_encode if text.isascii() else _canonical)(found) != text:
            return None
        del found["v"]
        moment = datetime.fromisoformat(found["at"])
        return Public(moment=moment, protected=_protected(found), **found)
    except (TypeError, ValueError, AttributeError, RecursionError):
        return None


def _protected(found: Any) -> dict[str, set[str]]:
    usual, keys = found["subject"] or HOUSE, found["keys"]
    if not keys:
        return {usual: set(found["fields"])} if found["fields"] else {}
    by_token: dict[str, set[str]] = {}
    for name in found["fields"]:
        by_token.setdefault(keys.get(name) or usual, set()).add(name)
    return by_token


def _canonical(value: Any) -> str:
    return canonical(value).decode()


def _has_shape(found: Any) -> bool:
    return (
        type(found) is dict
        and found.keys() == _MEMBERS
        and found["v"] == SCHEMA
        and type(found["v"]) is int
        and type(found["type"]) is type(found["at"]) is type(found["actor"]) is str
        and type(found["subject"]) in _TEXT_OR_NONE
        and type(found["case"]) in _TEXT_OR_NONE
        and _is_map_of_text(found["fields"])
        and _is_map_of_text(found["keys"])
        and found["keys"].keys() <= found["fields"].keys()
        and len(found["at"]) == _TIME_LENGTH
        and found["at"][-1] == "Z"
    )


def _is_map_of_text(found: Any) -> bool:
    return type(found) is dict and {*map(type, found.values())} <= _TEXT


# The ledger's own kinds of entry in the records have this one field, under these keys.
_OWN_FIELDS = {"reason"}
_OWN_KEYS: Mapping[str, Mapping[str, str]] = {
    KEY_DESTROYED: {"reason": HOUSE},
    HOLD_PLACED: {},
    HOLD_LIFTED: {},
}


def has_own_form(public: Public) -> bool:
    """Not so for an erasure or a hold that says nothing, or says it where it does not open: it
    could be anybody's who may add rows to the database."""
    keys = _OWN_KEYS.get(public.type)
    return keys is None or (
        bool(public.subject) and public.fields.keys() == _OWN_FIELDS and public.keys == keys
    )


@dataclass
class KeysAtHand:
    """What is known of the tokens at this moment: those with a key, those whose key was destroyed
    with the entry that says so, and those whose key does not open (which is told once, by itself).
    """

    opened: Mapping[str, bytes] = field(default_factory=dict)
    destroyed: Mapping[str, int] = field(default_factory=dict)
    broken: Collection[str] = ()


def open_values(
    public: Public, leaf: bytes, sealed: Mapping[str, Any], keys: KeysAtHand
) -> dict[str, Disclosure] | Fault:
    """The values of those fields whose key stands; or what is wrong with what was sealed by token.
    Every field must be there exactly once, under the key that the envelope names for it."""
    protected = public.protected
    values: dict[str, Disclosure] = {}
    if protected.keys() != sealed.keys():
        return Fault.SEALED_MISSING if protected.keys() - sealed.keys() else Fault.SEALED_STRAY
    for token, names in protected.items():
        if token in keys.broken or (token not in keys.opened and token in keys.destroyed):
            continue
        if token not in keys.opened:
            return Fault.KEY_MISSING
        try:
            own = unseal_fields(keys.opened[token], token, leaf, sealed[token])
            fits = own.keys() == names and all(
                _opens(each, public.fields[name]) for name, each in own.items()
            )
        except (CannotOpen, TypeError, ValueError):
            return Fault.SEALED_ALTERED
        if not fits:
            return Fault.COMMITMENT
        values.update(own)
    return values


def opens_as_erasure(token: str, envelope: Any, sealed: Any, house: bytes) -> bool:
    """Whether the entry says that the token's key was destroyed, and was written by the ledger."""
    public = read_envelope(envelope)
    return (
        public is not None
        and (public.type, public.subject) == (KEY_DESTROYED, token)
        and has_own_form(public)
        and isinstance(
            open_values(
                public, leaf_hash(envelope.encode()), {HOUSE: sealed}, KeysAtHand({HOUSE: house})
            ),
            dict,
        )
    )


def _opens(disclosure: Disclosure, commitment: str) -> bool:
    """As `Disclosure.commitment` says, several times as fast for text and whole numbers."""
    value = disclosure.value
    if type(value) is str:
        data = encode_basestring(value).encode()
    elif type(value) is int and abs(value) <= LARGEST_WHOLE_NUMBER:
        data = b"%d" % value
    else:
        return disclosure.commitment == commitment
    digest = hmac.digest(disclosure.blinding, data, "sha256")
    return b2a_base64(digest, newline=False).decode() == commitment


def open_own_checkpoint(note: Any, keys: Sequence[VerifierKey]) -> Checkpoint | None:
    """What a stored note states; None unless it is, to the last sign, one that a known key signed.
    Stricter than the standard, which lets anybody add signatures."""
    try:
        checkpoint = open_checkpoint(note, keys)
        text, __, signatures = note.rpartition("\n\n")
        for line in signatures.splitlines():
            open_note(f"{text}\n\n{line}\n", keys)
    except (TypeError, ValueError, AttributeError):
        return None
    return checkpoint
