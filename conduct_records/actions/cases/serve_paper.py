from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.actions.cases.take_step import sent_before, take_step
from conduct_records.models import Case, CaseStep
from conduct_records.queries.cases.files import file_of, zone
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.clocks import days_after
from conduct_records.rules.cases.steps import (
    AppealDecided,
    AppealServed,
    DecisionServed,
    NoticeIssued,
    NoticeServed,
    Service,
)
from lms.people.models import Employee


def serve_paper(
    *,
    actor: Employee,
    case: Case,
    service: Service,
    seen: int | None = None,
    form_id: UUID | None = None,
    at: datetime | None = None,
    files: Sequence[HandedIn] = (),
    device: str = "",
) -> CaseStep:
    """The paper issued last reached the person: they sign for it, or HR notes how it was served.

    Raises what `take_step` raises.
    """
    if form_id is not None and (sent := sent_before(form_id, case, actor)):
        return sent
    at = at or timezone.now()
    content = served_paper(file_of(case), service, at)
    return take_step(
        actor=actor,
        case=case,
        content=content,
        seen=seen,
        form_id=form_id,
        at=at,
        files=files,
        device=device,
    )


def served_paper(file: CaseFile, service: Service, at: datetime) -> Any:
    """The step by which the paper issued last is served."""
    if file.last(AppealDecided) is not None:
        return AppealServed(service)
    if file.decision is not None:
        return DecisionServed(service)
    issued = file.last(NoticeIssued)
    days = issued.answer_days if issued else 0
    answer_by = days_after(at, days, zone())
    if issued and issued.hearing_at:
        # The time given does not run out while they are heard.
        answer_by = max(answer_by, days_after(issued.hearing_at, 0, zone()))
    return NoticeServed(service, answer_by)
