"""The entries of the ledger about incidents and evidence, and the rows behind them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conduct_records.models import (
    Evidence,
    IdentityAnswer,
    IdentityRequest,
    Incident,
    IncidentClosing,
    ReportMessage,
)
from conduct_records.queries.cases.named import hidden_in
from conduct_records.rules.cases.incident_evidence import (
    EVIDENCE_ADDED,
    FLEETING,
    IDENTITY_ANSWERED,
    IDENTITY_ASKED,
    INCIDENT_CLOSED,
    INCIDENT_REPORTED,
    MESSAGE_WRITTEN,
    added,
    closed,
    identity_answered,
    identity_asked,
    message_written,
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


def _messages() -> QuerySet[ReportMessage]:
    return ReportMessage.objects.select_related("incident__person", "written_by")


def _requests() -> QuerySet[IdentityRequest]:
    return IdentityRequest.objects.select_related("incident__person", "asked_by")


def _answers() -> QuerySet[IdentityAnswer]:
    return IdentityAnswer.objects.select_related("request__incident__person", "answered_by")


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
            "reported_by": _("reported by"),
            "reserved": _("for the HR director of the company alone"),
        },
        evidence=RowEvidence(_incidents, reported, case="token", fleeting=FLEETING),
        confidential=("reported_by", "device"),
        hides_text=hidden_in(INCIDENT_REPORTED),
        hides_actor=lambda said: True,
    ),
    EntryType(
        INCIDENT_CLOSED,
        _("Incident set aside"),
        {"incident": _("incident"), "reason": _("reason"), "at": _("when")},
        evidence=RowEvidence(_closings, closed, case="token"),
        hides_text=hidden_in(INCIDENT_CLOSED),
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
            "added_by": _("added by"),
        },
        evidence=RowEvidence(_evidence, added, case="token"),
        # What a file is called and where it comes from often tells.
        confidential=("added_by", "device", "file", "origin"),
        hides_text=hidden_in(EVIDENCE_ADDED),
        hides_actor=lambda said: not said.get("conduct_case"),
    ),
    EntryType(
        MESSAGE_WRITTEN,
        _("Message about an anonymous report"),
        {"incident": _("incident"), "text": _("message"), "at": _("when")},
        evidence=RowEvidence(_messages, message_written, case="token"),
        # Whom it is about may read the ledger.
        confidential=("text",),
        hides_text=hidden_in(MESSAGE_WRITTEN),
    ),
    EntryType(
        IDENTITY_ASKED,
        _("Identities asked for"),
        {"incident": _("incident"), "reason": _("reason"), "at": _("when")},
        evidence=RowEvidence(_requests, identity_asked, case="token"),
    ),
    EntryType(
        IDENTITY_ANSWERED,
        _("Request for identities answered"),
        {
            "incident": _("incident"),
            "request": _("request"),
            "granted": _("granted"),
            "reason": _("reason"),
            "until": _("valid until"),
            "at": _("when"),
        },
        evidence=RowEvidence(_answers, identity_answered, case="token"),
    ),
)
