from conduct_records.models.bundle import BundleWork, CaseBundle
from conduct_records.models.case import Case, CaseStep, Charge, Notice
from conduct_records.models.channel import ReporterCode, ReportMessage
from conduct_records.models.draft import CodebookDraft, DraftDocument
from conduct_records.models.identity import IdentityAnswer, IdentityRequest
from conduct_records.models.incident import (
    Evidence,
    EvidenceView,
    Incident,
    IncidentClosing,
    WaitingIncident,
)
from conduct_records.models.pack import RulePack
from conduct_records.models.signature import CodebookSignature, SigningRequest, SigningRound
from conduct_records.models.tally import CaseTally, TallyRun
from conduct_records.models.version import AdoptionDocument, CodebookVersion

__all__ = [
    "AdoptionDocument",
    "BundleWork",
    "Case",
    "CaseBundle",
    "CaseStep",
    "CaseTally",
    "Charge",
    "CodebookDraft",
    "CodebookSignature",
    "CodebookVersion",
    "DraftDocument",
    "Evidence",
    "EvidenceView",
    "IdentityAnswer",
    "IdentityRequest",
    "Incident",
    "IncidentClosing",
    "Notice",
    "ReportMessage",
    "ReporterCode",
    "RulePack",
    "SigningRequest",
    "SigningRound",
    "TallyRun",
    "WaitingIncident",
]
