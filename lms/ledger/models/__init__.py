from lms.ledger.models.append_only import AppendOnly, AppendOnlyQuerySet
from lms.ledger.models.log import Checkpoint, Entry, Head, Node
from lms.ledger.models.sealed import PendingLook, SealedFields, SubjectKey
from lms.ledger.models.verification import VerificationRun

__all__ = [
    "AppendOnly",
    "AppendOnlyQuerySet",
    "Checkpoint",
    "Entry",
    "Head",
    "Node",
    "PendingLook",
    "SealedFields",
    "SubjectKey",
    "VerificationRun",
]
