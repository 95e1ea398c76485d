from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conduct_records.errors import MessageIsFixed
from conduct_records.models.incident import Incident
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token


class ReporterCode(models.Model):
    """By it whoever reported something without their name comes back to it. Of the code itself only
    its SHA-256 is kept; it has 80 random bits."""

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="code")
    code_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("code of an anonymous report")
        verbose_name_plural = _("codes of anonymous reports")

    def __str__(self) -> str:
        return f"{self.incident_id}"


class ReportMessage(AppendOnly):
    """What HR asks somebody who reported without their name, and what they answer or add. Without
    `written_by` it is the reporter's."""

    fixed = MessageIsFixed
    can_be_redacted = True

    # Made by the form, so that one form that is sent twice is one message.
    form_id = models.UUIDField(unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="messages")
    text = models.TextField(_("message"), max_length=4000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    written_at = models.DateTimeField(_("written"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("message about an anonymous report")
        verbose_name_plural = _("messages about anonymous reports")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} · {self.written_at:%Y-%m-%d %H:%M}"

    @property
    def is_from_reporter(self) -> bool:
        return self.written_by_id is None
