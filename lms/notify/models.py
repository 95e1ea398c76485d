from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EmailState(models.TextChoices):
    """What became of the e-mail beside a notice."""

    NONE = "none", _("on the site only")
    WAITING = "waiting", _("e-mail waiting")
    SENDING = "sending", _("e-mail on its way")
    SENT = "sent", _("e-mail sent")
    FAILED = "failed", _("e-mail failed")


class Notice(models.Model):
    """Something somebody is told, in the words and the language in which they were told it.

    The recipient is the number of an account: this package knows no people. `url` is an address
    on this site.
    """

    recipient_id = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=255, blank=True)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    read_at = models.DateTimeField(null=True)
    email = models.EmailField(blank=True)
    email_state = models.CharField(
        max_length=10, choices=EmailState.choices, default=EmailState.NONE
    )
    email_attempts = models.PositiveSmallIntegerField(default=0)
    email_due_at = models.DateTimeField(
        null=True, help_text=_("When it is tried next, or was last taken up.")
    )
    email_sent_at = models.DateTimeField(null=True)
    email_error = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email_state=EmailState.NONE, email="", email_due_at=None)
                | (~Q(email_state=EmailState.NONE) & ~Q(email="") & Q(email_due_at__isnull=False)),
                name="notice_email_has_its_address",
            ),
            models.CheckConstraint(
                condition=Q(email_state=EmailState.SENT, email_sent_at__isnull=False)
                | (~Q(email_state=EmailState.SENT) & Q(email_sent_at=None)),
                name="notice_email_sent_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient_id", "-created_at"], name="notice_of_recipient"),
            models.Index(fields=["recipient_id"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["email_due_at"],
                condition=Q(email_state__in=[EmailState.WAITING, EmailState.SENDING]),
                name="notice_email_due",
            ),
        ]

    def __str__(self) -> str:
        return self.title
