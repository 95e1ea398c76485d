from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conduct_records.enums import DocumentKind
from conduct_records.errors import VersionIsFixed
from conduct_records.rules.codebook import Codebook
from lms.files.storage import private_storage
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token


class Adoption(models.Model):
    """How a codebook came about (Labour Contract Law, article 4): discussed with the staff,
    consulted with the union, published, in force from a day on."""

    discussed_on = models.DateField(_("staff discussion"), null=True, blank=True)
    discussion = models.TextField(_("what the staff said"), blank=True)
    union_on = models.DateField(_("union consultation"), null=True, blank=True)
    union_reply = models.TextField(_("what the union replied"), blank=True)
    published_on = models.DateField(_("publication"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    check_codes = models.JSONField(
        _("short check"),
        default=list,
        blank=True,
        help_text=_("Codes of questions that who signs answers first; none for no check."),
    )

    class Meta:
        abstract = True


class CodebookVersion(Adoption, AppendOnly):
    """A version of the codebook as it was adopted: content, record of adoption, hash. Written once,
    never changed. Whether it is in force follows from the day (`queries.versions`)."""

    fixed = VersionIsFixed

    number = models.PositiveIntegerField(_("version"), unique=True)
    content = models.JSONField(_("content"))
    content_hash = models.CharField(_("SHA-256 of the content"), max_length=64)
    adopted_at = models.DateTimeField(_("adopted"))
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("adopted by"), related_name="+"
    )
    case = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("codebook version")
        verbose_name_plural = _("codebook versions")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    discussed_on__isnull=False,
                    union_on__isnull=False,
                    published_on__isnull=False,
                    effective_on__isnull=False,
                ),
                name="adopted_version_has_its_record",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("published_on")),
                name="in_force_once_published",
                violation_error_message=_("A codebook is published before it is in force."),
            ),
        ]

    def __str__(self) -> str:
        return _("Codebook, version %(number)d") % {"number": self.number}

    @cached_property
    def codebook(self) -> Codebook:
        return Codebook.of_json(self.content)


class AdoptionDocument(AppendOnly):
    """A paper of the adoption, as it was handed in."""

    fixed = VersionIsFixed

    version = models.ForeignKey(CodebookVersion, models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind.choices)
    file = models.FileField(_("file"), storage=private_storage, upload_to="codebook/%Y/")
    name = models.CharField(_("name"), max_length=120)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("adoption document")
        verbose_name_plural = _("adoption documents")
        ordering = ["version", "kind", "pk"]

    def __str__(self) -> str:
        return self.name
