from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from reviews.errors import GoalNoteIsFixed


class Goal(models.Model):
    """Something somebody is to reach by a day; `weight` is its weight beside their other goals. It
    counts in the review of the period in which it is due."""

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="goals")
    title = models.CharField(_("goal"), max_length=120)
    measured_by = models.CharField(_("how it is measured"), max_length=300)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    from_on = models.DateField(_("from"))
    due_on = models.DateField(_("to be reached by"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_because = models.CharField(_("reason"), max_length=300, blank=True)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("from_on")),
                name="goal_due_after_it_begins",
                violation_error_message=_("The goal is due before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because=""
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="goal_withdrawn_by_somebody_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["employee", "due_on"], name="goal_by_when_it_is_due")]

    def __str__(self) -> str:
        return self.title


class GoalNote(AppendOnly):
    """How far a goal was reached on a day, in percent; the newest by its day counts."""

    fixed = GoalNoteIsFixed
    can_be_redacted = True

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="notes")
    percent = models.PositiveSmallIntegerField(_("reached"), validators=[MaxValueValidator(100)])
    note = models.CharField(_("what it rests on"), max_length=300, blank=True)
    on_day = models.DateField(_("as of"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(_("noted"))

    class Meta:
        verbose_name = _("progress of a goal")
        verbose_name_plural = _("progress of goals")
        ordering = ["goal", "on_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="goal_reached_in_percent")
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} · {self.percent}"
