"""Gate 7: how somebody's work here may be ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why, opened, shut
from conduct_records.rules.cases.measures import Leaving, Measure
from lms.people.rules.employment import needs_employer


@dataclass(frozen=True)
class Employed:
    """Whose staff somebody is (`lms.people.enums.EmploymentKind`), and the protections that are on
    record apart from what HR checked: a leave for maternity, illness or injury."""

    kind: str
    on_record: frozenset[said.Protection] = frozenset()


def may_end(
    measure: Measure, file: CaseFile, employed: Employed, *, has_ground: bool, today: date
) -> Iterator[Verdict]:
    """Ending somebody's work here needs a red line or a completed ladder (`has_ground`), the
    union's notice and reply, and no protected status; staff of an agency go back to it (Labour
    Contract Law, articles 39, 42, 43 and 65)."""
    ending = measure.ending
    if ending is None:
        return
    faults = list(_against_ending(ending.way, ending.agency, file, employed, has_ground))
    if ending.last_day < today:
        faults.append(shut(Gate.DISMISSAL, Why.LAST_DAY_PAST))
    if faults:
        yield from faults
    else:
        yield opened(Gate.DISMISSAL, Why.MAY_BE_DISMISSED, way=ending.way)


def _against_ending(
    way: Leaving, agency: str, file: CaseFile, employed: Employed, has_ground: bool
) -> Iterator[Verdict]:
    if not has_ground:
        yield shut(Gate.DISMISSAL, Why.NO_GROUND)
    is_others = needs_employer(employed.kind)
    if is_others and way == Leaving.DISMISSAL:
        yield shut(Gate.DISMISSAL, Why.AGENCY_WAY)
    if not is_others and way == Leaving.RETURN_TO_AGENCY:
        yield shut(Gate.DISMISSAL, Why.NOT_AGENCY_STAFF)
    if way == Leaving.RETURN_TO_AGENCY and not agency.strip():
        yield shut(Gate.DISMISSAL, Why.NO_AGENCY)
    yield from _against_union(file)
    checked = file.last(said.StatusChecked)
    if checked is None:
        yield shut(Gate.DISMISSAL, Why.STATUS_UNCHECKED)
    if protections := employed.on_record | set(checked.protections if checked else ()):
        yield shut(Gate.DISMISSAL, Why.PROTECTED, protections=sorted(protections))


def _against_union(file: CaseFile) -> Iterator[Verdict]:
    """Its reply is to what it was told last."""
    said_to_it = [
        step.content
        for step in file.steps
        if isinstance(step.content, said.UnionNotified | said.UnionReplied)
    ]
    if file.last(said.UnionNotified) is None:
        yield shut(Gate.DISMISSAL, Why.UNION_NOT_NOTIFIED)
    elif not isinstance(said_to_it[-1], said.UnionReplied):
        yield shut(Gate.DISMISSAL, Why.UNION_NOT_REPLIED)
