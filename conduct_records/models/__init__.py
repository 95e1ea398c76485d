from conduct_records.models.case import Case, CaseStep, Charge, Notice
from conduct_records.models.draft import CodebookDraft, DraftDocument
from conduct_records.models.incident import Evidence, EvidenceView, Incident, IncidentClosing
from conduct_records.models.pack import RulePack
from conduct_records.models.signature import CodebookSignature, SigningRequest, SigningRound
from conduct_records.models.version import AdoptionDocument, CodebookVersion

__all__ = [
    "AdoptionDocument",
    "Case",
    "CaseStep",
    "Charge",
    "CodebookDraft",
    "CodebookSignature",
    "CodebookVersion",
    "DraftDocument",
    "Evidence",
    "EvidenceView",
    "Incident",
    "IncidentClosing",
    "Notice",
    "RulePack",
    "SigningRequest",
    "SigningRound",
]
