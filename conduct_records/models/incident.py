from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conduct_records.enums import EvidenceKind, IncidentKind, Source, ViewState
from conduct_records.errors import EvidenceIsFixed, IncidentIsFixed
from lms.files.storage import private_storage
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token
from lms.people.models import Unit


class Incident(AppendOnly):
    """What somebody reported: what, where, when. HR opens a case about each person concerned, or
    sets it aside (`IncidentClosing`). Nothing in it is changed; what was reported wrongly is put
    right by the investigation."""

    fixed = IncidentIsFixed
    can_be_redacted = True

    # Made by the form, so that one report that is sent twice is one incident.
    form_id = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=IncidentKind.choices, default=IncidentKind.VIOLATION
    )
    what = models.TextField(_("what happened"), max_length=4000)
    place = models.CharField(_("where"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("whom it is about"),
        related_name="+",
        null=True,
        blank=True,
    )
    rule_code = models.CharField(_("rule"), max_length=20, blank=True)
    happened_at = models.DateTimeField(_("when it happened"))
    known_at = models.DateTimeField(_("when it became known"))
    source = models.CharField(_("source"), max_length=12, choices=Source.choices)
    reference = models.CharField(_("reference of the complaint"), max_length=60, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("reported by"),
        related_name="reported_incidents",
        null=True,
    )
    reported_at = models.DateTimeField(_("reported"))
    device = models.CharField(_("device"), max_length=200, blank=True)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)
    # Its entries stand under a key of their own and keep who reported it closed; of reports from
    # before that they do neither.
    has_own_key = models.BooleanField(default=True, editable=False)
    # Reported without a name, about human resources or the management of the site: HR of the
    # units does not see it.
    is_reserved = models.BooleanField(
        _("for the HR director of the company alone"), default=False, editable=False
    )
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("known_at")) & Q(known_at__lte=F("reported_at")),
                name="incident_happens_is_known_is_reported",
                violation_error_message=_("An incident happens, becomes known, is reported."),
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.COMPLAINT)
                | ~Q(reference="")
                | Q(erased_at__isnull=False),
                name="complaint_has_its_reference",
                violation_error_message=_("Give the reference of the complaint."),
            ),
            models.CheckConstraint(
                condition=Q(reported_by__isnull=False) | Q(source=Source.ANONYMOUS),
                name="incident_says_who_reports_it",
            ),
            models.CheckConstraint(
                condition=Q(is_reserved=False) | Q(source=Source.ANONYMOUS),
                name="only_anonymous_reports_are_reserved",
            ),
        ]
        indexes = [models.Index(fields=["-known_at", "-id"], name="incident_by_when_known")]

    def __str__(self) -> str:
        return f"{self.place} · {self.happened_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        WaitingIncident.objects.create(incident=self)


class WaitingIncident(models.Model):
    """An incident that was neither taken up in a case nor set aside. Derived, and kept with each
    of these rows, so that what waits is found without looking through everything that does not."""

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="waiting")

    class Meta:
        verbose_name = _("incident that waits")
        verbose_name_plural = _("incidents that wait")

    def __str__(self) -> str:
        return f"{self.incident_id}"


class IncidentClosing(AppendOnly):
    """HR set an incident aside without a case about anybody, and why."""

    fixed = IncidentIsFixed
    can_be_redacted = True

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="closing")
    reason = models.TextField(_("reason"), max_length=2000)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("incident set aside")
        verbose_name_plural = _("incidents set aside")
        ordering = ["-closed_at"]

    def __str__(self) -> str:
        return f"{self.incident_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        WaitingIncident.objects.filter(incident=self.incident_id).delete()


class Evidence(AppendOnly):
    """A file as it was handed in; never replaced. Without a case it came with the report and every
    case of the incident shows it. `capture_hash` is the hash that the device made when the picture
    was taken: it equals `sha256`, or the file is refused."""

    fixed = EvidenceIsFixed
    can_be_redacted = True

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="evidence")
    case = models.ForeignKey(
        "conduct_records.Case", models.PROTECT, related_name="own_evidence", null=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind.choices)
    file = models.FileField(_("file"), storage=private_storage, upload_to="evidence/%Y/%m/")
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    capture_hash = models.CharField(_("SHA-256 when taken"), max_length=64, blank=True)
    captured_at = models.DateTimeField(_("taken"), null=True)
    about = models.CharField(_("what it shows"), max_length=200, blank=True)
    origin = models.CharField(_("where it comes from"), max_length=200, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    added_at = models.DateTimeField(_("added"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capture_hash="") | Q(capture_hash=F("sha256")),
                name="evidence_is_what_was_captured",
            ),
            models.UniqueConstraint(
                fields=["incident", "sha256"],
                condition=Q(case__isnull=True),
                name="evidence_file_once_in_a_report",
            ),
            models.UniqueConstraint(
                fields=["case", "sha256"],
                condition=Q(case__isnull=False),
                name="evidence_file_once_in_a_case",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceView(models.Model):
    """The copy of a piece of evidence that is shown: a picture or PDF written anew by us, without
    what a file may hide. Made by the worker; it can be made again at any time."""

    evidence = models.OneToOneField(Evidence, models.CASCADE, related_name="view")
    state = models.CharField(max_length=10, choices=ViewState.choices, default=ViewState.WAITING)
    file = models.FileField(storage=private_storage, upload_to="evidence-views/%Y/%m/", blank=True)

    class Meta:
        verbose_name = _("viewing copy")
        verbose_name_plural = _("viewing copies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ViewState.READY) | ~Q(file=""), name="ready_view_has_its_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} · {self.state}"
