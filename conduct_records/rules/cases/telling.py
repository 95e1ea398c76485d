"""What the person a case is about learns of it, and which paper waits for their signature."""

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import State

# From these on a case is open to the person: a notice was issued, they were talked to or commended.
TOLD = (State.CHARGED, State.TALKED, State.PRAISED)
# In which a paper that was issued waits to be served.
WAITING = {State.CHARGED: "allegation", State.DECIDED: "decision"}


def is_open_to_subject(file: CaseFile) -> bool:
    """A notice that was issued is theirs to sign for; before, and where it never came to one, there
    is nothing to show. What was withdrawn before it reached them never did."""
    if file.state == State.WITHDRAWN:
        return State.NOTIFIED in file.states
    return any(state in TOLD for state in file.states)


def paper_waiting(file: CaseFile) -> str | None:
    """The kind of the notice that was issued and not served yet."""
    if file.state in (State.OVERTURNED, State.STANDING):
        waits = file.last(said.AppealDecided) and not file.last(said.AppealServed)
        return "appeal" if waits else None
    return WAITING.get(file.state)
