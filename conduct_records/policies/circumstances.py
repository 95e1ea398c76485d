"""What the gates may ask of a case, gathered from the database."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from conduct_records.models import Case, CaseStep, CodebookVersion
from conduct_records.policies.cases import has_right
from conduct_records.queries.cases.files import file_of, files_by_token, records_in
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
        return Parties(self.case.subject.token, reporter.token if reporter else None)

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
        """Cases under the same rules that were decided in the last 24 months and not overturned."""
        since = add_months(timezone.localdate(self.now), -LIKE_MONTHS)
        found = Case.objects.filter(
            charges__rule_code__in=[rule.code for rule in rules],
            charges__is_proven=True,
            decided_at__date__gte=since,
        )
        return found.exclude(state__in=ENDED_WITHOUT_EFFECT).exclude(pk=self.case.pk).distinct()

    def sanctions_given(self, rules: list[Rule]) -> list[Sanction]:
        """What like cases got, served or about to be."""
        steps = CaseStep.objects.filter(
            case__in=self.like_cases(rules), kind=StepKind.DECIDED
        ).values_list("data", flat=True)
        measures = (said_of.measure for said_of in map(_decided, steps))
        return [each.sanction for each in measures if each is not None and each.sanction]

    def other_sanctions(self) -> list[str]:
        """Numbers of other cases that sanction the same person for the same incident."""
        others = Case.objects.filter(
            incident=self.case.incident, subject=self.case.subject, decided_at__isnull=False
        )
        others = others.exclude(pk=self.case.pk).exclude(state__in=ENDED_WITHOUT_EFFECT)
        return [each.number for each in others]


def _decided(data: dict[str, Any]) -> said.Decided:
    decided: said.Decided = content_of(StepKind.DECIDED, data)
    return decided
