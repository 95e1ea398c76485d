from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.files.storage import private_storage
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from reviews.enums import FigureOutcome
from reviews.errors import FigureIsFixed
from reviews.rules.scorecard import MEASURES_OF, Component

METRICS = [(str(each), str(each)) for each in MEASURES_OF[Component.SERVICE]]


class FigureImport(models.Model):
    """Service figures somebody sent: checked at once, written when confirmed. `digest` stands for
    all that the check found; what is written must come to the same. Withdrawn figures count no
    more, except in results that are frozen."""

    file = models.FileField(_("file"), storage=private_storage, upload_to="figures/%Y/%m/%d/")
    file_name = models.CharField(_("file"), max_length=200)
    file_hash = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20, blank=True)
    ignored_columns = models.JSONField(_("ignored columns"), default=list)
    digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_because = models.CharField(_("reason"), max_length=300, blank=True)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("import of service figures")
        verbose_name_plural = _("imports of service figures")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(
                        withdrawn_at__isnull=False,
                        withdrawn_by__isnull=False,
                        confirmed_at__isnull=False,
                    )
                    & ~Q(withdrawn_because="")
                ),
                name="figures_withdrawn_by_somebody_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class FigureRow(models.Model):
    """What the check found for one row of the file; kept until the import is confirmed or
    forgotten. `values` are those read, `remarks` what is wrong, as codes with their values."""

    work = models.ForeignKey(FigureImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=FigureOutcome.choices)
    staff_number = models.CharField(_("staff number"), max_length=60, blank=True)
    values = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)

    class Meta:
        verbose_name = _("row of service figures")
        verbose_name_plural = _("rows of service figures")
        ordering = ["number", "pk"]

    def __str__(self) -> str:
        return f"{self.number} · {self.staff_number}"


class ServiceFigure(AppendOnly):
    """One figure of one person and month (its first day): `numerator` of `denominator` went well.
    `number` counts the figures there were of the same measure and month; those before were
    withdrawn with their import."""

    fixed = FigureIsFixed

    work = models.ForeignKey(FigureImport, models.PROTECT, related_name="figures")
    row = models.PositiveIntegerField(_("row"))
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="service_figures"
    )
    month = models.DateField(_("month"))
    measure = models.CharField(_("measure"), max_length=20, choices=METRICS)
    numerator = models.PositiveIntegerField(_("numerator"))
    denominator = models.PositiveIntegerField(_("denominator"))
    source = models.CharField(_("source"), max_length=120, blank=True)
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("service figure")
        verbose_name_plural = _("service figures")
        ordering = ["employee", "month", "measure", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "month", "measure", "number"], name="figure_once_a_month"
            ),
            models.CheckConstraint(
                condition=Q(denominator__gt=0, numerator__lte=F("denominator")),
                name="figure_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} · {self.month:%Y-%m} · {self.measure}"
