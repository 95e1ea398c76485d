from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.jobs.models import LongWork
from lms.ledger.rules.envelope import new_token
from lms.people.models import PostGroup, Unit
from lms.people.rules.periods import Period
from lms.ui.language import in_readers_language
from reviews.enums import CycleKinds, WorkKind
from reviews.rules.timeline import Timeline

_DAYS = [MinValueValidator(1), MaxValueValidator(90)]


def _days(label: Any, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default, validators=_DAYS)


class ReviewCycle(models.Model):
    """One round of reviews: of whom, for which period, with how much time for each stage.

    A probation has no period of its own: each review runs from its person's day of hiring, and is
    opened when its end has come. The scorecards are the newest that were adopted when the cycle was
    opened.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=CycleKinds.choices)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("for the people of"), related_name="review_cycles"
    )
    groups = models.ManyToManyField(
        PostGroup, verbose_name=_("post groups"), blank=True, related_name="review_cycles"
    )
    period_from = models.DateField(_("from"), null=True)
    period_until = models.DateField(_("until"), null=True)
    probation_months = models.PositiveSmallIntegerField(
        _("months of probation"),
        null=True,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
    )
    lead_days = models.PositiveSmallIntegerField(
        _("days before the probation ends"), default=0, validators=[MaxValueValidator(60)]
    )
    least_days = models.PositiveSmallIntegerField(
        _("days in the period at least"), default=30, validators=[MinValueValidator(1)]
    )
    self_days = _days(_("days for the self-assessment"), 7)
    rating_days = _days(_("days for the manager’s rating"), 7)
    calibration_days = _days(_("days for calibration"), 7)
    talk_days = _days(_("days for the talk"), 7)
    sign_days = _days(_("days to sign"), 5)
    appeal_days = _days(_("days to appeal"), 10)
    decision_days = _days(_("days to decide an appeal"), 10)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    # When no more reviews are opened in it.
    ended_at = models.DateTimeField(_("ended"), null=True)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("review cycle")
        verbose_name_plural = _("review cycles")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=CycleKinds.PROBATION,
                    period_from__isnull=True,
                    period_until__isnull=True,
                    probation_months__isnull=False,
                )
                | (
                    ~Q(kind=CycleKinds.PROBATION)
                    & Q(
                        period_from__isnull=False,
                        period_until__gte=models.F("period_from"),
                        probation_months__isnull=True,
                    )
                ),
                name="cycle_has_a_period_or_is_of_probations",
                violation_error_message=_("Give the period; for probations the months instead."),
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)

    @property
    def period(self) -> Period | None:
        """None for probations."""
        return Period(self.period_from, self.period_until) if self.period_from else None

    @property
    def timeline(self) -> Timeline:
        return Timeline(
            self.self_days,
            self.rating_days,
            self.calibration_days,
            self.talk_days,
            self.sign_days,
            self.appeal_days,
            self.decision_days,
        )


class CycleWork(LongWork):
    """Something the worker does for all reviews of a cycle, or for those of a unit."""

    cycle = models.ForeignKey(ReviewCycle, models.PROTECT, related_name="works")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=10, choices=WorkKind.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(LongWork.Meta):
        verbose_name = _("work on a cycle")
        verbose_name_plural = _("works on cycles")

    def __str__(self) -> str:
        return f"{self.cycle} · {self.get_kind_display()}"
