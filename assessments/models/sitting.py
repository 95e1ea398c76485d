import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import LatePolicy, SittingState
from assessments.models.question import QuestionVersion
from assessments.models.quiz import Quiz
from assessments.rules import marking
from assessments.rules.kinds import AnyInteraction, interaction


class Sitting(models.Model):
    """One attempt of one person at a quiz. The paper (`items`), the pass mark and the policy for
    late answers are fixed when it is opened; score and pass are those of its newest result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="sittings")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sittings")
    number = models.PositiveSmallIntegerField(_("attempt"))
    seed = models.PositiveBigIntegerField(
        help_text=_("Fixes which questions were drawn and in what order.")
    )
    sections = models.JSONField(
        default=list,
        help_text=_("Of each section of the paper its titles and the share that must be reached."),
    )
    pass_percent = models.PositiveSmallIntegerField(_("pass mark (%)"))
    late_policy = models.CharField(
        _("late answers"), max_length=10, choices=LatePolicy.choices, default=LatePolicy.NEVER
    )
    grace_seconds = models.PositiveSmallIntegerField(_("grace (seconds)"), default=0)
    marking_distance = models.PositiveSmallIntegerField(
        _("two markers: distance to settle (%)"),
        null=True,
        help_text=_("Empty: one marker judges."),
    )
    state = models.CharField(max_length=10, choices=SittingState.choices, default=SittingState.OPEN)
    started_at = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("to be handed in by"))
    # The device that has the sitting, and how often it went over to another.
    device = models.UUIDField(null=True, editable=False)
    epoch = models.PositiveSmallIntegerField(default=0, editable=False)
    submitted_at = models.DateTimeField(_("handed in"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=2, null=True)
    max_score = models.DecimalField(_("out of"), max_digits=7, decimal_places=2)
    passed = models.BooleanField(null=True)
    suspensions = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text=_("How many questions in quarantine decide whether it is passed (`Suspension`)."),
    )

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["-started_at"]
        permissions = [
            ("mark_sitting", "Can judge answers"),
            ("settle_sitting", "Can settle marks and put them right"),
        ]
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
                    state=SittingState.SUBMITTED,
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
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
            ),
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=SittingState.SUBMITTED),
                name="sitting_that_waits_for_marks",
            ),
            models.Index(fields=["quiz", "state", "number"], name="sitting_for_statistics"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.employee} · {self.number}"

    @property
    def percent(self) -> int:
        """The share of the marks reached, in whole per cent, rounded down; 0 before marking."""
        return 0 if self.score is None else marking.percent(self.score, self.max_score)

    @property
    def minimums(self) -> dict[int, int]:
        """The per cent that each section must reach, by its index; 0 where none is set."""
        return {i: section["min_percent"] or 0 for i, section in enumerate(self.sections)}


class SittingItem(models.Model):
    """One question on the paper of a sitting."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    section = models.PositiveSmallIntegerField(
        default=0, help_text=_("Index into the sections of the sitting.")
    )
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="sitting_items")
    # Set by a regrade; the paper goes on showing `version`.
    key_version = models.ForeignKey(
        QuestionVersion,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        help_text=_("The version whose key counts, where it was changed after the drawing."),
    )
    is_waived = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("The question was found faulty: whatever was answered earns full marks."),
    )
    option_order = models.JSONField(
        default=list, help_text=_("Indexes into the version's options, in the order shown.")
    )
    is_flagged = models.BooleanField(default=False)
    closed_at = models.DateTimeField(
        null=True, help_text=_("From then on its answer can no longer change.")
    )
    mark = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, help_text=_("That of the newest marking.")
    )

    class Meta:
        ordering = ["sitting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "position"], name="item_position_once"),
            models.UniqueConstraint(fields=["sitting", "version"], name="question_once_per_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} · {self.position}"

    @property
    def keyed(self) -> QuestionVersion:
        """The version whose key counts; read together with `version`."""
        return self.key_version or self.version

    @property
    def interaction(self) -> AnyInteraction:
        """The question as it was asked, with the key that counts."""
        return interaction(self.version.kind, self.version.content, self.keyed.key)
