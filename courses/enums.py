from django.db import models
from django.utils.translation import gettext_lazy as _


class LessonOrder(models.TextChoices):
    IN_ORDER = "in_order", _("One after the other")
    FREE = "free", _("In any order")


class EnrolmentSource(models.TextChoices):
    HIRING = "hiring", _("On hiring")
    BY_HAND = "by_hand", _("By hand")
