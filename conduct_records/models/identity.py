from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conduct_records.errors import RequestIsFixed
from conduct_records.models.incident import Incident
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token


class IdentityRequest(AppendOnly):
    """Somebody who handles a case asks to learn who reported the incident and who witnessed it, and
    why. A second person answers (`IdentityAnswer`)."""

    fixed = RequestIsFixed
    can_be_redacted = True

    # Made by the form, so that one form that is sent twice is one request.
    form_id = models.UUIDField(unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="identity_requests")
    reason = models.TextField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("request for identities")
        verbose_name_plural = _("requests for identities")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} · {self.asked_at:%Y-%m-%d %H:%M}"


class IdentityAnswer(AppendOnly):
    """What the second person said. What is granted is so to whoever asked, until a day."""

    fixed = RequestIsFixed
    can_be_redacted = True

    request = models.OneToOneField(IdentityRequest, models.PROTECT, related_name="answer")
    is_granted = models.BooleanField(_("granted"))
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"))
    valid_until = models.DateTimeField(_("valid until"), null=True)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("answer to a request for identities")
        verbose_name_plural = _("answers to requests for identities")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_granted=True, valid_until__isnull=False)
                | Q(is_granted=False, valid_until__isnull=True),
                name="identities_granted_until_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.is_granted}"
