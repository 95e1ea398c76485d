from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.files.storage import private_storage
from lms.jobs.models import LongWork
from lms.people.enums import RosterOutcome
from lms.people.models.unit import Unit


class RosterImport(LongWork):
    """A roster somebody sent: checked at once, written by the worker once it is confirmed.

    `digest` stands for all that the check found; what is written must come to the same. `file_hash`
    (SHA-256) and `counts` of the outcomes stay when the file and its rows are deleted.
    """

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked for by"), related_name="+"
    )
    file = models.FileField(_("file"), storage=private_storage, upload_to="rosters/%Y/%m/%d/")
    file_name = models.CharField(_("file"), max_length=200)
    encoding = models.CharField(max_length=20, blank=True)
    ignored_columns = models.JSONField(_("ignored columns"), default=list)
    complete_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("complete roster of"),
        related_name="+",
        null=True,
        blank=True,
    )
    file_hash = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    class Meta(LongWork.Meta):
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(state=LongWork.State.WAITING),
                name="roster_runs_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class RosterRow(models.Model):
    """What the check found for one row of a roster; number 0 for somebody who is missing in it.

    `changes` lists fields with their old and new values, `remarks` what is wrong or to be known:
    the code of an `enums.RosterRemark` and its values. Both are put in words when shown.
    """

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=RosterOutcome)
    staff_number = models.CharField(_("staff number"), max_length=60, blank=True)
    name = models.CharField(_("full name"), max_length=80, blank=True)
    changes = models.JSONField(default=list)
    remarks = models.JSONField(default=list)

    class Meta:
        verbose_name = _("row of a roster")
        verbose_name_plural = _("rows of a roster")
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["roster", "outcome", "number"])]

    def __str__(self) -> str:
        return f"{self.number} · {self.staff_number}"
