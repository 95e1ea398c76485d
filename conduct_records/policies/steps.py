"""Which steps somebody may begin in a case, and whom HR may appoint; what a step says is asked
when it is sent (`policies.gates`)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from conduct_records.policies.circumstances import Circumstances
from conduct_records.policies.gates import about_actor, about_appointment_of
from conduct_records.queries.cases.holders import holders_over
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.gates import order
from conduct_records.rules.cases.gates.verdicts import Verdict
from conduct_records.rules.cases.procedure import RIGHT_OF, Seat, StepKind, steps_in
from conduct_records.rules.cases.records import still_to_take, to_pay_back
from lms.people.models import Employee
from lms.people.queries import search_employees

# What a step has something to do with; without it there is nothing to begin.
HAS_MATTER: dict[StepKind, Callable[[CaseFile], bool]] = {
    StepKind.CHARGE_DROPPED: lambda file: bool(file.charges),
    StepKind.UNION_REPLIED: lambda file: file.last(said.UnionNotified) is not None,
    StepKind.APPEAL_SERVED: lambda file: (
        file.last(said.AppealDecided) is not None and file.last(said.AppealServed) is None
    ),
    StepKind.INSTALMENT_TAKEN: lambda file: still_to_take(file) > 0,
    StepKind.REPAID: lambda file: to_pay_back(file) > 0,
}


@dataclass(frozen=True)
class Candidate:
    """Somebody with the right for a seat; `against` is what keeps them from taking it."""

    person: Employee
    against: tuple[Verdict, ...]


def before_step(found: Circumstances, actor: Employee, kind: StepKind) -> Iterator[Verdict]:
    """What the gates say before anything is written: the order of steps, and who acts."""
    state = found.file.state
    if shut := list(order.in_order(state, kind)):
        yield from shut
        return
    yield from order.for_kind(kind, found.file.opened.kind)
    yield from about_actor(found, actor, state, kind)


def steps_open_to(found: Circumstances, actor: Employee) -> tuple[StepKind, ...]:
    """Those that somebody may begin now, in the order of the table."""
    return tuple(
        kind
        for kind in steps_in(found.file.state)
        if HAS_MATTER.get(kind, lambda file: True)(found.file)
        and all(each.is_open for each in before_step(found, actor, kind))
    )


def candidates(found: Circumstances, seat: Seat, text: str = "") -> list[Candidate]:
    """Whoever has the right for the seat, those first who may take it; two queries."""
    people = holders_over(found.case.subject.unit, RIGHT_OF[seat])
    if text.strip():
        people = search_employees(people, text)
    asked = [
        Candidate(person, tuple(about_appointment_of(found, seat, person))) for person in people
    ]
    return sorted(asked, key=lambda each: bool(each.against))
