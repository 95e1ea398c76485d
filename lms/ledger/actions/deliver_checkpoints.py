"""Checkpoints leave the machine, so that nobody here can take one back."""

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from lms.ledger.enums import Log
from lms.ledger.models import Checkpoint, Head
from lms.ledger.queries.checkpoints import checkpoint_at, checkpoints
from lms.ledger.queries.keys import verifier_keys


def file_checkpoints() -> int:
    """Append to the checkpoint file those that it lacks, oldest first; how many these were. Each is
    a signed note and an empty line. The file is only ever added to."""
    path = Path(settings.LEDGER_CHECKPOINT_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        missing = _missing(file.read())
        for row in missing:
            file.write(f"{row.note}\n")
        file.flush()
        os.fsync(file.fileno())
    return len(missing)


def _missing(written: str) -> list[Checkpoint]:
    return [
        row
        for head in Head.objects.all()
        for row in checkpoints(Log(head.log))
        .filter(size__gt=_largest_written(head.origin, written))
        .order_by("size")
    ]


def _largest_written(origin: str, written: str) -> int:
    """The size of the log's last checkpoint in the file: its second line."""
    __, found, rest = written.rpartition(f"{origin}\n")
    return int(rest.split("\n", 1)[0]) if found else 0


def mail_checkpoint(log: Log, size: int) -> None:
    """Send the checkpoint to those who keep it elsewhere. Raises what the mail server answers."""
    checkpoint = checkpoint_at(log, size)
    assert checkpoint is not None
    words = _(
        "Keep this message. It states what the ledger of %(site)s stood at; whoever alters an "
        "entry from before it contradicts this signature."
    ) % {"site": settings.WAGTAIL_SITE_NAME}
    keys = "\n".join(str(key) for key in verifier_keys())
    EmailMessage(
        subject=_("Checkpoint of %(origin)s: %(size)d entries")
        % {"origin": checkpoint.origin, "size": checkpoint.size},
        body=f"{words}\n\n{checkpoint.note}\n{keys}\n",
        to=settings.LEDGER_MAIL_TO,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
