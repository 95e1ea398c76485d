from conduct_records.models.draft import CodebookDraft, DraftDocument
from conduct_records.models.signature import CodebookSignature, SigningRequest, SigningRound
from conduct_records.models.version import AdoptionDocument, CodebookVersion

__all__ = [
    "AdoptionDocument",
    "CodebookDraft",
    "CodebookSignature",
    "CodebookVersion",
    "DraftDocument",
    "SigningRequest",
    "SigningRound",
]
