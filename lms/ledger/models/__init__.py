from lms.ledger.models.append_only import AppendOnly, AppendOnlyQuerySet
from lms.ledger.models.log import Checkpoint, Entry, Head, Node
from lms.ledger.models.sealed import ErasurePermit, PendingLook, SealedFields, SubjectKey
from lms.ledger.models.verification import VerificationRun

__all__ = [
    "AppendOnly",
    "AppendOnlyQuerySet",
    "Checkpoint",
    "Entry",
    "ErasurePermit",
    "Head",
    "Node",
    "PendingLook",
    "SealedFields",
    "SubjectKey",
    "VerificationRun",
]
