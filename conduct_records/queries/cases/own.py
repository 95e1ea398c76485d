"""Cases as the person they are about sees them: what counts, until when, what can be done now."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from conduct_records.models import Case, Notice
from conduct_records.queries.cases.files import files_of, zone
from conduct_records.queries.cases.identities import places_before_subject
from conduct_records.queries.cases.notice_content import evidence_of
from conduct_records.queries.cases.own_timeline import Entry, timeline_of
from conduct_records.queries.cases.packs import pack_for
from conduct_records.queries.cases.shown_evidence import ShownEvidence, shown_to
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.deadlines import appeal_until
from conduct_records.rules.cases.identities import BEFORE_SUBJECT
from conduct_records.rules.cases.measures import Measure, Training
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.cases.records import (
    Record,
    kept_back,
    line_of,
    months_gone,
    record_of,
    still_to_take,
    to_pay_back,
)
from conduct_records.rules.cases.telling import is_open_to_subject, paper_waiting
from conduct_records.rules.codebook import Line
from lms.people.models import Employee
from lms.ui.han import in_readers_script
from lms.ui.language import in_readers_language


@dataclass(frozen=True)
class OwnCharge:
    """A rule somebody is charged under, in the words of the notice."""

    words: dict[str, Any]
    finding: said.Finding | None

    @property
    def title(self) -> str:
        return in_readers_language(self.words["title"]["zh"], self.words["title"]["en"])

    @property
    def list_name(self) -> str:
        found = self.words["list"]
        return in_readers_language(found["title"]["zh"], found["title"]["en"]) if found else ""

    @property
    def number(self) -> int | None:
        return self.words["list"]["number"] if self.words["list"] else None


# Where a first sentence ends.
SENTENCE = re.compile(r"[。！？!?;；\n]|\.\s")
LONGEST_TITLE = 40


@dataclass(frozen=True)
class OwnCase:
    case: Case
    file: CaseFile
    pack: Pack
    notices: tuple[Notice, ...]
    now: datetime
    # Where it happened; not whose place that is, if they reported or witnessed it.
    place: str

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def state(self) -> State:
        return self.file.state

    @property
    def title(self) -> str:
        """What is charged; of what was done well or talked about, the first sentence. The words of
        the report are its writer's, and may tell who that is."""
        if self.charges:
            return " · ".join(each.title for each in self.charges)
        commended, talk = self.commended, self.talk
        words = commended.reasons if commended else talk.summary if talk else ""
        first = SENTENCE.split(words.strip(), maxsplit=1)[0]
        short = first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"
        return in_readers_script(short)

    @property
    def is_commendation(self) -> bool:
        return self.commended is not None

    @property
    def commended(self) -> said.Commended | None:
        return self.file.last(said.Commended)

    @property
    def talk(self) -> said.Talked | None:
        return self.file.last(said.Talked)

    @property
    def line(self) -> Line | None:
        return line_of(charge.line for charge in self.file.charges.values())

    @cached_property
    def charges(self) -> list[OwnCharge]:
        """As the last notice has them."""
        if not self.notices or self.is_commendation:
            return []
        decision = self.file.decision
        findings = {each.rule: each for each in decision.findings} if decision else {}
        charges = self.notices[-1].content["charges"]
        return [OwnCharge(each, findings.get(each["rule"])) for each in charges]

    @cached_property
    def timeline(self) -> list[Entry]:
        return timeline_of(
            *(self.case.incident, self.place, self.file, self.record, self.appeal_by, self.now)
        )

    # What counts -----------------------------------------------------------------------------

    @cached_property
    def record(self) -> Record | None:
        return record_of(self.case.token, self.file, zone())

    @property
    def counts(self) -> bool:
        return self.record is not None and self.record.counts_on(self.today)

    @property
    def days_left(self) -> int:
        """Until it is spent."""
        return (self.record.counts_until - self.today).days if self.record else 0

    @property
    def days_in_all(self) -> int:
        return (self.record.counts_until - self.record.counts_from).days if self.record else 0

    @property
    def days_gone(self) -> int:
        return self.days_in_all - self.days_left

    @property
    def months_in_all(self) -> int:
        if self.commended is not None:
            return self.commended.months
        return self.measure.months if self.measure else 0

    @property
    def months_gone(self) -> int:
        return months_gone(self.record, self.today) if self.record else 0

    @property
    def measure(self) -> Measure | None:
        return self.file.decision.measure if self.file.decision else None

    @property
    def taken(self) -> int:
        """What was kept back of the wage by now, in fen."""
        return kept_back(self.file)

    @property
    def to_be_taken(self) -> int:
        return still_to_take(self.file)

    @property
    def to_be_paid_back(self) -> int:
        return to_pay_back(self.file)

    # What can be done now --------------------------------------------------------------------

    @property
    def paper(self) -> Notice | None:
        """The notice that waits for the person's signature."""
        kind = paper_waiting(self.file)
        return next((each for each in reversed(self.notices) if each.kind == kind), None)

    @property
    def answer_by(self) -> datetime | None:
        return self.file.answer_by if self.state == State.NOTIFIED else None

    @property
    def days_to_answer(self) -> int:
        return self._days_until(self.answer_by)

    @property
    def hearing_at(self) -> datetime | None:
        return self.file.hearing_at if self.state == State.NOTIFIED else None

    @cached_property
    def appeal_by(self) -> datetime | None:
        """The last moment to appeal, whether it has passed or not."""
        return appeal_until(self.file, self.pack, zone())

    @property
    def can_appeal(self) -> bool:
        return (
            self.state == State.SERVED and self.appeal_by is not None and self.now <= self.appeal_by
        )

    @property
    def days_to_appeal(self) -> int:
        return self._days_until(self.appeal_by)

    @property
    def training(self) -> Training | None:
        """What a decision that stands orders."""
        if self.file.served_at is None or self.state == State.OVERTURNED:
            return None
        return self.measure.training if self.measure else None

    @property
    def is_current(self) -> bool:
        """Not to be folded away yet."""
        return not self.file.is_over or self.paper is not None

    def _days_until(self, moment: datetime | None) -> int:
        return (timezone.localdate(moment) - self.today).days if moment else 0


