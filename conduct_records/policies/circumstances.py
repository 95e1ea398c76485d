"""What the gates may ask of a case, gathered from the database."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from conduct_records.models import Case, CaseStep, Charge, CodebookVersion
from conduct_records.policies.cases import has_right
from conduct_records.queries.cases.concerned import people_concerned_by
from conduct_records.queries.cases.files import file_of, files_by_token, records_in, zone
from conduct_records.queries.cases.knowledge import KnownThen
from conduct_records.queries.cases.packs import pack_for
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.clocks import month_of, next_month
from conduct_records.rules.cases.gates.ending import Employed
from conduct_records.rules.cases.gates.money import Payroll
from conduct_records.rules.cases.gates.people import Parties, Person
from conduct_records.rules.cases.measures import Range, range_of
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.procedure import (
    ENDED_WITHOUT_EFFECT,
    Seat,
    State,
    StepKind,
)
from conduct_records.rules.cases.records import (
    GRAVE,
    Record,
    is_ladder_completed,
    kept_by_month,
    rung,
    widened,
)
from conduct_records.rules.cases.step_content import content_of
from conduct_records.rules.codebook import SANCTIONS, Line, Rule, Sanction
from lms.people.enums import LeaveKind
from lms.people.models import Employee, Leave
from lms.people.policies import manages
from lms.people.rules.periods import add_months

LIKE_MONTHS = 24
PROTECTING = {
    LeaveKind.MATERNITY: said.Protection.MATERNITY,
    LeaveKind.SICK: said.Protection.MEDICAL_TREATMENT,
    LeaveKind.INJURY: said.Protection.WORK_INJURY,
}


@dataclass
class Circumstances:
    """Everything the gates may ask of a case, each read when it is first asked for."""

    case: Case
    file: CaseFile
    now: datetime

    @classmethod
    def of(cls, case: Case, file: CaseFile | None = None) -> "Circumstances":
        return cls(case, file or file_of(case), timezone.now())

    @cached_property
    def parties(self) -> Parties:
        reporter = self.case.incident.reported_by
        return Parties(
            self.case.subject.token,
            reporter.token if reporter else None,
            frozenset(each.token for each in self.concerned),
        )

    @cached_property
    def concerned(self) -> list[Employee]:
        """All whom the incident is about. One query."""
        return list(people_concerned_by(self.case.incident_id))

    @cached_property
    def pack(self) -> Pack:
        return pack_for(self.case.subject.unit, timezone.localdate(self.now))

    @cached_property
    def known(self) -> KnownThen:
        return KnownThen(self.case)

    @cached_property
    def other_files(self) -> dict[str, CaseFile]:
        """The person's other cases, by token."""
        others = Case.objects.filter(subject=self.case.subject).exclude(pk=self.case.pk)
        return files_by_token(others)

    @cached_property
    def records(self) -> list[Record]:
        return records_in(self.other_files)

    @cached_property
    def happened_on(self) -> date:
        return timezone.localdate(self.case.incident.happened_at)

    @cached_property
    def charged_rules(self) -> dict[str, Rule]:
        """As they stood in the version charged."""
        numbers = {charge.version for charge in self.file.charges.values()}
        versions = CodebookVersion.objects.filter(number__in=numbers)
        books = {each.number: each.codebook for each in versions}
        found = {}
        for code, charge in self.file.charges.items():
            rule = books[charge.version].rule(code) if charge.version in books else None
            if rule is not None:
                found[code] = rule
        return found

    def person(self, employee: Employee, seat: Seat | None = None) -> Person:
        return Person(
            employee.token,
            is_below_subject=manages(self.case.subject, employee),
            is_below_concerned=any(manages(each, employee) for each in self.concerned),
            has_right=seat is None or has_right(employee, seat, self.case.subject),
        )

    def payroll(self, month: str) -> Payroll:
        """What limits a deduction from that month: no earlier than the act, no later than the next
        month."""
        return Payroll(
            minimum=self.pack.minimum_wage,
            percent=self.pack.deduction_percent,
            first=month_of(self.happened_on),
            last=next_month(month_of(timezone.localdate(self.now))),
            elsewhere=sum(kept_by_month(file).get(month, 0) for file in self.other_files.values()),
        )

    # Deciding ----------------------------------------------------------------------------------

    def ladder_step(self, rules: list[Rule]) -> Sanction:
        """Where the ladder has come, for the charge that has climbed it highest; the grave lines
        know no ladder."""
        lines = {rule.line for rule in rules} - set(GRAVE)
        steps = [rung(self.records, line, self.happened_on) for line in lines]
        return max(steps, key=SANCTIONS.index, default=SANCTIONS[0])

    def allowed(self, rules: list[Rule]) -> Range:
        return widened(range_of(rules), self.ladder_step(rules))

    def has_ground_to_end(self, rules: list[Rule]) -> bool:
        """A grave rule whose range reaches so far, or a ladder climbed to its end."""
        return any(
            rule.sanctions[1] == Sanction.DISMISSAL
            if rule.line in GRAVE
            else is_ladder_completed(self.records, Line(rule.line), self.happened_on)
            for rule in rules
        )

    @cached_property
    def employed(self) -> Employed:
        today = timezone.localdate(self.now)
        kinds = Leave.objects.on(today).filter(employee=self.case.subject)
        on_record = {
            PROTECTING[LeaveKind(kind)]
            for kind in kinds.values_list("kind", flat=True)
            if kind in PROTECTING
        }
        return Employed(self.case.subject.employment_kind, frozenset(on_record))

    def like_cases(self, rules: list[Rule]) -> QuerySet[Case]:
        """Cases under the same rules that were decided in the last 24 months and not overturned;
        what was erased still counts."""
        proven = Charge.objects.filter(rule_code__in=_codes(rules), is_proven=True)
        return self._others_decided().filter(pk__in=proven.values("case"))

    def _others_decided(self) -> QuerySet[Case]:
        since = add_months(timezone.localdate(self.now), -LIKE_MONTHS)
        since_then = datetime.combine(since, time(), zone())
        found = Case.objects.filter(decided_at__gte=since_then).exclude(pk=self.case.pk)
        return found.exclude(state__in=ENDED_WITHOUT_EFFECT).order_by()

    def sanctions_given(self, rules: list[Rule]) -> list[Sanction]:
        """What like cases got, served or about to be. Two queries, of which the second reads steps:
        only those of decisions that are still to be served."""
        like = self.like_cases(rules)
        served = like.exclude(sanction="").values_list("sanction").annotate(count=Count("pk"))
        given = Counter({Sanction(each): count for each, count in served})
        proven = Charge.objects.filter(
            case=OuterRef("pk"), rule_code__in=_codes(rules), is_proven=True
        )
        unserved = self._others_decided().filter(Exists(proven), state=State.DECIDED)
        steps = CaseStep.objects.filter(kind=StepKind.DECIDED, case__in=unserved.values("pk"))
        for data in steps.values_list("data", flat=True):
            measure = _decided(data).measure
            if measure is not None and measure.sanction:
                given[measure.sanction] += 1
        return list(given.elements())

    def other_sanctions(self) -> list[str]:
        """Numbers of other cases that sanction the same person for the same incident."""
        others = Case.objects.filter(
            incident=self.case.incident, subject=self.case.subject, decided_at__isnull=False
        )
        others = others.exclude(pk=self.case.pk).exclude(state__in=ENDED_WITHOUT_EFFECT)
        return [each.number for each in others]


def _codes(rules: list[Rule]) -> list[str]:
    return [rule.code for rule in rules]


def _decided(data: dict[str, Any]) -> said.Decided:
    decided: said.Decided = content_of(StepKind.DECIDED, data)
    return decided
