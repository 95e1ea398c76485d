from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.models import Unit


class CaseTally(models.Model):
    """What the charts count of the cases of one month in a unit and everything below it:
    `figures` as `rules.cases.tallies` has them. Made by the worker from the cases (`made_at`); it
    can be made again at any time."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    month = models.DateField(_("month"), help_text=_("Its first day."))
    figures = models.JSONField()
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("tally of cases")
        verbose_name_plural = _("tallies of cases")
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="one_tally_a_unit_and_month")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.month:%Y-%m}"


class TallyRun(models.Model):
    """When the tallies were last made, and of how much: the step that was written last by then."""

    made_at = models.DateTimeField(_("made"))
    last_step = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("making of the tallies")
        verbose_name_plural = _("making of the tallies")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
