"""Telling people something. Who is told what, and in which words, is the caller's affair."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from lms.jobs.outbox import enqueue
from lms.notify.models import EmailState, Notice


@dataclass(frozen=True)
class Letter:
    """What one account is told. The words are in `language`, the recipient's own; `email` empty:
    on the site only. `url` is the path of the page where it is to be acted upon."""

    recipient_id: int
    title: str
    text: str
    url: str
    language: str
    email: str = ""


def notify(letter: Letter) -> Notice:
    """Tell one person. See `notify_all`."""
    return notify_all([letter])[0]


def notify_all(letters: Iterable[Letter]) -> list[Notice]:
    """Write the notices, in the order of the letters, within the caller's transaction. The worker
    sends the e-mails afterwards, if the site is set up for it."""
    notices = Notice.objects.bulk_create([_notice(letter) for letter in letters])
    if any(notice.email_state == EmailState.WAITING for notice in notices):
        enqueue("lms.notify.tasks.send_due_emails")
    return notices


def _notice(letter: Letter) -> Notice:
    notice = Notice(
        recipient_id=letter.recipient_id,
        title=letter.title[:200],
        text=letter.text,
        url=letter.url,
        language=letter.language,
    )
    if letter.email and settings.EMAIL_IS_CONFIGURED:
        notice.email = letter.email
        notice.email_state = EmailState.WAITING
        notice.email_due_at = timezone.now()
    return notice
