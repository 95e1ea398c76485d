"""Checkpoints leave the machine, so that nobody here can take one back."""

import fcntl
import os
import re
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from lms.ledger.enums import Log
from lms.ledger.models import Checkpoint, Head
from lms.ledger.queries.checkpoints import checkpoint_at, checkpoints, read_stored
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.rules.verifier import DASH


def file_checkpoints() -> int:
    """Append to the checkpoint file those that it lacks, oldest first; how many these were. Each is
    a signed note and an empty line."""
    path = Path(settings.LEDGER_CHECKPOINT_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        written = _whole(file.read())
        file.truncate(len(written.encode()))
        missing = _missing(written)
        for row in missing:
            file.write(f"{row.note}\n")
        file.flush()
        os.fsync(file.fileno())
    return len(missing)


def _missing(written: str) -> list[Checkpoint]:
    keys = verifier_keys()
    return [
        row
        for head in Head.objects.all()
        for row in checkpoints(Log(head.log))
        .filter(size__gt=_largest_written(head.origin, written))
        .order_by("size")
        if read_stored(row, keys)
    ]


def _whole(written: str) -> str:
    """Without a last note that was cut off, as by a power cut: it is appended anew."""
    ends = [match.end() for match in re.finditer(f"^{DASH}[^\n]*\n\n", written, re.MULTILINE)]
    return written[: ends[-1]] if ends else ""


def _largest_written(origin: str, written: str) -> int:
    """The size of the log's last checkpoint in the file: its second line."""
    sizes = re.findall(f"^{re.escape(origin)}\n(\\d+)\n", written, re.MULTILINE)
    return int(sizes[-1]) if sizes else 0


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
