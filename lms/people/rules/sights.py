"""Places where somebody's record is opened."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sight:
    """What is seen there, and for what purpose one goes there: English words as the ledger keeps
    them, marked for translation where they stand and shown in the reader's language."""

    what: str
    purpose: str
