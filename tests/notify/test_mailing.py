"""E-mails beside notices: sent once, tried again, never twice."""

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from lms.notify.mailing import LOST_AFTER, send_due
from lms.notify.models import EmailState, Notice
from lms.notify.retries import PAUSES, pause_after
from lms.notify.sending import Letter, notify
from lms.notify.tasks import AT_ONCE

pytestmark = pytest.mark.django_db

outcomes: list[Exception] = []


class MoodyBackend(EmailBackend):
    """A server that answers as `outcomes` says, then takes what it is given."""

    def send_messages(self, messages: object) -> int:
        if outcomes:
            raise outcomes.pop(0)
        return super().send_messages(messages)  # type: ignore[arg-type]


class ClosedBackend(EmailBackend):
    def open(self) -> bool:
        raise ConnectionRefusedError("nobody there")


@pytest.fixture(autouse=True)
def post_office(settings: Settings) -> None:
    settings.EMAIL_IS_CONFIGURED = True
    settings.EMAIL_BACKEND = f"{__name__}.MoodyBackend"
    settings.BASE_URL = "https://learn.example"
    outcomes.clear()


def tell(email: str = "lin@example.com", language: str = "zh-hans") -> Notice:
    with transaction.atomic():
        return notify(Letter(7, "请完成课程", "“服务”已逾期。", "/courses/", language, email))


def test_the_worker_sends_what_was_written(run_jobs: Callable[[], None]) -> None:
    notice = tell()
    run_jobs()
    [message] = mail.outbox
    assert message.to == ["lin@example.com"] and message.subject == "请完成课程"
    assert "“服务”已逾期。" in message.body
    assert "https://learn.example/courses/" in message.body
    notice.refresh_from_db()
    assert notice.email_state == EmailState.SENT and notice.email_sent_at is not None
    run_jobs()
    assert len(mail.outbox) == 1


def test_the_reason_for_the_mail_is_in_the_recipients_language(
    run_jobs: Callable[[], None],
) -> None:
    tell(language="en")
    run_jobs()
    assert "You receive this because" in mail.outbox[0].body


def test_without_an_address_or_a_post_office_the_site_is_all(settings: Settings) -> None:
    assert tell(email="").email_state == EmailState.NONE
    settings.EMAIL_IS_CONFIGURED = False
    notice = tell()
    assert (notice.email_state, notice.email) == (EmailState.NONE, "")
    send_due(AT_ONCE)
    assert mail.outbox == []


def test_what_was_refused_for_now_is_tried_again_with_growing_pauses() -> None:
    notice = tell()
    outcomes[:] = [SMTPDataError(451, b"later") for __ in range(3)]
    now = timezone.now()
    for attempt, pause in enumerate(PAUSES[:3], start=1):
        with time_machine.travel(now, tick=False):
            send_due(AT_ONCE)
            notice.refresh_from_db()
            assert (notice.email_state, notice.email_attempts) == (EmailState.WAITING, attempt)
            assert notice.email_due_at == timezone.now() + pause
            send_due(AT_ONCE)  # too early
        assert mail.outbox == []
        now += pause + timedelta(seconds=1)
    with time_machine.travel(now, tick=False):
        send_due(AT_ONCE)
    assert len(mail.outbox) == 1


def test_a_server_that_does_not_answer_is_asked_again_until_it_is_given_up(
    settings: Settings,
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.ClosedBackend"
    notice, now = tell(), timezone.now()
    for __ in range(len(PAUSES) + 1):
        now += timedelta(days=1)
        with time_machine.travel(now, tick=False):
            send_due(AT_ONCE)
    notice.refresh_from_db()
    assert notice.email_state == EmailState.FAILED and "nobody there" in notice.email_error


@pytest.mark.parametrize(
    "refusal",
    [
        SMTPDataError(554, b"no such mailbox"),
        SMTPRecipientsRefused({"lin@example.com": (550, b"no such mailbox")}),
    ],
)
def test_what_is_refused_for_good_is_not_tried_again(refusal: Exception) -> None:
    notice = tell()
    outcomes[:] = [refusal]
    send_due(AT_ONCE)
    notice.refresh_from_db()
    assert notice.email_state == EmailState.FAILED and "no such mailbox" in notice.email_error


@pytest.mark.parametrize("error", [SMTPServerDisconnected("gone"), TimeoutError("slow")])
def test_what_may_have_left_is_never_sent_again(error: Exception) -> None:
    notice = tell()
    outcomes[:] = [error]
    for days in range(3):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            send_due(AT_ONCE)
    notice.refresh_from_db()
    assert notice.email_state == EmailState.FAILED and mail.outbox == []


def test_a_notice_of_a_worker_that_died_is_given_up() -> None:
    notice = tell()
    Notice.objects.update(email_state=EmailState.SENDING)
    send_due(AT_ONCE)
    notice.refresh_from_db()
    assert notice.email_state == EmailState.SENDING
    with time_machine.travel(timezone.now() + LOST_AFTER + timedelta(minutes=1), tick=False):
        send_due(AT_ONCE)
    notice.refresh_from_db()
    assert notice.email_state == EmailState.FAILED and mail.outbox == []


def test_many_are_sent_in_portions(run_jobs: Callable[[], None]) -> None:
    for number in range(AT_ONCE + 3):
        tell(email=f"q{number}@example.com")
    assert send_due(AT_ONCE) is True
    assert len(mail.outbox) == AT_ONCE
    run_jobs()
    assert len(mail.outbox) == AT_ONCE + 3


def test_a_title_with_a_line_break_is_no_second_header() -> None:
    with transaction.atomic():
        notify(Letter(7, "一\nBcc: x@example.com", "", "/", "zh-hans", "lin@example.com"))
    send_due(AT_ONCE)
    assert mail.outbox[0].subject == "一 Bcc: x@example.com"


@given(st.integers(1, 20))
def test_pauses_grow_until_they_end(attempts: int) -> None:
    pause, following = pause_after(attempts), pause_after(attempts + 1)
    if following is not None:
        assert pause is not None and pause < following
