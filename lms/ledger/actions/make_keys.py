import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from lms.ledger.models import Checkpoint, SubjectKey
from lms.ledger.queries.keys import MASTER, SIGNING, VERIFIERS, key_file
from lms.ledger.rules.sealing import KEY_BYTES
from lms.ledger.rules.verifier import VerifierKey


def make_keys() -> None:
    """Make the key files that a first start needs and the environment does not bring.

    A master key is made only while nothing is sealed: one that is lost must be put back, not
    replaced. Safe to run at the same time in several processes.
    """
    if not settings.LEDGER_MASTER_KEY and not SubjectKey.objects.exists():
        _keep(MASTER, b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    if not (settings.LEDGER_SIGNING_KEY or settings.LEDGER_VERIFIER_KEYS):
        _make_signing_key()


def _make_signing_key() -> None:
    """The pair is made together, and only once: a machine that has the public part alone, or has
    signed before, gets no other one, which would seem to be the right one."""
    if key_file(VERIFIERS).exists() or Checkpoint.objects.exists():
        return
    _keep(SIGNING, b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    private = Ed25519PrivateKey.from_private_bytes(b64decode(key_file(SIGNING).read_text()))
    public = private.public_key().public_bytes_raw()
    _keep(VERIFIERS, f"{VerifierKey.of(settings.LEDGER_ORIGIN, public)}\n", secret=False)


def _keep(name: str, text: str, *, secret: bool = True) -> None:
    """Only the owner can read a temporary file. It takes its name when it is complete, and only
    where no other process was quicker: all of them then read the same key."""
    path: Path = key_file(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=path.parent, prefix=f"{name}-") as draft:
        draft.write(text)
        draft.flush()
        if not secret:
            Path(draft.name).chmod(0o644)
        with suppress(FileExistsError):
            os.link(draft.name, path)
