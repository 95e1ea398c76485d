"""Background work; each task may run twice without harm."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from lms.jobs.outbox import enqueue
from lms.notify.mailing import send_due
from lms.notify.models import Notice

# How long somebody can look a notice up.
KEPT = timedelta(days=180)
# E-mails at a time; other work has its turn in between.
AT_ONCE = 50


@task()
def send_due_emails() -> None:
    """Hand in what is due. Runs after each notice, and every minute lest one stays behind."""
    if send_due(AT_ONCE):
        with transaction.atomic():
            enqueue("lms.notify.tasks.send_due_emails")


@task()
def forget_old_notices() -> None:
    Notice.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
