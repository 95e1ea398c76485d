from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import ExchangeFormat
from assessments.models.bank import Category
from lms.files.storage import private_storage
from lms.jobs.models import LongWork


class QuestionImport(LongWork):
    """A file of questions that somebody sent: first read through (`is_dry_run`), then taken in.
    `report` is that of `rules.exchange.report`."""

    file = models.FileField(_("file"), storage=private_storage, upload_to="imports/%Y/%m/%d/")
    name = models.CharField(_("name"), max_length=200)
    format = models.CharField(_("format"), max_length=12, choices=ExchangeFormat.choices)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        verbose_name=_("category"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Where questions go whose file names none."),
    )
    is_dry_run = models.BooleanField(default=True)
    report = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
