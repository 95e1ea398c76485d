"""The life of a version of the codebook: one table of moves, one owner per state.

What a draft or a version is follows from its record and the day (`CodebookDraft.state`,
`queries.versions.state_of`); this table says how one becomes the next.
"""

from enum import StrEnum

from conduct_records.enums import CodebookState
from lms.ui.states import Move


class Owner(StrEnum):
    """Whose turn it is."""

    HR = "HR"
    DIRECTOR = "the HR director"
    CALENDAR = "the calendar"
    NEXT = "the next version"
    NOBODY = "nobody"


TRANSITIONS = (
    Move(
        CodebookState.DRAFT,
        CodebookState.CONSULTED,
        Owner.HR,
        "records the staff discussion and the union consultation",
    ),
    Move(CodebookState.CONSULTED, CodebookState.DRAFT, Owner.HR, "takes a day out of the record"),
    Move(
        CodebookState.CONSULTED,
        CodebookState.ADOPTED,
        Owner.DIRECTOR,
        "adopts it, with every document",
    ),
    Move(CodebookState.ADOPTED, CodebookState.IN_FORCE, Owner.CALENDAR, "reaches its day"),
    Move(
        CodebookState.IN_FORCE,
        CodebookState.SUPERSEDED,
        Owner.NEXT,
        "comes into force",
    ),
)
START = CodebookState.DRAFT

OWNERS = {
    CodebookState.DRAFT: Owner.HR,
    CodebookState.CONSULTED: Owner.DIRECTOR,
    CodebookState.ADOPTED: Owner.CALENDAR,
    CodebookState.IN_FORCE: Owner.NEXT,
    CodebookState.SUPERSEDED: Owner.NOBODY,
}