def own_cases(employee: Employee) -> list[OwnCase]:
    """The cases that are open to the person, newest first. One query for who has none, else five,
    however many."""
    found = _kept(employee).select_related("incident__reported_by", "subject__unit")
    return _own(found.order_by("-opened_at", "-pk"), employee)


def own_case(employee: Employee, pk: int) -> OwnCase | None:
    """None where there is no such case that is open to them."""
    found = (
        _kept(employee)
        .filter(pk=pk)
        .select_related("incident__unit", "incident__reported_by", "subject__unit", "subject__post")
    )
    return next(iter(_own(found, employee)), None)


def _kept(employee: Employee) -> QuerySet[Case]:
    return Case.objects.filter(subject=employee, erased_at__isnull=True)


def _own(found: QuerySet[Case], employee: Employee) -> list[OwnCase]:
    cases = list(found)
    if not cases:
        return []
    files = files_of(cases)
    told = [each for each in cases if is_open_to_subject(files[each.pk])]
    notices: dict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(case__in=cases).order_by("issued_at", "pk"):
        notices[notice.case_id].append(notice)
    now = timezone.now()
    pack = pack_for(employee.unit, timezone.localdate(now))
    places = places_before_subject(told)
    return [
        OwnCase(each, files[each.pk], pack, tuple(notices[each.pk]), now, places[each.pk])
        for each in told
    ]


def evidence_open_to(own: OwnCase) -> list[ShownEvidence]:
    """What the person may look at, without who handed it in or what they called it. One query."""
    return shown_to(own.case.subject, BEFORE_SUBJECT, evidence_of(own.case))
