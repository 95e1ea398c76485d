from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.certificate_design import CertificateDesign
from courses.models.enrolment import Enrolment
from courses.rules.certificate_design import Design, built_in
from courses.rules.certificate_life import Life, life_on
from lms.ledger.rules.envelope import new_token
from lms.ui.erased import ERASED
from lms.ui.language import in_readers_language


class SerialSeries(models.Model):
    """Counts the certificates of one course and year; its row is locked while one is issued."""

    prefix = models.CharField(max_length=30, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.prefix


class Certificate(models.Model):
    """What the paper says, frozen when it was issued, and how it looks (`design`; none stands for
    the built-in one). An enrolment has one that is not replaced. The ledger names it by its `case`,
    which is in no address."""

    case = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    design_version = models.ForeignKey(
        CertificateDesign, models.PROTECT, related_name="certificates", null=True
    )
    serial = models.CharField(_("serial number"), max_length=40, unique=True)
    # In the address of the public verification page.
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
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="successor", null=True, editable=False
    )
    replaced_at = models.DateTimeField(_("replaced"), null=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    replaced_because = models.CharField(_("reason for replacing"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(replaced_at__isnull=True),
                name="one_current_certificate",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True, replaced_by__isnull=True, replaced_because="")
                | (
                    Q(
                        replaced_at__isnull=False,
                        replaced_by__isnull=False,
                        revoked_at__isnull=True,
                    )
                    & ~Q(replaced_because="")
                ),
                name="replaced_by_somebody_for_a_reason",
                violation_error_message=_("A replaced certificate names when, by whom and why."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_because="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_because="")),
                name="revoked_by_somebody_for_a_reason",
                violation_error_message=_("A revoked certificate names when, by whom and why."),
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def is_erased(self) -> bool:
        """Whose it was is erased; that it was issued, and until when it is valid, stays."""
        return self.name == ERASED

    @property
    def localised_course_title(self) -> str:
        """For lists; the paper itself carries both."""
        return in_readers_language(self.course_title, self.course_title_en)

    @property
    def design(self) -> Design:
        if self.design_version is None:
            return built_in(with_examination=self.with_examination, seal=settings.WAGTAIL_SITE_NAME)
        return self.design_version.design

    @cached_property
    def life(self) -> Life:
        """What it is worth today."""
        return life_on(
            timezone.localdate(),
            valid_until=self.valid_until,
            is_revoked=self.revoked_at is not None,
            is_replaced=self.replaced_at is not None,
        )

    @property
    def days_left(self) -> int | None:
        """Days to the last day of validity; negative once it is over, None where it has none."""
        return (self.valid_until - timezone.localdate()).days if self.valid_until else None
