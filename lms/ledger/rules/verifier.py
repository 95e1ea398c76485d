#!/usr/bin/env python3
"""Checks bundles of ledger entries, papers in PDF that carry one, and whole cases in zip, offline:
one file of plain Python (3.9 or newer), which needs nothing else but the package `cryptography` for
the signatures.

    python3 verifier.py BUNDLE.json --key 'NAME+ID+BASE64'
    python3 verifier.py NOTICE.pdf  --key 'NAME+ID+BASE64'
    python3 verifier.py CASE.zip    --key 'NAME+ID+BASE64'

The key is the ledger's public one, had from elsewhere than the bundle. Exit status: 0 everything
verifies, 1 something does not (the last line says where and why), 2 the command is wrong.

What it follows: Merkle trees and proofs RFC 6962 and RFC 9162; checkpoints C2SP tlog-checkpoint in
C2SP signed notes with Ed25519 (RFC 8032); canonical JSON RFC 8785, of numbers whole ones only;
commitments HMAC-SHA256 (RFC 2104) with a random key of 32 bytes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

FORMAT, SCHEMA = "lms-ledger-bundle/1", 1
LARGEST_BUNDLE, LARGEST_NOTE = 16 * 1024 * 1024, 128 * 1024  # bytes, characters
LARGEST_WHOLE_NUMBER = 2**53 - 1  # what JSON carries without loss (RFC 8785, 3.2.2.3)
TIME = "%Y-%m-%dT%H:%M:%S.%fZ"
ED25519, DASH = b"\x01", "\u2014 "
ENVELOPE = {int: "v", str: "type at actor", (str, type(None)): "subject case", dict: "fields keys"}
EMPTY_ROOT = hashlib.sha256(b"").digest()


# The tree (RFC 9162, 2.1): hashes are of 32 bytes, leaves are counted from 0 ---------------------
def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _climb(at: int, last: int, start: bytes, proof: Sequence[bytes]) -> tuple[bytes, ...]:
    """From node `at` of a level that ends with node `last` up to two roots: of the tree that ends
    with that node, and of the whole tree. Nothing where the proof does not fit."""
    old = new = start
    for other in proof:
        if last == 0 or len(other) != 32:
            return ()
        if at & 1 or at == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, other)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 and len(start) == 32 else ()


def is_included(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows the hash of a leaf at `index` in the tree of that size and root (RFC
    9162, 2.1.3.2)."""
    return 0 <= index < size and _climb(index, size - 1, leaf, proof)[1:] == (root,)


