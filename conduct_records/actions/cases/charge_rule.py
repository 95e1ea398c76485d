from datetime import datetime
from uuid import UUID

from conduct_records.actions.cases.take_step import take_step
from conduct_records.models import Case, CaseStep
from conduct_records.queries.cases.knowledge import KnownThen
from conduct_records.rules.cases.steps import Charged
from conduct_records.rules.codebook import Line
from lms.people.models import Employee


def charge_rule(
    *,
    actor: Employee,
    case: Case,
    code: str,
    facts: str,
    seen: int | None = None,
    form_id: UUID | None = None,
    at: datetime | None = None,
) -> CaseStep:
    """Bring the case under a rule of the version in force when it happened, with the signature by
    which it was made known to the person.

    Raises what `take_step` raises: gate 1 says what is missing.
    """
    known = KnownThen(case)
    rule = known.rule(code)
    signature = known.acknowledgement_of(rule) if rule else None
    content = Charged(
        rule=code,
        line=rule.line if rule else Line.YELLOW,
        version=known.version.number if known.version else 0,
        facts=facts,
        signature=signature.case if signature else "",
    )
    return take_step(actor=actor, case=case, content=content, seen=seen, form_id=form_id, at=at)
