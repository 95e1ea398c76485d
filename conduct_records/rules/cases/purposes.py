"""Why somebody opens a case or an incident. Where a duty is plain it says so; otherwise whoever
opens it is asked. English words as the ledger keeps them, shown in the reader's language."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import UNDER_WAY, Office
from conduct_records.rules.cases.turns import turn_of

INVESTIGATING = "investigating"
DECIDING = "deciding"
HEARING_APPEAL = "hearing the appeal"
HANDLING = "handling the case"
TAKING_STEP = "taking a step of the case"
READING_REPORT = "looking at a report"
# Not noted any more: who reported would be told to those whom it is about.
OWN_REPORT = "looking at one’s own report"
# What is looked at there.
IDENTITIES = "who reported an incident"
GRANTED = "with the approval of a second person"

ANSWERING = "answering the person’s question"
PREPARING = "preparing an appeal or arbitration"
COMPARING = "checking how a like case was handled"
SUPERVISING = "supervision"

# As long an answer holds.
LASTS = timedelta(minutes=30)
# Beside its words, so that the ledger's field holds them.
LONGEST = 200

OF_SEAT = {
    Office.INVESTIGATOR: INVESTIGATING,
    Office.DECIDER: DECIDING,
    Office.APPEALS: HEARING_APPEAL,
}


def purpose_of(file: CaseFile, offices: Iterable[Office]) -> str | None:
    """Of whoever holds a seat whose turn it is; of HR, while the case is under way or anything
    is left to be done. None where somebody has to be asked."""
    held, turn = frozenset(offices), turn_of(file)
    if turn in held and turn in OF_SEAT:
        return OF_SEAT[turn]
    if Office.HR in held and (file.state in UNDER_WAY or turn == Office.HR):
        return HANDLING
    return None


def holds(answered_at: datetime, now: datetime) -> bool:
    """Whether an answer still says why somebody opens the case."""
    return answered_at <= now < answered_at + LASTS
