from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.files.storage import private_storage
from lms.people.enums import Attested


class AttendedSession(models.Model):
    """Somebody without a sign-in reads, answers and signs on a supervisor's device. The supervisor
    is the witness of everything that is done until the session ends."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="attended_sessions"
    )
    witness = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    signature = models.TextField(
        _("signature"), blank=True, help_text=_("For everything that was done in the session.")
    )

    class Meta:
        verbose_name = _("attended session")
        verbose_name_plural = _("attended sessions")
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(employee=models.F("witness")), name="nobody_witnesses_for_oneself"
            ),
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(ended_at__isnull=True),
                name="attended_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(signature="") | Q(ended_at__isnull=False), name="signed_at_the_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.witness}"


class Attestation(models.Model):
    """What somebody confirmed word for word, when, and how we know that it was they.

    `text_hash` is made by `rules.attestation.text_hash`. In their own session nothing more is
    needed; in an attended one the witness is the session's and `signature` holds what was drawn
    (SVG path data); on paper there is the scan, and who entered it.
    """

    text = models.TextField(_("wording"))
    text_hash = models.CharField(_("SHA-256 of the wording"), max_length=64)
    language = models.CharField(_("language"), max_length=10)
    attested_at = models.DateTimeField(_("confirmed"))
    way = models.CharField(_("how"), max_length=10, choices=Attested.choices)
    attended = models.ForeignKey(AttendedSession, models.PROTECT, related_name="+", null=True)
    signature = models.TextField(_("signature"), blank=True)
    scan = models.FileField(
        _("scan"), storage=private_storage, upload_to="scans/%Y/%m/", blank=True
    )
    scan_hash = models.CharField(_("SHA-256 of the scan"), max_length=64, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("entered by"),
        related_name="+",
        null=True,
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(way=Attested.OWN, attended=None, signature="", scan="", entered_by=None)
                | (
                    Q(way=Attested.ATTENDED, scan="", entered_by=None, attended__isnull=False)
                    & ~Q(signature="")
                )
                | (
                    Q(way=Attested.PAPER, attended=None, signature="", entered_by__isnull=False)
                    & ~Q(scan="")
                ),
                name="%(class)s_says_how_it_is_known",
            ),
        ]
