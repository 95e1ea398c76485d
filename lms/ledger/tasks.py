import logging
from smtplib import SMTPException

from django.utils import timezone
from django_tasks import task

from lms.ledger.actions.deliver_checkpoints import file_checkpoints as append_to_file
from lms.ledger.actions.deliver_checkpoints import mail_checkpoint as send_checkpoint
from lms.ledger.actions.note_look import sequence_looks as move_looks
from lms.ledger.actions.run_verification import request_verification_when_due, run_verification
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.errors import LedgerError, SigningKeyMissing
from lms.ledger.models import VerificationRun
from lms.ledger.registries import directory
from lms.notify.retries import pause_after

logger = logging.getLogger(__name__)


@task()
def sign_checkpoints() -> None:
    """Sign what both logs stand at. A log that cannot be signed does not keep the other back."""
    for log in Log:
        try:
            sign_checkpoint(log)
        except SigningKeyMissing:
            logger.warning("Checkpoints are not signed: the signing key is not on this machine")
        except LedgerError as refusal:
            logger.critical("The log of %s cannot be signed: %s", log, refusal)
        except Exception:
            logger.exception("The log of %s could not be signed; it is tried again", log)


@task()
def file_checkpoints() -> None:
    append_to_file()


@task()
def mail_checkpoint(log: str, size: int, attempt: int = 1) -> None:
    """Tried again for a while where the mail server does not take it; tomorrow's covers it too."""
    try:
        send_checkpoint(Log(log), size)
    except (OSError, SMTPException):
        pause = pause_after(attempt)
        logger.exception("The checkpoint of %d %s could not be mailed", size, log)
        if pause is not None:
            later = mail_checkpoint.using(backend="outbox", run_after=timezone.now() + pause)
            later.enqueue(log=log, size=size, attempt=attempt + 1)


@task()
def sequence_looks() -> None:
    move_looks()


@task()
def verify_when_due() -> None:
    request_verification_when_due(actor=directory().system_token())


@task()
def verify_ledger(run_id: str) -> None:
    run = VerificationRun.objects.get(pk=run_id)
    run_verification(run)
    if run.is_sound is False:
        logger.critical("The ledger does not verify: %s", run.outcome)
