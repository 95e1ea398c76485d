from collections.abc import Iterable

from lms.ledger.actions.note_look import note_looks
from lms.people.models import Employee
from lms.people.rules.sights import Sight


def look_at(*, actor: Employee, tokens: Iterable[str], sight: Sight) -> None:
    """Have it recorded that the actor opens the records of these people, before they are shown:
    one insert, whatever their number. Nobody is noted for looking at their own."""
    note_looks(actor=actor.token, subjects=tokens, what=sight.what, purpose=sight.purpose)