def is_consistent(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the later tree begins with the whole of the earlier one (RFC
    9162, 2.1.4.2). Two of one size need no proof; of an empty one nothing can be shown."""
    if not 0 < old_size < new_size:
        return old_size == new_size > 0 and old_root == new_root and not proof
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    # Where the earlier tree is perfect, it is a node of the later one, and not in the proof.
    path = [*proof] if at else [old_root, *proof]
    return bool(path) and _climb(at, last, path[0], path[1:]) == (old_root, new_root)


# Canonical JSON (RFC 8785) and commitments -------------------------------------------------------
def read_json(text: str) -> Any:
    """The value of a JSON text, members in canonical order. Raises `ValueError` for what readers
    take differently: a name twice in an object, fractions, large numbers, endless nesting."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("an object names a member twice")
        return dict(sorted(pairs, key=lambda pair: pair[0].encode("utf-16-be")))

    def whole(number: str) -> int:
        digits = number[number.startswith("-") :]
        if not digits.isdigit() or len(digits) > 16 or int(digits) > LARGEST_WHOLE_NUMBER:
            raise ValueError(f"{number[:20]} is no whole number below 2^53")
        return int(number)

    numbers: dict[str, Any] = {"parse_int": whole, "parse_float": whole, "parse_constant": whole}
    try:
        return json.loads(text, object_pairs_hook=members, **numbers)
    except (RecursionError, MemoryError):
        raise ValueError("nested too deeply, or too much of it") from None


def canonical(value: Any) -> bytes:
    """RFC 8785 in UTF-8, for values without fractions. Raises `ValueError` for anything else."""
    try:
        ordered = read_json(json.dumps(value))
        return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode()
    except (TypeError, RecursionError):
        raise ValueError("a value that canonical JSON cannot carry") from None


def commitment(blinding: bytes, value: Any) -> str:
    """What the public envelope says of a field: base64 of HMAC-SHA256(blinding, canonical value);
    `blinding` is the field's random key of 32 bytes."""
    return to_base64(hmac.new(blinding, canonical(value), hashlib.sha256).digest())


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _from_base64(text: Any, size: int = 0) -> bytes:
    """Raises `ValueError` for what is written otherwise, or not of the size if one is given."""
    try:
        data = base64.b64decode(text)
    except (TypeError, ValueError):
        data = b""
    if to_base64(data) != text or (size and len(data) != size):
        raise ValueError(f"not {size or 'any'} bytes in base64")
    return data


# Signed notes and checkpoints (C2SP) -------------------------------------------------------------
class VerifierKey(NamedTuple):
    """A public key as signed notes write it: `NAME+ID+BASE64`."""

    name: str
    id: bytes  # 4 bytes
    public: bytes  # 32 bytes

    @classmethod
    def of(cls, name: str, public: bytes) -> VerifierKey:
        identity = hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()
        return cls(name, identity[:4], public)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Raises `ValueError` where the text is no such key, or its parts are not of one key."""
        name, __, rest = text.strip().partition("+")
        key = cls.of(name, _from_base64(rest.partition("+")[2], 33)[1:])
        if str(key) != text.strip() or name.split() != [name]:
            raise ValueError("not an Ed25519 key of the form NAME+ID+BASE64, or not all of it")
        return key

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(ED25519 + self.public)}"

    def check(self, signature: bytes, text: bytes) -> None:
        """Raises `ValueError` where the key has not signed the text, or nobody can tell."""
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except ImportError:
            raise ValueError("signatures need the Python package `cryptography`") from None
        except Exception:
            raise ValueError(f"the signature of {self.name} is false") from None


class Checkpoint(NamedTuple):
    """What the log stood at: its name, its number of entries, its root; and when, as signed."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def open_note(note: str, keys: Sequence[VerifierKey]) -> tuple[str, VerifierKey]:
    """The text of a note that one of the keys has signed, and that key. Raises `ValueError`: it is
    no note, none of the keys has signed it, or a signature that names one of them is false."""
    head, found, signatures = note.rpartition("\n\n")
    is_plain = len(note) <= LARGEST_NOTE and all(sign >= " " or sign == "\n" for sign in note)
    if not (is_plain and found and signatures.endswith("\n")):
        raise ValueError("not a signed note")
    text, signed_by, known = head + "\n", None, {(key.name, key.id): key for key in keys}
    for line in signatures[:-1].split("\n"):
        name, __, encoded = line[len(DASH) :].partition(" ")
        signature = _from_base64(encoded)
        if not line.startswith(DASH) or not name or len(signature) < 5:
            raise ValueError("a signature line that is none")
        if key := known.get((name, signature[:4])):
            key.check(signature[4:], text.encode())
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
    if not (size.isascii() and size.isdigit()) or str(int(size[:16])) != size:
        raise ValueError("the checkpoint's size is no number")
    return Checkpoint(origin, int(size), _from_base64(root, 32), tuple(extensions))


def open_checkpoint(note: str, keys: Sequence[VerifierKey], log: str | None = None) -> Checkpoint:
    """The checkpoint of a note signed by one of the keys: of the log of that name, if one is given,
    and in any case of one whose name begins with the key's. Raises `ValueError`."""
    text, key = open_note(note, keys)
    found = read_checkpoint(text)
    if log not in (None, found.origin) or not f"{found.origin}/".startswith(f"{key.name}/"):
        raise ValueError("the checkpoint is another log's")
    return found


# Bundles -----------------------------------------------------------------------------------------
@dataclass
class Report:
    """What a bundle holds, as far as it was checked. With a fault in it nothing of it counts."""

    checkpoint: Checkpoint | None = None
    earlier: list[Checkpoint] = field(default_factory=list)
    entries: dict[int, tuple[Any, Any]] = field(default_factory=dict)  # envelope, what is shown
    named_keys: list[str] = field(default_factory=list)  # by the bundle itself: no evidence
    content: Any = None  # what a paper says, where the bundle came in one
    listed: Any = None  # the list of the files of a case, where it came with them
    place: str = "bundle"  # where the check has come to
    fault: str | None = None  # where it ended, and what is wrong there

    @property
    def is_sound(self) -> bool:
        return self.fault is None


def check_bundle(data: bytes, keys: Sequence[str]) -> Report:
    """Check all of a bundle against the public keys that are trusted. Never raises."""
    report = Report()
    try:
        if len(data) > LARGEST_BUNDLE:
            raise ValueError(f"larger than {LARGEST_BUNDLE} bytes")
        bundle = read_json(data.decode())
        check_members(bundle, {str: "format log checkpoint", list: "keys earlier entries"})
        if bundle["format"] != FORMAT:
            raise ValueError(f"not of the format {FORMAT}")
        report.named_keys = [str(VerifierKey.parse(str(key))) for key in bundle["keys"]]
        trusted = [VerifierKey.parse(key) for key in keys]
        report.place = "checkpoint"
        report.checkpoint = open_checkpoint(bundle["checkpoint"], trusted, bundle["log"])
        for number, each in enumerate(bundle["earlier"]):
            report.place = f"earlier[{number}]"
            report.earlier.append(_earlier(report.checkpoint, each, trusted))
        for number, each in enumerate(bundle["entries"]):
            report.place = f"entries[{number}]"
            _check_entry(report, report.checkpoint, each)
    except ValueError as error:
        report.fault = f"{report.place}: {error}"
    return report


def _earlier(now: Checkpoint, earlier: Any, keys: Sequence[VerifierKey]) -> Checkpoint:
    check_members(earlier, {str: "checkpoint", list: "consistency"})
    then = open_checkpoint(earlier["checkpoint"], keys, now.origin)
    if not is_consistent(then.size, now.size, then.root, now.root, _hashes(earlier["consistency"])):
        raise ValueError("the bundle's checkpoint is not shown to continue this one")
    return then


def _check_entry(report: Report, now: Checkpoint, entry: Any) -> None:
    check_members(entry, {int: "seq", dict: "envelope disclosed", list: "proof"})
    seq, envelope, shown = entry["seq"], entry["envelope"], entry["disclosed"]
    report.place = place = f"{report.place} (entry {seq})"
    check_members(envelope, ENVELOPE)
    if envelope["v"] != SCHEMA or not datetime.strptime(envelope["at"], TIME):  # noqa: DTZ007
        raise ValueError(f"the envelope is of version {envelope['v']}")
    leaf, proof = leaf_hash(canonical(envelope)), _hashes(entry["proof"])
    if not is_included(seq, now.size, leaf, proof, now.root):
        raise ValueError("the checkpoint covers another entry, or the number or proof is wrong")
    if seq in report.entries:
        raise ValueError("stands in the bundle twice")
    for name, each in shown.items():
        report.place = f"{place}, field {name}"
        check_members(each, {object: "value", str: "r"})
        if commitment(_from_base64(each["r"], 32), each["value"]) != envelope["fields"].get(name):
            raise ValueError("what is shown is not what was recorded")
    report.entries[seq] = (envelope, {name: each["value"] for name, each in shown.items()})


def check_members(found: Any, kinds: Mapping[Any, str]) -> None:
    """Raises `ValueError` for what is no object of exactly these members, each of its kind."""
    names = {name: kind for kind, some in kinds.items() for name in some.split()}
    if not isinstance(found, dict) or found.keys() != names.keys():
        raise ValueError(f"not an object of {', '.join(names)}")
    for name, kind in names.items():
        if not isinstance(found[name], kind) or (kind is int and isinstance(found[name], bool)):
            raise ValueError(f"{name} is not of its kind")


def _hashes(texts: Iterable[Any]) -> list[bytes]:
    return [_from_base64(text, 32) for text in texts]
