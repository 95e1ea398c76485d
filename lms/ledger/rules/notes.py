"""Writing what `verifier` reads: checkpoints (C2SP tlog-checkpoint) as signed notes (C2SP
signed-note, Ed25519), with the time in a line of its own, so that it is signed as well."""

from base64 import b64encode
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lms.ledger.rules.verifier import DASH, Checkpoint, VerifierKey

_TIME = "time %Y-%m-%dT%H:%M:%SZ"


def checkpoint_text(origin: str, size: int, root: bytes, moment: datetime) -> str:
    """What a log states of itself: its name, its number of entries, its root, and when (UTC, to
    the second). Raises `ValueError` for a name that does not stay on its line."""
    if not origin or any(ord(sign) < 0x20 for sign in origin):
        raise ValueError("A log's name is one line without control characters")
    lines = origin, str(size), b64encode(root).decode(), moment.astimezone(UTC).strftime(_TIME)
    return "".join(f"{line}\n" for line in lines)


def sign_note(text: str, name: str, private_key: Ed25519PrivateKey) -> str:
    """The text with its signature by the key of that name.

    Raises `ValueError` for a text whose last line has no end, and for one or a name that a note
    cannot carry.
    """
    if not text.endswith("\n") or any(ord(sign) < 0x20 and sign != "\n" for sign in text):
        raise ValueError("A note consists of whole lines without control characters")
    if not name or "+" in name or any(sign.isspace() for sign in name):
        raise ValueError("A key's name has neither spaces nor plus signs")
    key = VerifierKey.of(name, private_key.public_key().public_bytes_raw())
    signature = key.id + private_key.sign(text.encode())
    return f"{text}\n{DASH}{name} {b64encode(signature).decode()}\n"


def signed_at(checkpoint: Checkpoint) -> datetime | None:
    """When the checkpoint says it was signed; None where it says nothing that is a time."""
    for line in checkpoint.extensions:
        try:
            return datetime.strptime(line, _TIME).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None
