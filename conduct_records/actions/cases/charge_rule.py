from datetime import datetime
from uuid import UUID

from conduct_records.actions.cases.take_step import take_step
from conduct_records.models import Case, CaseStep
from conduct_records.queries.cases.knowledge import acknowledgement_of, rule_then
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
    version, rule = rule_then(case, code)
    signature = acknowledgement_of(case, rule) if rule else None
    content = Charged(
        rule=code,
        line=rule.line if rule else Line.YELLOW,
        version=version.number if version else 0,
        facts=facts,
        signature=signature.case if signature else "",
    )
    return take_step(actor=actor, case=case, content=content, seen=seen, form_id=form_id, at=at)
