"""Handing e-mails in. No notice is ever mailed twice.

A notice is marked as being sent, and that is committed, before the server hears of it. Where the
server refuses, or never took the call, nothing has left and it is tried again later. Where the
line broke in the middle, or this process ended, nobody knows: such a notice is left as failed,
with a word that says so.
"""

from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.notify.models import EmailState, Notice
from lms.notify.retries import pause_after

# A notice taken up longer ago than this belongs to a worker that is gone.
LOST_AFTER = timedelta(minutes=15)
# Permanent refusals of a server, against those that may pass (RFC 5321, 4.2.1).
PERMANENT = range(500, 600)


def due(now: datetime) -> Q:
    return Q(email_state=EmailState.WAITING, email_due_at__lte=now)


def send_due(limit: int) -> bool:
    """Hand in up to `limit` e-mails that are due; whether more are waiting."""
    if not settings.EMAIL_IS_CONFIGURED:
        return False
    _give_up_lost()
    now = timezone.now()
    waiting = list(Notice.objects.filter(due(now)).order_by("email_due_at", "pk")[: limit + 1])
    if not waiting:
        return False
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        for notice in waiting[:limit]:
            if _take(notice):
                _try_later(notice, str(error))
        return False
    try:
        for notice in waiting[:limit]:
            if _take(notice):
                _send(notice, connection)
    finally:
        connection.close()
    return len(waiting) > limit


def _take(notice: Notice) -> bool:
    """Mark the notice as being sent, unless somebody else has."""
    notice.email_attempts += 1
    notice.email_due_at = timezone.now()
    mine = Notice.objects.filter(pk=notice.pk, email_state=EmailState.WAITING)
    return bool(
        mine.update(
            email_state=EmailState.SENDING,
            email_attempts=notice.email_attempts,
            email_due_at=notice.email_due_at,
        )
    )


def _send(notice: Notice, connection: BaseEmailBackend) -> None:
    try:
        message(notice, connection).send()
    except SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()), (550, b""))
        _refused(notice, code, _readable(words))
    except SMTPResponseException as refusal:
        _refused(notice, refusal.smtp_code, _readable(refusal.smtp_error))
    except (OSError, SMTPException) as error:
        _save(notice, EmailState.FAILED, error=f"? {error}")
    except ValueError as error:  # an address or a title that no e-mail can carry
        _save(notice, EmailState.FAILED, error=str(error))
    else:
        _save(notice, EmailState.SENT)


def message(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The notice as an e-mail: its words, its link, and why it came, in its own language."""
    with translation.override(notice.language):
        why = _("You receive this because you have an account at %(site)s.") % {
            "site": settings.WAGTAIL_SITE_NAME
        }
    parts = [notice.text, f"{settings.BASE_URL}{notice.url}", f"-- \n{why}"]
    return EmailMessage(
        subject=" ".join(notice.title.split()),
        body="\n\n".join(part for part in parts if part),
        to=[notice.email],
        headers={"Message-ID": _message_id(notice), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _message_id(notice: Notice) -> str:
    """Always the same for a notice, so that a mailbox would know a second copy."""
    __, __, host = settings.DEFAULT_FROM_EMAIL.rstrip(">").rpartition("@")
    return f"<notice-{notice.pk}-{int(notice.created_at.timestamp())}@{host or 'localhost'}>"


def _refused(notice: Notice, code: int, words: str) -> None:
    error = f"{code} {words}".strip()
    if code in PERMANENT:
        _save(notice, EmailState.FAILED, error=error)
    else:
        _try_later(notice, error)


def _try_later(notice: Notice, error: str) -> None:
    pause = pause_after(notice.email_attempts)
    if pause is None:
        _save(notice, EmailState.FAILED, error=error)
        return
    notice.email_due_at = timezone.now() + pause
    _save(notice, EmailState.WAITING, error=error)


def _save(notice: Notice, state: EmailState, *, error: str = "") -> None:
    notice.email_state = state
    notice.email_error = error[:255]
    notice.email_sent_at = timezone.now() if state is EmailState.SENT else None
    notice.save(update_fields=["email_state", "email_error", "email_sent_at", "email_due_at"])


def _readable(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _give_up_lost() -> None:
    """What was taken up long ago may or may not have left: it is not sent again."""
    past = timezone.now() - LOST_AFTER
    lost = Notice.objects.filter(email_state=EmailState.SENDING, email_due_at__lt=past)
    lost.update(email_state=EmailState.FAILED, email_error="?")
