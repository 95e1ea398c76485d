from django.db import models
from django.utils.translation import gettext_lazy as _


class Log(models.TextChoices):
    """The two trees: what was done, and who looked at what."""

    RECORDS = "records", _("Records")
    LOOKS = "looks", _("Looks")
