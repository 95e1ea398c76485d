"""Work that takes longer than a request."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.files.storage import private_storage

# How long a result may be fetched.
KEPT = timedelta(days=7)
# Work that has shown no progress for this long has lost its worker.
SILENT = timedelta(minutes=10)


class LongWork(models.Model):
    """Work done by the worker while somebody watches its progress; its result is kept a while.

    A subclass says for whom it is done and with what; `lms.jobs.long_work` moves it on.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", pgettext_lazy("work", "Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    OVER = (State.DONE, State.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    outcome = models.TextField(
        _("outcome"), blank=True, help_text=_("What came of it, for the person who waits.")
    )
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    moved_at = models.DateTimeField(_("last progress"), auto_now_add=True)
    result = models.FileField(
        _("result"), storage=private_storage, upload_to="results/%Y/%m/%d/", blank=True
    )

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    @property
    def is_to_do(self) -> bool:
        """Waits, or lost its worker; what another worker moved on lately is left to it."""
        return self.state == self.State.WAITING or self.is_stuck

    @property
    def kept_until(self) -> datetime:
        """When the result will be deleted."""
        return self.moved_at + KEPT

    @property
    def is_stuck(self) -> bool:
        return not self.is_over and self.moved_at < timezone.now() - SILENT
