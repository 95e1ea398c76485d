from django.db import models
from django.utils.translation import gettext_lazy as _


class LessonOrder(models.TextChoices):
    IN_ORDER = "in_order", _("One after the other")
    FREE = "free", _("In any order")


class EnrolmentSource(models.TextChoices):
    HIRING = "hiring", _("On hiring")
    BY_HAND = "by_hand", _("By hand")


class CertificateStyle(models.TextChoices):
    JADE = "jade", _("Waves, jade")
    INDIGO = "indigo", _("Waves, indigo")
    PLAIN = "plain", _("Plain double rule, ink")


class PrintLayout(models.TextChoices):
    A4 = "a4", _("A4, one a page")
    CARDS = "cards", _("Wallet cards, ten a page to cut")


class TranslationState(models.TextChoices):
    """Where the English of a published page stands, what asks for work first."""

    BEHIND = "behind", _("The Chinese has changed since")
    MISSING = "missing", _("Not translated")
    DRAFT = "draft", _("Translated, not published")
    CURRENT = "current", _("Up to date")
