"""The entries of the ledger about incidents and evidence, and the rows behind them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conduct_records.models import Evidence, Incident, IncidentClosing
from conduct_records.rules.cases.incident_evidence import (
    EVIDENCE_ADDED,
    FLEETING,
    INCIDENT_CLOSED,
    INCIDENT_REPORTED,
    added,
    closed,
    reported,
)
from lms.ledger.queries.evidence import RowEvidence
from lms.ledger.registries import EntryType


def _incidents() -> QuerySet[Incident]:
    return Incident.objects.select_related("unit", "person", "reported_by")


def _closings() -> QuerySet[IncidentClosing]:
    return IncidentClosing.objects.select_related("incident__person", "closed_by")


def _evidence() -> QuerySet[Evidence]:
    return Evidence.objects.select_related("incident__person", "case__subject", "added_by")


ENTRY_TYPES = (
    EntryType(
        INCIDENT_REPORTED,
        _("Incident reported"),
        {
            "kind": _("kind"),
            "what": _("what happened"),
            "place": _("where"),
            "unit": _("unit"),
            "unit_code": _("unit code"),
            "unit_id": _("internal number of the unit"),
            "rule": _("rule"),
            "happened_at": _("when it happened"),
            "known_at": _("when it became known"),
            "source": _("source"),
            "reference": _("reference of the complaint"),
            "device": _("device"),
            "at": _("when"),
        },
        evidence=RowEvidence(_incidents, reported, case="token", fleeting=FLEETING),
    ),
    EntryType(
        INCIDENT_CLOSED,
        _("Incident set aside"),
        {"incident": _("incident"), "reason": _("reason"), "at": _("when")},
        evidence=RowEvidence(_closings, closed, case="token"),
    ),
    EntryType(
        EVIDENCE_ADDED,
        _("Evidence added"),
        {
            "incident": _("incident"),
            "conduct_case": _("case"),
            "kind": _("kind"),
            "file": _("file"),
            "size": _("size in bytes"),
            "sha256": _("SHA-256"),
            "capture_hash": _("SHA-256 when taken"),
            "captured_at": _("taken"),
            "about": _("what it shows"),
            "origin": _("where it comes from"),
            "device": _("device"),
            "at": _("when"),
        },
        evidence=RowEvidence(_evidence, added, case="token"),
    ),
)
