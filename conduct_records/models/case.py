from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conduct_records.enums import IncidentKind, NoticeKind
from conduct_records.errors import NoticeIsFixed, StepIsFixed
from conduct_records.models.incident import Incident, WaitingIncident
from conduct_records.rules.cases.procedure import ENDED_WITHOUT_EFFECT, Office, State, StepKind
from lms.ledger.models import AppendOnly
from lms.ledger.rules.envelope import new_token


def _choices(values: type) -> list[tuple[str, str]]:
    return [(str(each), str(each)) for each in values]  # type: ignore[attr-defined]


class Case(models.Model):
    """What is done about one person and one incident. What happened are its steps, which are only
    added to; everything else here is derived from them (`queries.cases.projection`), kept so that
    lists can be filtered and sorted."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="cases")
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("whom it is about"),
        related_name="conduct_cases",
    )
    opened_at = models.DateTimeField(_("opened"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)
    # Its entries stand under a key of its own; those of cases from before that, under the person's.
    has_own_key = models.BooleanField(default=True, editable=False)
    # Since then there is nothing left of it but these columns, which charts count.
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    # Derived.
    kind = models.CharField(_("kind"), max_length=12, choices=IncidentKind.choices)
    state = models.CharField(_("state"), max_length=20, choices=_choices(State))
    turn = models.CharField(_("whose turn"), max_length=12, choices=_choices(Office))
    # Somebody's, not the calendar's: a column of its own because both databases find such rows by
    # a partial index.
    waits = models.BooleanField(_("waits for somebody"), default=False)
    due_at = models.DateTimeField(_("due"), null=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    line = models.CharField(_("line"), max_length=10, blank=True)
    sanction = models.CharField(_("sanction"), max_length=20, blank=True)
    points = models.SmallIntegerField(_("points"), default=0)
    orders_training = models.BooleanField(_("orders training"), default=False)
    decided_at = models.DateTimeField(_("decided"), null=True)
    counts_from = models.DateField(_("counts from"), null=True)
    counts_until = models.DateField(_("counts until"), null=True)
    investigator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    appeal_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_at", "-pk"]
        permissions = [
            ("investigate_case", "Can be appointed to investigate"),
            ("decide_case", "Can be appointed to decide"),
            ("decide_appeal", "Can be appointed to decide an appeal"),
            ("override_gate", "Can let a charge through gate 1"),
            ("view_identity", "Can ask who reported and who witnessed"),
            ("approve_identity", "Can approve that somebody learns who reported"),
            ("export_case", "Can take out the bundle of a case"),
            ("view_figures", "Can see the figures about cases"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "subject"],
                condition=~Q(state__in=[str(each) for each in ENDED_WITHOUT_EFFECT]),
                name="one_case_an_incident_and_person",
                violation_error_message=_("There is a case about this person already."),
            ),
            models.CheckConstraint(
                condition=Q(counts_from__isnull=True, counts_until__isnull=True)
                | Q(counts_from__isnull=False, counts_until__isnull=False),
                name="case_counts_from_and_until",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="case_by_what_is_due"),
            models.Index(fields=["subject", "counts_until"], name="case_by_what_counts"),
            # The inbox, group by group, each in its order.
            models.Index(fields=["turn", "due_at", "-id"], name="case_by_turn"),
            models.Index(fields=["due_at", "-id"], condition=Q(waits=True), name="case_that_waits"),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            WaitingIncident.objects.filter(incident=self.incident_id).delete()

    @property
    def number(self) -> str:
        """What people call it."""
        return f"{self.opened_at:%Y}-{self.pk:04d}"


class CaseStep(AppendOnly):
    """One step of a case: who did what, when. `data` is the step's content
    (`rules.cases.steps`); `at` is when it took place, `recorded_at` when it was written down."""

    fixed = StepIsFixed
    can_be_redacted = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=_choices(StepKind))
    data = models.JSONField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    # Made by the form, so that one form that is sent twice is one step.
    form_id = models.UUIDField(unique=True, null=True, editable=False)
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)
    # Whether the ledger holds whom an interview was with under a key of the step's own; of
    # interviews from before, it does so under the key of that person.
    has_own_key = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_steps_in_order"),
            models.CheckConstraint(
                condition=Q(at__lte=models.F("recorded_at")),
                name="step_recorded_after_it_was_taken",
            ),
        ]
        indexes = [models.Index(fields=["actor", "kind"], name="step_by_who_took_it")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.kind}"


class Charge(models.Model):
    """A rule under which a case was brought; derived from its steps as the case's columns are, so
    that cases are found by rule. `is_proven` is None until it is decided."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="charges")
    rule_code = models.CharField(max_length=20)
    line = models.CharField(max_length=10)
    is_proven = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        constraints = [
            models.UniqueConstraint(fields=["case", "rule_code"], name="charged_once_under_a_rule")
        ]
        indexes = [models.Index(fields=["rule_code"], name="charges_by_rule")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.rule_code}"


class Notice(AppendOnly):
    """A paper served on the person: what it says, frozen when it was issued. It is printed from
    `content` in either language; its hash is its entry in the ledger."""

    fixed = NoticeIsFixed
    can_be_redacted = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("issued"))
    token = models.CharField(max_length=40, default=new_token, unique=True, editable=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["case", "issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "number"], name="notice_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.kind} · {self.number}"
