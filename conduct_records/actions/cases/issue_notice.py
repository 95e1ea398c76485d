from datetime import datetime
from uuid import UUID

from django.utils import timezone

from conduct_records.actions.cases.take_step import take_step
from conduct_records.errors import HearingTooEarly
from conduct_records.models import Case, CaseStep
from conduct_records.queries.cases.packs import pack_for
from conduct_records.rules.cases.steps import NoticeIssued
from lms.people.models import Employee


def issue_notice(
    *,
    actor: Employee,
    case: Case,
    hearing_at: datetime | None = None,
    place: str = "",
    seen: int | None = None,
    form_id: UUID | None = None,
    at: datetime | None = None,
) -> CaseStep:
    """Issue the notice of allegation; the person has the region's days to answer from its service.

    Raises `HearingTooEarly`, and what `take_step` raises.
    """
    at = at or timezone.now()
    if hearing_at is not None and hearing_at <= at:
        raise HearingTooEarly
    pack = pack_for(case.subject.unit, timezone.localdate(at))
    content = NoticeIssued(pack.answer_days, hearing_at, place)
    return take_step(actor=actor, case=case, content=content, seen=seen, form_id=form_id, at=at)
