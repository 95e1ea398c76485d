from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.jobs.models import LongWork


class PersonalExport(LongWork):
    """All that is kept about one person, gathered for them or for whoever answers their request;
    the file is kept a week."""

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(LongWork.Meta):
        verbose_name = _("export of somebody’s data")
        verbose_name_plural = _("exports of people’s data")

    def __str__(self) -> str:
        return f"{self.employee_id}"
