from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.enrolment import Enrolment
from lms.notify.models import Notice


class Reminder(models.Model):
    """Somebody was reminded of a course that is not finished; once a day, whoever does it. The
    notice is forgotten after a while, the reminder stays."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="reminders")
    sent_on = models.DateField(_("day"))
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "sent_on"],
                name="reminded_once_a_day",
                violation_error_message=_("This person was reminded of this course today."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.sent_on}"
