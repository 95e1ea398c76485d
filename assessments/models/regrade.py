"""What happens to results when a question turns out to be wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import RegradeMode
from assessments.errors import SuspensionIsFixed
from assessments.models.question import Question, QuestionStep, QuestionVersion
from assessments.models.sitting import Sitting
from lms.jobs.models import LongWork
from lms.ledger.models import AppendOnly


class Regrade(LongWork):
    """All answers that were given to a question, marked once more. The worker goes through the
    sittings; what is done shows on their items (`key_version`, `is_waived`), so that work which
    lost its worker goes on."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="regrades")
    version = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="+", help_text=_("Whose key counts.")
    )
    mode = models.CharField(max_length=10, choices=RegradeMode.choices)
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering = ["-created_at"]
        permissions = [("regrade_question", "Can have answers marked once more")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="regrade_has_a_reason"),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(state__in=("waiting", "running")),
                name="one_regrade_of_a_question_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.get_mode_display()}"


class Suspension(AppendOnly):
    """A result that a question in quarantine decides was suspended, or stands again. Of a sitting
    and question the newest row says which; `Sitting.suspensions` counts what is suspended."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="suspension_steps")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    is_lifted = models.BooleanField()
    step = models.ForeignKey(
        QuestionStep,
        models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("The move of the question that it follows; none where a regrade lifted it."),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    fixed = SuspensionIsFixed
    can_be_redacted = True

    class Meta:
        ordering = ["sitting", "question", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "question", "number"], name="suspension_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sitting} · {self.question} · {self.number}"
