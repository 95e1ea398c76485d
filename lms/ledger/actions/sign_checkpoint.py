from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lms.jobs.outbox import enqueue
from lms.ledger.actions.record_entries import lock_head
from lms.ledger.enums import Log
from lms.ledger.errors import TreeAltered
from lms.ledger.models import Checkpoint, Head
from lms.ledger.queries.checkpoints import SignedCheckpoint, last_checkpoint
from lms.ledger.queries.keys import signer
from lms.ledger.queries.tree import root_at, size_of
from lms.ledger.rules.notes import checkpoint_text, sign_note


def sign_checkpoint(log: Log) -> Checkpoint | None:
    """Sign what the log stands at, and have it leave the machine; None where nothing was added
    since the last time.

    Raises `SigningKeyMissing`, `SigningKeyWrong`; `TreeAltered` where the tree no longer continues
    what was signed before: such a checkpoint is never signed (C2SP tlog-checkpoint).
    """
    signing = signer()
    with transaction.atomic(durable=True):
        lock_head(log)
        last, size = last_checkpoint(log), size_of(log)
        if size == (last.size if last else 0):
            return None
        if last and (last.size > size or root_at(log, last.size) != last.root):
            raise TreeAltered
        now = timezone.now()
        text = checkpoint_text(Head.objects.get(log=log).origin, size, root_at(log, size), now)
        note = sign_note(text, signing.name, signing.key)
        checkpoint = Checkpoint.objects.create(log=log, size=size, note=note)
        enqueue("lms.ledger.tasks.file_checkpoints")
        if settings.LEDGER_MAIL_TO and _is_first_of_its_day(last):
            enqueue("lms.ledger.tasks.mail_checkpoint", log=str(log), size=size)
    return checkpoint


def _is_first_of_its_day(last: SignedCheckpoint | None) -> bool:
    if last is None or last.signed_at is None:
        return True
    return timezone.localdate(last.signed_at) < timezone.localdate()
