#!/usr/bin/env python3
"""Checks a bundle of ledger entries offline, and the mathematics under every ledger of this kind.

    python3 verifier.py BUNDLE.json --key 'NAME+ID+BASE64'

One file of plain Python (3.9 or newer) that imports nothing of the product; `cryptography` is
needed for signatures alone. The key is the ledger's public one, had from somewhere else than the
bundle.

What it follows: Merkle trees and their proofs RFC 6962 and RFC 9162 (SHA-256; 0x00 before a leaf,
0x01 before a node); checkpoints C2SP tlog-checkpoint in C2SP signed notes with Ed25519 (RFC 8032);
canonical JSON RFC 8785, without numbers that are not whole; commitments HMAC-SHA256 (RFC 2104) with
a random key of 32 bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FORMAT = "lms-ledger-bundle/1"
LARGEST_BUNDLE = 64 * 1024 * 1024  # bytes
LARGEST_NOTE = 64 * 1024
LARGEST_WHOLE_NUMBER = 2**53 - 1  # what JSON carries without loss (RFC 8785, 3.2.2.3)
ED25519 = b"\x01"
DASH = "\u2014 "


class Refused(Exception):
    """Something does not verify: `where` in the bundle, and `what` is wrong there."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where, self.what = where, what


# The tree (RFC 9162, 2.1) ---------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: bytes in, 32 bytes out."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children, 32 bytes each."""
    return hashlib.sha256(b"\x01" + left + right).digest()


EMPTY_ROOT = hashlib.sha256(b"").digest()


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2).

    `leaf` is the leaf's hash at `index` (from 0) in a tree of `size` leaves. Raises `ValueError`
    where the proof is too long or too short for that place.
    """
    if not 0 <= index < size:
        raise ValueError("the entry lies outside the tree")
    at, last, found = index, size - 1, leaf
    for other in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if at & 1 or at == last:
            found = node_hash(other, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return found


def roots_from_consistency(
    old_size: int, new_size: int, old_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """The two roots that a consistency proof leads to, old and new (RFC 9162, 2.1.4.2), for an
    earlier tree that is not empty and a later one that is larger.

    Raises `ValueError` where the proof does not fit the sizes.
    """
    if not 0 < old_size < new_size:
        raise ValueError("the later tree is not larger than the earlier one")
    is_subtree = old_size & (old_size - 1) == 0
    path = [old_root, *proof] if is_subtree else list(proof)
    if not path:
        raise ValueError("the proof is too short")
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            raise ValueError("the proof is too long")
        if at & 1 or at == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, other)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")
    return old, new


def is_included(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows the leaf's hash at `index` in the tree of that size and root."""
    try:
        return root_from_inclusion(index, size, leaf, proof) == root
    except ValueError:
        return False


def is_consistent(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the later tree begins with the whole of the earlier one. Two of
    the same size are the same tree, and an empty one is the beginning of any: nothing to prove."""
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    try:
        return roots_from_consistency(old_size, new_size, old_root, proof) == (old_root, new_root)
    except ValueError:
        return False


# Canonical JSON and commitments ------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """RFC 8785 in UTF-8, for values without fractions. Raises `ValueError` for anything else."""
    return _canonical(value, 0).encode("utf-8")


def _canonical(value: Any, depth: int) -> str:
    if depth > 64:
        raise ValueError("nested too deeply")
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_WHOLE_NUMBER:
            raise ValueError("a number beyond 2^53")
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(_canonical(each, depth + 1) for each in value) + "]"
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        # By UTF-16 code units (RFC 8785, 3.2.3); a lone surrogate has no UTF-8 and is refused.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        pairs = (f"{_canonical(key, 0)}:{_canonical(value[key], depth + 1)}" for key in keys)
        return "{" + ",".join(pairs) + "}"
    raise ValueError("a value that canonical JSON cannot carry")


def commitment(blinding: bytes, value: Any) -> str:
    """What the public envelope says of a field: base64 of HMAC-SHA256(blinding, canonical value);
    `blinding` is the field's random key of 32 bytes."""
    digest = hmac.new(blinding, canonical(value), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


# Signed notes and checkpoints --------------------------------------------------------------------


@dataclass(frozen=True)
class VerifierKey:
    """A public key as C2SP signed notes write it: `NAME+ID+BASE64`."""

    name: str
    id: bytes  # 4 bytes
    public: bytes  # 32 bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Raises `ValueError` where the text is no such key, or its id is another key's."""
        name, __, rest = text.strip().partition("+")
        number, __, encoded = rest.partition("+")
        try:
            raw, key_id = _from_base64(encoded), bytes.fromhex(number)
        except ValueError:
            raise ValueError("not a public key of the form NAME+ID+BASE64") from None
        if not name or any(sign.isspace() for sign in name) or len(raw) != 33 or raw[:1] != ED25519:
            raise ValueError("not an Ed25519 key of the form NAME+ID+BASE64")
        key = cls.of(name, raw[1:])
        if key.id != key_id:
            raise ValueError("the key's id does not belong to it")
        return key

    @classmethod
    def of(cls, name: str, public: bytes) -> VerifierKey:
        identity = hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()
        return cls(name, identity[:4], public)

    def __str__(self) -> str:
        encoded = base64.b64encode(ED25519 + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"

    def has_signed(self, signature: bytes, text: bytes) -> bool:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Checkpoint:
    """What the log stood at: its name, its number of entries, its root; and when, as signed."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def open_note(note: str, keys: Sequence[VerifierKey]) -> tuple[str, VerifierKey]:
    """The text of a note that one of the keys has signed, and that key.

    Raises `ValueError`: no note, no signature by a known key, or one by a known key that is false.
    """
    if len(note) > LARGEST_NOTE:
        raise ValueError("the note is too large")
    if any(ord(sign) < 0x20 and sign != "\n" for sign in note):
        raise ValueError("the note contains control characters")
    head, found, signatures = note.rpartition("\n\n")
    if not found or not signatures.endswith("\n"):
        raise ValueError("not a signed note")
    text, signed_by = head + "\n", None
    for line in signatures[:-1].split("\n"):
        name, found, encoded = line[len(DASH) :].partition(" ")
        if not line.startswith(DASH) or not found:
            raise ValueError("a signature line that is none")
        raw = _from_base64(encoded)
        for key in keys:
            if (key.name, key.id) == (name, raw[:4]):
                if not key.has_signed(raw[4:], text.encode("utf-8")):
                    raise ValueError(f"the signature of {name} is false")
                signed_by = signed_by or key
    if signed_by is None:
        raise ValueError("no signature by a key that is trusted")
    return text, signed_by


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text states. Raises `ValueError`."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise ValueError("not a checkpoint")
    origin, size, root, *extensions = lines[:-1]
    if not (size.isascii() and size.isdigit()) or str(int(size[:20])) != size:
        raise ValueError("the checkpoint's size is no number")
    found = _from_base64(root)
    if len(found) != 32:
        raise ValueError("the checkpoint's root is no SHA-256")
    return Checkpoint(origin, int(size), found, tuple(extensions))


def open_checkpoint(note: str, keys: Sequence[VerifierKey]) -> Checkpoint:
    """The checkpoint of a note signed by one of the keys. Raises `ValueError`."""
    text, key = open_note(note, keys)
    checkpoint = read_checkpoint(text)
    if not checkpoint.origin.startswith(key.name):
        raise ValueError("the checkpoint is another log's")
    return checkpoint


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("not base64") from None
