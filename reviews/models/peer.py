from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from reviews.errors import PeerAnswerIsFixed
from reviews.models.review import Review


class PeerRequest(models.Model):
    """A colleague is asked how somebody works. What they answer is kept apart from who they are:
    nobody reads a single answer, and all together only count from the smallest group on."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="peer_requests")
    peer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    # A day, not a moment: order and time would tell who wrote which answer.
    answered_on = models.DateField(_("answered"), null=True)
    declined_on = models.DateField(_("declined"), null=True)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("request to a peer")
        verbose_name_plural = _("requests to peers")
        ordering = ["review", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "peer"], name="peer_asked_once")]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.peer_id}"


class PeerAnswer(AppendOnly):
    """What one peer answered, without their name: points by question."""

    fixed = PeerAnswerIsFixed
    can_be_redacted = True

    id = models.CharField(max_length=40, primary_key=True, default=new_token, editable=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="peer_answers")
    points = models.JSONField()
    comment = models.CharField(_("comment"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("answer of a peer")
        verbose_name_plural = _("answers of peers")
        ordering = ["review", "pk"]

    def __str__(self) -> str:
        return str(self.review_id)
