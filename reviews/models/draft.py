from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.enums import FormKind
from reviews.models.review import Review


class FormDraft(models.Model):
    """What somebody has written so far of something they hand in later. `revision` is the device's:
    an older saving never overwrites a newer one."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=FormKind.choices)
    data = models.JSONField(default=dict)
    revision = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["review", "author", "kind"], name="one_draft_of_a_form")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.kind}"
