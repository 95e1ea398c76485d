from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from lms.people.errors import TermIsFixed

LONGEST_MONTHS = 50 * 12


class RetentionTerm(AppendOnly):
    """For how many months a kind of record (`lms.people.registries.RecordKind`) is kept after what
    ends it. The newest row of a kind holds; without one, what its package proposes."""

    fixed = TermIsFixed

    kind = models.CharField(_("kind of record"), max_length=40)
    months = models.PositiveSmallIntegerField(
        _("months"), validators=[MaxValueValidator(LONGEST_MONTHS)]
    )
    reason = models.CharField(_("reason"), max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("retention term")
        verbose_name_plural = _("retention terms")
        ordering = ["-set_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.months}"


class KeptUntil(models.Model):
    """When what is kept about somebody who left may go, as the worker last found: a list to work
    from. Who erases has it worked out anew.

    `free_on` is None while something of it has not ended; `kept_by` is the kind of record that
    keeps the person longest. Without a day of working out it is to be done.
    """

    employee = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="kept_until"
    )
    free_on = models.DateField(_("may be erased from"), null=True, db_index=True)
    kept_by = models.CharField(max_length=40, blank=True)
    worked_out_on = models.DateField(null=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.free_on}"
