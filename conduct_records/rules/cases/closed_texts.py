"""Which texts of a case are left as the person concerned wrote them; and which stay closed as a
whole where the names of those who reported or witnessed an incident were erased, and cannot be
found in a text any more: what was reported, and what of a case the person concerned is not told.
What they are told names nobody whom they may not know."""

from conduct_records.rules.cases.evidence import entry_name
from conduct_records.rules.cases.procedure import StepKind

# Left as it is: were it closed where they name the right one, their guess would be confirmed.
SUBJECTS_OWN = frozenset({StepKind.STATED, StepKind.APPEALED})
INTERNAL = frozenset(
    {
        StepKind.OPENED,
        StepKind.RECUSED,
        StepKind.INTERVIEWED,
        StepKind.CUSTODY_NOTED,
        StepKind.OVERRIDDEN,
        StepKind.CHARGE_DROPPED,
        StepKind.CLOSED,
        StepKind.WITHDRAWN,
        StepKind.UNION_NOTIFIED,
        StepKind.UNION_REPLIED,
        StepKind.STATUS_CHECKED,
        StepKind.COUNSEL_NOTED,
    }
)
OF_REPORTS = ("incident.", "evidence.")
FREE_TEXTS = frozenset(
    {
        *("about", "counsel", "file", "name", "note", "origin", "place", "reason", "reasons"),
        *("reference", "reply", "text", "union", "what"),
    }
)


def may_name_somebody(entry_type: str, field: str) -> bool:
    """Whether a field of an entry is such a text."""
    is_internal = entry_type in {entry_name(kind) for kind in INTERNAL}
    return field in FREE_TEXTS and (is_internal or entry_type.startswith(OF_REPORTS))
