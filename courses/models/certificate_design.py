from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enums import CertificateStyle
from courses.errors import DesignIsFixed
from courses.rules.certificate_design import Design, Image, Signature
from lms.ledger.models import AppendOnly


class CertificateDesign(AppendOnly):
    """A course's certificate as its author wrote it at one time. Written once, never changed: an
    edit makes the next version, and certificates keep the one they were issued with.

    `course_key` is the translation key of the course page. Pictures are kept as they were
    (`rules.certificate_design.Image`), so that a library picture exchanged later changes nothing.
    """

    course_key = models.UUIDField(_("course"))
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=20)
    title_en = models.CharField(_("title in English"), max_length=60, blank=True)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text in English"), blank=True)
    seal = models.CharField(_("text of the seal"), max_length=10, blank=True)
    seal_image = models.JSONField(null=True)
    signatures = models.JSONField(_("signatures"), default=list)
    valid_months = models.PositiveSmallIntegerField(
        _("valid for (months)"),
        null=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    style = models.CharField(_("style"), max_length=10, choices=CertificateStyle.choices)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("written by"), related_name="+"
    )

    fixed = DesignIsFixed

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        ordering = ["course_key", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course_key", "number"], name="design_version_once"),
            models.CheckConstraint(
                condition=Q(valid_months__isnull=True) | Q(valid_months__gte=1),
                name="design_is_valid_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

    @property
    def design(self) -> Design:
        return Design(
            title=self.title,
            title_en=self.title_en,
            text=self.text,
            text_en=self.text_en,
            seal=self.seal,
            seal_image=Image(**self.seal_image) if self.seal_image else None,
            signatures=tuple(
                Signature(**row | {"image": Image(**row["image"]) if row["image"] else None})
                for row in self.signatures
            ),
            valid_months=self.valid_months,
            style=self.style,
        )
