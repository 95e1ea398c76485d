import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.enrolment import Enrolment


def new_token() -> str:
    """128 random bits for the address of the public verification page."""
    return secrets.token_urlsafe(16)


class SerialSeries(models.Model):
    """Counts the certificates of one course and year; its row is locked while one is issued."""

    prefix = models.CharField(max_length=30, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.prefix


class Certificate(models.Model):
    """What the paper says, frozen when it was issued."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="certificate")
    serial = models.CharField(_("serial number"), max_length=40, unique=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    name = models.CharField(max_length=60)
    latin_name = models.CharField(max_length=80, blank=True)
    staff_number = models.CharField(max_length=20)
    unit_name = models.CharField(max_length=60, blank=True)
    post_name = models.CharField(max_length=60, blank=True)
    course_title = models.CharField(max_length=255)
    course_title_en = models.CharField(max_length=255)
    passed_on = models.DateField(_("passed on"))
    with_examination = models.BooleanField()
    valid_until = models.DateField(_("valid until"), null=True)
    issued_at = models.DateTimeField(_("issued"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    revoked_because = models.CharField(_("reason for revoking"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_because="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_because="")),
                name="revoked_by_somebody_for_a_reason",
                violation_error_message=_("A revoked certificate names when, by whom and why."),
            ),
        ]

    def __str__(self) -> str:
        return self.serial
