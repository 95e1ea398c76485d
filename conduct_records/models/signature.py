from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conduct_records.errors import SignatureIsFixed
from conduct_records.models.version import CodebookVersion
from conduct_records.rules.codebook import Place
from lms.jobs.models import LongWork
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from lms.people.models import Attestation


class CodebookSignature(Attestation, AppendOnly):
    """Somebody confirmed that the rules of a version which bind them were made known to them.
    `standing` and `post_code` say where they stood, and so which rules these were."""

    fixed = SignatureIsFixed
    can_be_redacted = True

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="codebook_signatures"
    )
    version = models.ForeignKey(CodebookVersion, models.PROTECT, related_name="signatures")
    standing = models.CharField(max_length=10)
    post_code = models.CharField(max_length=30)
    case = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta(Attestation.Meta):
        verbose_name = _("codebook signature")
        verbose_name_plural = _("codebook signatures")
        ordering = ["-attested_at"]
        constraints = [
            *Attestation.Meta.constraints,
            models.UniqueConstraint(
                fields=["employee", "version", "standing", "post_code"],
                name="codebook_signed_once_at_a_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} · {self.version_id}"

    @property
    def place(self) -> Place:
        return Place(self.standing, self.post_code)


class SigningRound(LongWork):
    """Everybody whose rules changed is asked to sign a version, by the worker."""

    version = models.ForeignKey(CodebookVersion, models.PROTECT, related_name="rounds")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(LongWork.Meta):
        verbose_name = _("signing round")
        verbose_name_plural = _("signing rounds")

    def __str__(self) -> str:
        return f"{self.version} · {self.created_at:%Y-%m-%d %H:%M}"


class SigningRequest(models.Model):
    """Somebody was asked to sign a version; written with the notice, so nobody is told twice."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_requests"
    )
    version = models.ForeignKey(CodebookVersion, models.PROTECT, related_name="requests")
    asked_at = models.DateTimeField(_("asked"))
    reminded_at = models.DateTimeField(_("reminded"), null=True)

    class Meta:
        verbose_name = _("request to sign")
        verbose_name_plural = _("requests to sign")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "version"], name="asked_to_sign_a_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} · {self.version_id}"
