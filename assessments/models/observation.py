"""Practical observation on the floor: inspection sheets, and what was observed by them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.errors import ObservationIsFixed, SheetVersionIsFixed
from assessments.rules.observing.sheet import Sheet, sheet_of
from lms.files.storage import private_storage
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from lms.people.models import Post, PostGroup, Unit
from lms.ui.language import in_readers_language


class InspectionSheet(models.Model):
    """The inspection sheet of a service line under its lasting code; what it asks is in its
    versions, of which the newest is used."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    line = models.ForeignKey(
        PostGroup,
        models.PROTECT,
        verbose_name=_("service line"),
        related_name="inspection_sheets",
        null=True,
        blank=True,
        help_text=_("Empty: for every line."),
    )
    is_retired = models.BooleanField(
        _("retired"), default=False, help_text=_("No longer offered to assessors.")
    )

    class Meta:
        verbose_name = _("inspection sheet")
        verbose_name_plural = _("inspection sheets")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.localised_title

    @property
    def localised_title(self) -> str:
        return in_readers_language(self.title, self.title_en)

    @property
    def current_version(self) -> "SheetVersion":
        """The newest; `queries.observing.sheets` prefetches it as `newest`."""
        newest = getattr(self, "newest", None)
        return newest[0] if newest else self.versions.order_by("-number")[0]


class SheetVersion(AppendOnly):
    """What a sheet asks at one time. Written once: an edit makes the next version, and
    observations keep the one they were made with. `content` is a `rules.observing.sheet.Sheet`."""

    sheet = models.ForeignKey(InspectionSheet, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("written by"), related_name="+"
    )

    fixed = SheetVersionIsFixed

    class Meta:
        verbose_name = _("version of an inspection sheet")
        verbose_name_plural = _("versions of inspection sheets")
        ordering = ["sheet", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.sheet.code} v{self.number}"

    @property
    def asks(self) -> Sheet:
        return sheet_of(self.content)


class Observation(AppendOnly):
    """What an assessor saw of somebody's work, point by point, and who signed it. Never changed: a
    second observation is a second row. `given` holds a `rules.observing.sheet.Given` for each
    point; score, most, percent, passed and failed are what the sheet makes of it, kept so that
    lists need not work it out."""

    # Made by the form, so that one observation that is sent twice is one row.
    form_id = models.UUIDField(unique=True, editable=False)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)
    version = models.ForeignKey(SheetVersion, models.PROTECT, related_name="observations")
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="observations",
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("post"), related_name="+", null=True
    )
    observed_at = models.DateTimeField(
        _("observed"), help_text=_("By the device’s account, never after it came in.")
    )
    observed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("assessor"),
        related_name="observations_made",
    )
    received_at = models.DateTimeField(_("received"))
    device = models.CharField(_("device"), max_length=200, blank=True)
    given = models.JSONField()
    remark = models.TextField(_("remark"), blank=True)
    score = models.DecimalField(_("score"), max_digits=8, decimal_places=2)
    most = models.DecimalField(_("out of"), max_digits=8, decimal_places=2)
    passed = models.BooleanField(_("passed"))
    failed = models.JSONField(
        default=list, help_text=_("Codes of the critical points that were missed.")
    )
    statement = models.TextField(_("what was signed"))
    statement_hash = models.CharField(_("SHA-256 of what was signed"), max_length=64)
    assessor_signature = models.TextField(_("signature of the assessor"))
    employee_signature = models.TextField(_("signature of the person"), blank=True)
    employee_remark = models.TextField(_("remark of the person"), blank=True)
    not_signed_because = models.CharField(
        _("why the person did not sign"), max_length=300, blank=True
    )

    fixed = ObservationIsFixed
    can_be_redacted = True

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["-observed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(employee=F("observed_by")), name="nobody_observes_oneself"
            ),
            models.CheckConstraint(
                condition=Q(observed_at__lte=F("received_at")), name="observed_before_received"
            ),
            models.CheckConstraint(
                condition=Q(most__gt=0) & Q(score__gte=0) & Q(score__lte=F("most")),
                name="observation_scores_something",
            ),
            models.CheckConstraint(
                condition=(~Q(employee_signature="") & Q(not_signed_because=""))
                | (Q(employee_signature="") & ~Q(not_signed_because="")),
                name="observation_signed_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=~Q(assessor_signature=""), name="assessor_signs_observation"
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "observed_at"], name="observations_of_a_person"),
            models.Index(fields=["version", "observed_at"], name="observations_by_a_sheet"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.observed_at:%Y-%m-%d}"


class ObservationPhoto(AppendOnly):
    """A picture beside a point: drawn anew without what a camera writes into it, places above all.
    `capture_hash` is the SHA-256 of the file as the device took it, `sha256` that of what is
    kept."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="photos")
    point = models.CharField(_("point"), max_length=30)
    file = models.FileField(_("file"), storage=private_storage, upload_to="observations/%Y/%m/")
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    capture_hash = models.CharField(_("SHA-256 when taken"), max_length=64)
    captured_at = models.DateTimeField(_("taken"), null=True)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    fixed = ObservationIsFixed
    can_be_redacted = True

    class Meta:
        verbose_name = _("picture of an observation")
        verbose_name_plural = _("pictures of observations")
        ordering = ["observation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "capture_hash", "point"],
                name="picture_once_beside_a_point",
            )
        ]

    def __str__(self) -> str:
        return f"{self.observation} · {self.point}"
