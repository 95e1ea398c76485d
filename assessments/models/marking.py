from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import MarkCause
from assessments.errors import MarkIsFixed
from assessments.models.response import Response
from assessments.models.sitting import Sitting, SittingItem
from lms.ledger.models import AppendOnly


class ItemMark(AppendOnly):
    """A mark that an item was given. A new judgement is a new row; the newest stands."""

    item = models.ForeignKey(SittingItem, models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField()
    response = models.ForeignKey(
        Response, models.PROTECT, related_name="+", null=True, help_text=_("Empty: no answer.")
    )
    mark = models.DecimalField(_("mark"), max_digits=6, decimal_places=2)
    points = models.JSONField(
        default=list, help_text=_("What the marker gave for each criterion, as decimals.")
    )
    remark = models.TextField(_("remark to the learner"), blank=True)
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("Why an earlier mark was changed.")
    )
    cause = models.CharField(max_length=10, choices=MarkCause.choices)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    fixed = MarkIsFixed
    can_be_redacted = True

    class Meta:
        ordering = ["item", "-number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="mark_number_once")]

    def __str__(self) -> str:
        return f"{self.item} · {self.mark}"


class BlindMark(AppendOnly):
    """What one of two markers thinks an answer is worth, without having seen what the other does.
    Of two that lie close together the mark is made; else a trainer settles it (`ItemMark`)."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="blind_marks")
    number = models.PositiveSmallIntegerField(help_text=_("1 or 2, in the order of arrival."))
    mark = models.DecimalField(_("mark"), max_digits=6, decimal_places=2)
    points = models.JSONField(default=list)
    remark = models.TextField(_("remark to the learner"), blank=True)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    fixed = MarkIsFixed
    can_be_redacted = True

    class Meta:
        ordering = ["response", "number"]
        constraints = [
            models.UniqueConstraint(fields=["response", "number"], name="blind_mark_number_once"),
            models.UniqueConstraint(fields=["response", "marked_by"], name="two_markers_differ"),
            models.CheckConstraint(condition=Q(number__in=(1, 2)), name="two_markers_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.response} · {self.number} · {self.mark}"


class SittingResult(AppendOnly):
    """Score and pass of a sitting as they once stood, made of its marks then. A changed mark makes
    the next result; the sitting repeats the newest."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=10, choices=MarkCause.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=2)
    passed = models.BooleanField()
    marks = models.ManyToManyField(ItemMark, through="ResultMark", related_name="results")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    fixed = MarkIsFixed
    can_be_redacted = True

    class Meta:
        ordering = ["sitting", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="result_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.sitting} · {self.score}"


class ResultMark(AppendOnly):
    """A mark that a result is made of."""

    result = models.ForeignKey(SittingResult, models.PROTECT, related_name="+")
    mark = models.ForeignKey(ItemMark, models.PROTECT, related_name="+")

    fixed = MarkIsFixed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "mark"], name="mark_once_a_result")
        ]

    def __str__(self) -> str:
        return f"{self.result_id} · {self.mark_id}"
