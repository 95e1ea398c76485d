"""The keys this process may use. Nothing here makes one (`actions.make_keys`)."""

from base64 import b64decode
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from lms.ledger.errors import (
    MasterKeyMissing,
    MasterKeyWrong,
    SigningKeyMissing,
    SigningKeyWrong,
    VerifierKeysWrong,
)
from lms.ledger.models import SubjectKey
from lms.ledger.rules.sealing import KEY_BYTES, CannotOpen, unwrap_key
from lms.ledger.rules.verifier import VerifierKey

MASTER, SIGNING, VERIFIERS = "master-key", "signing-key", "verifier-keys"


def key_file(name: str) -> Path:
    return Path(settings.LEDGER_KEYS_DIR) / name


def _secret(setting: str, name: str) -> bytes | None:
    """32 bytes from the setting or else the file, in base64; None where there is neither."""
    if not setting and not key_file(name).exists():
        return None
    try:
        return b64decode((setting or key_file(name).read_text()).strip(), validate=True) or None
    except (OSError, ValueError):
        return b""


def master_key() -> bytes:
    """Raises `MasterKeyMissing`, `MasterKeyWrong` for what is no key at all."""
    secret = _secret(settings.LEDGER_MASTER_KEY, MASTER)
    if secret is None:
        raise MasterKeyMissing
    if len(secret) != KEY_BYTES:
        raise MasterKeyWrong
    return secret


@dataclass(frozen=True)
class Signer:
    """Who signs checkpoints: the private key, under the name of its public part."""

    name: str
    key: Ed25519PrivateKey


def signer() -> Signer:
    """Raises `SigningKeyMissing`; `SigningKeyWrong` where the last public key is another's: nobody
    could check what it signs."""
    secret = _secret(settings.LEDGER_SIGNING_KEY, SIGNING)
    if not secret or len(secret) != KEY_BYTES:
        raise SigningKeyMissing
    key, known = Ed25519PrivateKey.from_private_bytes(secret), verifier_keys()
    if not known or known[-1].public != key.public_key().public_bytes_raw():
        raise SigningKeyWrong
    return Signer(known[-1].name, key)


def verifier_keys() -> list[VerifierKey]:
    """The public keys whose checkpoints count, the present one last; none where none is known.
    Raises `VerifierKeysWrong`."""
    text = settings.LEDGER_VERIFIER_KEYS
    try:
        if not text and key_file(VERIFIERS).exists():
            text = key_file(VERIFIERS).read_text()
        return [VerifierKey.parse(line) for line in text.split()]
    except (OSError, ValueError) as error:
        raise VerifierKeysWrong from error


def subject_keys(tokens: Collection[str]) -> dict[str, bytes]:
    """The keys of those tokens that have one. Raises `MasterKeyMissing`, `MasterKeyWrong`."""
    rows = SubjectKey.objects.filter(token__in=tokens).values_list("token", "wrapped")
    master = master_key()
    try:
        return {token: unwrap_key(master, token, bytes(wrapped)) for token, wrapped in rows}
    except CannotOpen as error:
        raise MasterKeyWrong from error
