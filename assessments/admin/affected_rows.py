"""The people behind results, as far as the reader looks after them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from assessments.models import Question
from assessments.policies.bank import REGRADE
from assessments.queries.affected import Affected, affected, affected_by
from assessments.queries.dry_run import Effect, Turn
from assessments.registries import Stake
from lms.people.actions.look_at import look_at
from lms.people.models import Employee
from lms.people.queries import employees_reached
from lms.people.rules.sights import Sight
from lms.people.views.requests import StaffRequest

PAGE_SIZE = 50
PURPOSE = gettext_noop("putting a question right")
RESULTS = Sight(gettext_noop("examination results that a question decides"), PURPOSE)
TURNS = {
    Turn.FAILS: _("no longer passed"),
    Turn.PASSES: _("passed now"),
    Turn.WAITS: _("waits for a marker"),
    Turn.MARK: _("another mark"),
}


@dataclass(frozen=True)
class EffectRow:
    """`employee` is None for people outside the reader's units, who are not named."""

    effect: Effect
    employee: Employee | None
    turn: Any
    stakes: tuple[Stake, ...]


@dataclass(frozen=True)
class AffectedRow:
    affected: Affected
    employee: Employee | None


def reached(reader: Employee, keys: Iterable[int]) -> dict[int, Employee]:
    """Those of the people who stand in the reader's units; it is noted that they are looked at."""
    people = employees_reached(reader, REGRADE).select_related("unit").filter(pk__in=set(keys))
    found = {person.pk: person for person in people}
    look_at(actor=reader, tokens=[person.token for person in found.values()], sight=RESULTS)
    return found


def effect_rows(
    reader: Employee, effects: Sequence[Effect], stakes: Mapping[UUID, Sequence[Stake]]
) -> list[EffectRow]:
    people = reached(reader, (each.employee_id for each in effects))
    return [
        EffectRow(
            each,
            people.get(each.employee_id),
            TURNS[each.turn],
            tuple(stakes.get(each.sitting_id, ())),
        )
        for each in effects
    ]


def affected_page(
    request: StaffRequest, question: Question, size: int = PAGE_SIZE
) -> dict[str, Any]:
    """What `affected_rows.html` shows: a page of the results that the question concerns."""
    found = affected_by(question, request.user)
    page = Paginator(found.keys, size).get_page(request.GET.get("page"))
    rows = affected(found, list(page.object_list))
    people = reached(request.user, (each.sitting.employee_id for each in rows))
    return {
        "affected": found,
        "suspended_count": len(found.suspended),
        "affected_page": page,
        "affected_rows": [AffectedRow(each, people.get(each.sitting.employee_id)) for each in rows],
    }


def named(employee: Employee | None) -> str:
    return str(employee.localised_name) if employee else gettext("outside your units")
