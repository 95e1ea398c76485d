from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.errors import AllowanceIsFixed
from assessments.models.quiz import Quiz
from lms.ledger.models import AppendOnly


class Allowance(AppendOnly):
    """More time or more attempts for one person. Several add up."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="allowances")
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("employee"),
        related_name="allowances",
    )
    extra_minutes = models.PositiveSmallIntegerField(
        _("extra minutes"), default=0, validators=[MaxValueValidator(480)]
    )
    extra_attempts = models.PositiveSmallIntegerField(
        _("extra attempts"), default=0, validators=[MaxValueValidator(20)]
    )
    reason = models.CharField(_("reason"), max_length=300)
    given_at = models.DateTimeField(_("given"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("given by"), related_name="+"
    )

    fixed = AllowanceIsFixed
    can_be_redacted = True

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(extra_minutes__gte=1) | Q(extra_attempts__gte=1),
                name="allowance_allows_something",
                violation_error_message=_("Give extra minutes or extra attempts."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="allowance_has_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.employee}"
