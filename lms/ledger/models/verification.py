from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.jobs.models import LongWork
from lms.ledger.models.log import LONGEST_TOKEN


class VerificationRun(LongWork):
    """The whole ledger recomputed by the worker: when, at whose wish, with what verdict (`outcome`
    says it in words). No evidence itself: anybody can have it done again."""

    asked_by = models.CharField(max_length=LONGEST_TOKEN, blank=True)
    is_sound = models.BooleanField(null=True)
    size = models.PositiveBigIntegerField(_("entries"), default=0)

    class Meta(LongWork.Meta):
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")

    @property
    def seconds(self) -> int:
        """From the wish to the verdict, or to the last progress; at least one."""
        return max(1, round((self.moved_at - self.created_at).total_seconds()))

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
