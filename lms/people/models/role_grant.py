from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.ledger.rules.envelope import new_token
from lms.people.enums import Role
from lms.people.models.unit import Unit


def group_name(role: str) -> str:
    """The Django group kept beside the role; Wagtail's page and collection rights hang on it."""
    return f"role:{role}"


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self) -> "RoleGrantQuerySet":
        return self.filter(revoked_at__isnull=True)


class RoleGrant(models.Model):
    """A role held on a unit and everything below it. Ended by revoking, never deleted. The ledger
    names the row by its `case`."""

    case = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("employee"),
        related_name="role_grants",
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("on unit"), related_name="role_grants"
    )
    granted_at = models.DateTimeField(_("granted"), auto_now_add=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("granted by"), related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("revoked by"),
        related_name="+",
        null=True,
        editable=False,
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["unit__path", "role", "employee__staff_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "role", "unit"],
                condition=Q(revoked_at__isnull=True),
                name="role_granted_once_per_unit",
                violation_error_message=_("This person already holds this role on this unit."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="role_revoked_by_somebody_at_some_time",
                violation_error_message=_("A revoked role names when and by whom."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.get_role_display()} · {self.unit}"
