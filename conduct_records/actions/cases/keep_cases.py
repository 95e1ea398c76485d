import logging
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from conduct_records.actions.cases.take_step import take_step
from conduct_records.errors import CaseMovedOn, GateShut
from conduct_records.models import Case
from conduct_records.queries.cases.files import file_of
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.cases.steps import AppealTimeEnded, Lapsed, Spent
from lms.people.models import Employee
from lms.people.policies import check_is_system

logger = logging.getLogger(__name__)


def _lapsed(file: CaseFile) -> Lapsed:
    assert file.answer_by is not None
    return Lapsed(file.answer_by)


# What the calendar does in a state once its time is over.
BY_ITSELF: dict[State, Callable[[CaseFile], Any]] = {
    State.NOTIFIED: _lapsed,
    State.SERVED: lambda file: AppealTimeEnded(),
    State.STANDING: lambda file: Spent(),
    State.PRAISED: lambda file: Spent(),
}


def keep_cases(*, actor: Employee) -> int:
    """Move on what the calendar moves: time to answer or appeal that ran out, records that are
    spent; how many there were. Each in a transaction of its own; what somebody moved on meanwhile
    is left alone.

    Raises `NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    due = Case.objects.filter(state__in=list(BY_ITSELF), due_at__lt=timezone.now())
    due = due.filter(erased_at__isnull=True)
    moved = 0
    for case in due.order_by("due_at", "pk"):
        try:
            moved += _move_on(actor, case)
        except (GateShut, CaseMovedOn):
            continue
        except Exception:
            logger.exception("Case %s is not moved on; the others are", case.pk)
    return moved


def _move_on(actor: Employee, case: Case) -> bool:
    file = file_of(case)
    if file.state not in BY_ITSELF:
        return False
    content = BY_ITSELF[file.state](file)
    take_step(actor=actor, case=case, content=content, seen=len(file.steps))
    return True
