"""Encryption of what stands apart from the envelopes: AES-256-GCM (NIST SP 800-38D), a random
nonce of 96 bits before each ciphertext."""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lms.ledger.rules.envelope import Disclosure

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The key is another one, or what was sealed, or what it belongs to, was altered."""


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, belongs_to: bytes) -> bytes:
    """Opens only with the same key and the same `belongs_to`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, belongs_to)


def unseal(key: bytes, sealed: bytes, belongs_to: bytes) -> bytes:
    """Raises `CannotOpen`."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], belongs_to)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def wrap_key(master: bytes, token: str, key: bytes) -> bytes:
    """The key of a token, under the master key and for this token only."""
    return seal(master, key, b"key:" + token.encode())


def unwrap_key(master: bytes, token: str, wrapped: bytes) -> bytes:
    """Raises `CannotOpen`: the master key is another one, or the row was altered."""
    return unseal(master, wrapped, b"key:" + token.encode())


def seal_fields(
    key: bytes, token: str, leaf: bytes, disclosures: Mapping[str, Disclosure]
) -> bytes:
    """Those fields of an entry that the token's key protects, bound to the entry's leaf hash."""
    plain = {
        name: [b64encode(each.blinding).decode(), each.value] for name, each in disclosures.items()
    }
    return seal(key, json.dumps(plain, ensure_ascii=False).encode(), _place(token, leaf))


def unseal_fields(key: bytes, token: str, leaf: bytes, sealed: bytes) -> dict[str, Disclosure]:
    """Raises `CannotOpen`."""
    plain = json.loads(unseal(key, sealed, _place(token, leaf)))
    return {
        name: Disclosure(value, b64decode(blinding)) for name, (blinding, value) in plain.items()
    }


def _place(token: str, leaf: bytes) -> bytes:
    return b"fields:" + token.encode() + b":" + leaf
