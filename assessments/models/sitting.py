import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import SittingState
from assessments.errors import ResponseIsFixed
from assessments.models.question import QuestionVersion
from assessments.models.quiz import Quiz
from assessments.rules import marking
from lms.ledger.models import AppendOnly
from lms.people.models import AttendedSession


class Sitting(models.Model):
    """One attempt of one person at a quiz. The paper (`items`) is fixed when it is opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="sittings")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sittings")
    number = models.PositiveSmallIntegerField(_("attempt"))
    seed = models.PositiveBigIntegerField(
        help_text=_("Fixes which questions were drawn and in what order.")
    )
    pass_percent = models.PositiveSmallIntegerField(_("pass mark (%)"))
    state = models.CharField(max_length=10, choices=SittingState.choices, default=SittingState.OPEN)
    started_at = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("to be handed in by"))
    submitted_at = models.DateTimeField(_("handed in"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=2, null=True)
    max_score = models.DecimalField(_("out of"), max_digits=7, decimal_places=2)
    passed = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "quiz", "number"], name="attempt_once"),
            models.UniqueConstraint(
                fields=["employee", "quiz"],
                condition=Q(state=SittingState.OPEN),
                name="one_open_sitting_per_quiz",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=SittingState.OPEN,
                    submitted_at__isnull=True,
                    submitted_by__isnull=True,
                    score__isnull=True,
                    passed__isnull=True,
                )
                | Q(
                    state=SittingState.MARKED,
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    score__isnull=False,
                    passed__isnull=False,
                ),
                name="marked_sitting_has_its_result",
            ),
            models.CheckConstraint(
                condition=Q(deadline__gt=F("started_at")), name="deadline_after_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline"],
                condition=Q(state=SittingState.OPEN),
                name="sitting_open_by_deadline",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.employee} · {self.number}"

    @property
    def percent(self) -> int:
        """The share of the marks reached, in whole per cent, rounded down; 0 before marking."""
        return 0 if self.score is None else marking.percent(self.score, self.max_score)


class SittingItem(models.Model):
    """One question on the paper of a sitting."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="sitting_items")
    option_order = models.JSONField(
        default=list, help_text=_("Indexes into the version's options, in the order shown.")
    )
    is_flagged = models.BooleanField(default=False)
    mark = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, help_text=_("Set when the sitting is marked.")
    )

    class Meta:
        ordering = ["sitting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="item_position_once"),
            models.UniqueConstraint(fields=["sitting", "version"], name="question_once_per_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} · {self.position}"


class Response(AppendOnly):
    """An answer as it was saved. Each saving is a row of its own; the newest one counts."""

    item = models.ForeignKey(SittingItem, models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField(help_text=_("1 for the first saving of this item."))
    answer = models.JSONField()
    saved_at = models.DateTimeField()
    attended = models.ForeignKey(
        AttendedSession,
        models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Set where somebody answered on a supervisor's device."),
    )

    fixed = ResponseIsFixed

    class Meta:
        ordering = ["item", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="response_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id}-{self.number}"
