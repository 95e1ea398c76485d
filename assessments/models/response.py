from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Lateness
from assessments.errors import LateDecisionIsFixed, ResponseIsFixed
from assessments.models.sitting import SittingItem
from lms.ledger.models import AppendOnly
from lms.people.models import AttendedSession


class Response(AppendOnly):
    """An answer as it was saved. Each saving is a row of its own. Of those that count, the one of
    the highest epoch and, within it, of the highest revision stands (`rules.late.Save`); of equal
    ones that which came last."""

    item = models.ForeignKey(SittingItem, models.PROTECT, related_name="responses")
    epoch = models.PositiveSmallIntegerField(
        default=0, help_text=_("That of the sitting when the device took it over.")
    )
    revision = models.PositiveIntegerField(
        help_text=_("Counted by the device; 1 for its first saving of this item.")
    )
    client_id = models.UUIDField(
        unique=True, null=True, help_text=_("The device's own name for this saving.")
    )
    answer = models.JSONField()
    saved_at = models.DateTimeField(help_text=_("By the server's clock."))
    given_at = models.DateTimeField(null=True, help_text=_("By the device's own account."))
    seen_at = models.DateTimeField(
        null=True, help_text=_("The last time of the server that the device had seen.")
    )
    lateness = models.CharField(max_length=10, choices=Lateness.choices, blank=True)
    counts = models.BooleanField(default=True)
    attended = models.ForeignKey(
        AttendedSession,
        models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Set where somebody answered on a supervisor's device."),
    )

    fixed = ResponseIsFixed
    can_be_redacted = True

    class Meta:
        ordering = ["item", "-epoch", "-revision"]
        constraints = [
            models.CheckConstraint(
                condition=Q(counts=True) | ~Q(lateness=Lateness.IN_TIME),
                name="answer_in_time_counts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["item"],
                condition=~Q(lateness=Lateness.IN_TIME),
                name="response_that_came_late",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}-{self.revision}"


class LateDecision(AppendOnly):
    """Whether a late answer counts after all, by a marker."""

    response = models.OneToOneField(Response, models.PROTECT, related_name="decision")
    is_allowed = models.BooleanField(_("counts"))
    reason = models.CharField(_("reason"), max_length=300)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    fixed = LateDecisionIsFixed
    can_be_redacted = True

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="late_decision_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.response} · {self.is_allowed}"
