from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.files.storage import private_storage
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from lms.people.models import Post, Unit
from reviews.enums import ResultReason
from reviews.errors import ResultIsFixed, StepIsFixed
from reviews.models.cycle import ReviewCycle
from reviews.rules.procedure import START, State, StepKind
from reviews.rules.trace import Trace, trace_of_json


def _choices(values: type) -> list[tuple[str, str]]:
    return [(str(each), str(each)) for each in values]  # type: ignore[attr-defined]


class Review(models.Model):
    """What is said and found about one person's work in one period. What happened are its steps,
    what it came to its results; unit and post are those at the end of the period."""

    cycle = models.ForeignKey(ReviewCycle, models.PROTECT, related_name="reviews")
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("employee"),
        related_name="reviews",
    )
    period_from = models.DateField(_("from"))
    period_until = models.DateField(_("until"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    # Derived from the steps (`queries.projection`), kept so that lists can be filtered and sorted.
    state = models.CharField(_("stage"), max_length=20, choices=_choices(State), default=START)
    due_on = models.DateField(_("due"), null=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("manager"),
        related_name="reviews_to_rate",
        null=True,
    )
    # Derived from the newest trace: provisional until the result is frozen. `grade_computed` is the
    # grade before calibration.
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True)
    grade_computed = models.CharField(max_length=20, blank=True)
    grade = models.CharField(_("grade"), max_length=20, blank=True)
    scores = models.JSONField(_("scores by component"), default=dict)
    computed_at = models.DateTimeField(_("computed"), null=True)
    reminded_on = models.DateField(_("reminded"), null=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-period_until", "pk"]
        permissions = [
            ("rate_review", "Can rate the people of the unit"),
            ("decide_appeal", "Can decide an appeal against a result"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "employee", "period_from"], name="reviewed_once_in_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(period_until__gte=F("period_from")), name="review_period_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "state"], name="review_by_stage"),
            models.Index(fields=["employee", "-period_until"], name="review_of_somebody"),
            models.Index(fields=["state", "due_on"], name="review_by_what_is_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it."""
        return f"R{self.opened_at:%Y}-{self.pk:05d}"


class ReviewStep(AppendOnly):
    """One step of a review: who did what, when. `data` is the step's content (`rules.steps`)."""

    fixed = StepIsFixed
    can_be_redacted = True

    review = models.ForeignKey(Review, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=_choices(StepKind))
    data = models.JSONField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Made by the form, so that one form that is sent twice is one step.
    form_id = models.UUIDField(unique=True, null=True, editable=False)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="review_steps_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.review_id}/{self.number} {self.kind}"


class Result(AppendOnly):
    """What a review came to, frozen: the trace it was worked out from and the outcome, as JSON.
    `grade` is the one after calibration. Whatever alters it later adds another version."""

    fixed = ResultIsFixed
    can_be_redacted = True

    review = models.ForeignKey(Review, models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField(_("version"))
    reason = models.CharField(_("reason"), max_length=10, choices=ResultReason.choices)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2)
    grade = models.CharField(_("grade"), max_length=20)
    trace = models.JSONField()
    outcome = models.JSONField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("frozen"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="results_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.number}"

    @cached_property
    def frozen_trace(self) -> Trace:
        return trace_of_json(self.trace)


class ResultCase(models.Model):
    """A conduct case that counts in a result, so that its results are found when it is overturned;
    derived from the trace."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="cases")
    case = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "case"], name="case_once_in_a_result")
        ]

    def __str__(self) -> str:
        return f"{self.result_id} · {self.case}"


class ReviewScan(AppendOnly):
    """What somebody signed or wrote on paper, as HR scanned it; the step names its hash."""

    fixed = StepIsFixed
    can_be_redacted = True

    review = models.ForeignKey(Review, models.PROTECT, related_name="scans")
    file = models.FileField(_("scan"), storage=private_storage, upload_to="reviews/%Y/%m/%d/")
    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["review", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "sha256"], name="scanned_once")]

    def __str__(self) -> str:
        return self.name


class Reassessment(models.Model):
    """A day on which somebody's work is looked at once more, agreed in a talk; derived from its
    step. `told_at` is when manager and HR were reminded."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="reassessments")
    on_day = models.DateField(_("day"))
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reassessment")
        verbose_name_plural = _("reassessments")
        ordering = ["on_day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "on_day"], name="reassessed_once_on_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.on_day}"
