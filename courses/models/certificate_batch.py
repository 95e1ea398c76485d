from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import PrintLayout
from courses.models.certificate import Certificate
from lms.jobs.models import LongWork


class CertificateBatch(LongWork):
    """Certificates printed into one PDF by the worker, for the one who asked for it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificate_batches"
    )
    layout = models.CharField(_("layout"), max_length=10, choices=PrintLayout.choices)
    certificates = models.ManyToManyField(Certificate, related_name="+")

    class Meta(LongWork.Meta):
        verbose_name = _("batch of certificates")
        verbose_name_plural = _("batches of certificates")

    def __str__(self) -> str:
        return str(self.pk)
