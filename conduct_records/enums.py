from django.db import models
from django.utils.translation import gettext_lazy as _


class CodebookState(models.TextChoices):
    """Draft and consulted is what a draft can be, the others what a version can be on a day."""

    DRAFT = "draft", _("Draft")
    CONSULTED = "consulted", _("Consulted")
    ADOPTED = "adopted", _("Adopted")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


class DocumentKind(models.TextChoices):
    """The papers of an adoption (Labour Contract Law, article 4)."""

    DISCUSSION = "discussion", _("Minutes of the staff discussion")
    UNION = "union", _("Reply of the trade union")
    PUBLICATION = "publication", _("Record of publication")
