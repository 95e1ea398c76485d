"""Two cases a person over two years: most ended or in effect, one in fifty under way, some of those
overdue; incidents that wait or were set aside beside them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from random import Random
from typing import Any
from uuid import UUID

from conduct_records.rules.cases import steps as said

AT_ONCE = 2_000
MONTHS = 24
A_PERSON = 2
UNDER_WAY = 0.02
# Of a hundred of the others.
OVER = {"standing": 60, "praised": 10, "talked": 12, "no_case": 6, "withdrawn": 6, "overturned": 6}
# Of all incidents.
SET_ASIDE, WAITING = 0.05, 0.005
WITH_PICTURE = 3
TEXT = (
    "值夜班时离开岗位约二十分钟，巡更记录中断；当班主管两次点名均不在岗，事后称去地库取手电。" * 2
)


@dataclass
class Brought:
    """A case with its steps, until they are written together."""

    incident: Any
    rules: Sequence[Any]
    goal: str
    hr: Any
    decider: Any
    investigator: Any
    opened_at: datetime
    steps: list[tuple[Any, Any, datetime]] = field(default_factory=list)
    sanction: str = ""

    @property
    def last_at(self) -> datetime:
        return self.steps[-1][2] if self.steps else self.opened_at

    def step(self, content: Any, actor: Any, days: float = 1) -> None:
        at = self.last_at + timedelta(days=days) if self.steps else self.opened_at
        self.steps.append((content, actor, at))


def bring(rng: Random, version: Any, people: Sequence[Any], staff: tuple[Any, Any, Any]) -> None:
    """`staff` are of the region: who handles cases, who decides, who investigates."""
    from django.db import transaction
    from django.utils import timezone

    now = timezone.now()
    frontline = [rule for rule in version.codebook.rules if "manager" not in rule.lists]
    brought = []
    for person in people:
        for __ in range(A_PERSON):
            rules = rng.sample(frontline, rng.choice((1, 1, 1, 1, 1, 1, 2, 2, 3)))
            goal = (
                rng.choice(LADDER)
                if rng.random() < UNDER_WAY
                else rng.choices(list(OVER), list(OVER.values()))[0]
            )
            age = rng.expovariate(1 / 5) if goal in LADDER else rng.uniform(60, MONTHS * 30)
            case = Brought(None, rules, goal, *staff, now)
            _play(rng, case)
            case.opened_at = now - (case.last_at - now) - timedelta(days=age)
            case.steps.clear()
            case.incident = _incident(rng, person, case.opened_at, goal, rules[0].code, staff[2])
            _play(rng, case)
            brought.append(case)
    with transaction.atomic():
        _keep(rng, brought, now)
        _beside(rng, people, staff, now)


# The way of a case -------------------------------------------------------------------------------


def _open(case: Brought, rng: Random) -> None:
    incident = case.incident.token if case.incident else ""
    kind = "commendation" if case.goal == "praised" else "violation"
    case.step(said.Opened(incident, kind, "已核实。"), case.hr)


def _investigate(case: Brought, rng: Random) -> None:
    case.step(said.InvestigationOpened(case.investigator.token), case.hr)
    asked = said.Interviewed("王师傅", said.InterviewRole.WITNESS, TEXT, "", "门岗")
    case.step(asked, case.investigator)


def _charge(case: Brought, rng: Random) -> None:
    for rule in case.rules:
        case.step(said.Charged(rule.code, rule.line, 1, TEXT), case.investigator, 0.1)
    case.step(said.NoticeIssued(5), case.hr)


def _notify(case: Brought, rng: Random) -> None:
    until = case.last_at + timedelta(days=6)
    post = said.Service(said.ServiceWay.COURIER, "SF1234567890")
    case.step(said.NoticeServed(post, until), case.hr)


def _hear(case: Brought, rng: Random) -> None:
    from conduct_records.rules.cases.procedure import Seat

    case.step(said.Stated("当时去借手电。", held=True, companion="罗平"), case.hr)
    case.step(said.Appointed(Seat.DECIDER, case.decider.token), case.hr, 0.1)


def _decide(case: Brought, rng: Random) -> None:
    from conduct_records.rules.cases.measures import Measure
    from conduct_records.rules.codebook import Sanction

    case.sanction = case.sanction or rng.choice((Sanction.ORAL_WARNING, Sanction.WRITTEN_WARNING))
    measure = Measure(
        max(rule.points for rule in case.rules),
        max(rule.months for rule in case.rules),
        Sanction(case.sanction),
    )
    findings = tuple(said.Finding(rule.code, True, "有记录为证。") for rule in case.rules)
    case.step(said.Decided(findings, TEXT, measure, appeal_days=30), case.decider)


def _serve(case: Brought, rng: Random) -> None:
    post = said.Service(said.ServiceWay.COURIER, "SF1234567891")
    case.step(said.DecisionServed(post), case.hr)


def _appeal(case: Brought, rng: Random) -> None:
    """Nobody is left in the region to decide it: HR's turn to appoint somebody."""
    case.step(said.Appealed((said.Ground.FACTS,), "我当时在岗。"), case.hr)


# What leads on from one state to the next.
WAY: dict[str, Callable[[Brought, Random], None]] = {
    "opened": _open,
    "investigating": _investigate,
    "charged": _charge,
    "notified": _notify,
    "heard": _hear,
    "decided": _decide,
    "served": _serve,
    "appealed": _appeal,
}
LADDER = tuple(WAY)
# After which of them the others leave the way.
LEAVES = {
    "standing": "served",
    "praised": "opened",
    "talked": "opened",
    "no_case": "investigating",
    "withdrawn": "investigating",
    "overturned": "appealed",
}


def _play(rng: Random, case: Brought) -> None:
    for state, advance in WAY.items():
        advance(case, rng)
        if state == LEAVES.get(case.goal, case.goal):
            break
    _end(case)


def _end(case: Brought) -> None:
    post = said.Service(said.ServiceWay.COURIER, "SF1234567892")
    match case.goal:
        case "standing":
            case.step(said.AppealTimeEnded(), case.hr, 31)
        case "praised":
            case.step(said.Commended(TEXT, 2, 12), case.hr)
        case "talked":
            case.step(said.Talked(TEXT), case.hr)
        case "no_case":
            case.step(said.Closed(TEXT), case.hr)
        case "withdrawn":
            case.step(said.Withdrawn("报错了人。"), case.hr)
        case "overturned":
            case.step(said.AppealDecided(True, "监控证明其在岗。"), case.decider)
            case.step(said.AppealServed(post), case.hr)


# Rows --------------------------------------------------------------------------------------------


def _incident(rng: Random, person: Any, at: datetime, goal: str, rule: str, reporter: Any) -> Any:
    from conduct_records.enums import Source
    from conduct_records.models import Incident

    happened = at - timedelta(hours=rng.uniform(5, 60))
    return Incident(
        form_id=UUID(int=rng.getrandbits(128), version=4),
        kind="commendation" if goal == "praised" else "violation",
        what=TEXT,
        place="北门岗亭",
        unit=person.unit,
        person=person,
        rule_code="" if goal == "praised" else rule,
        happened_at=happened,
        known_at=happened + timedelta(hours=2),
        source=Source.INSPECTION,
        reported_by=reporter,
        reported_at=happened + timedelta(hours=3),
    )


def _keep(rng: Random, brought: Sequence[Brought], now: datetime) -> None:
    from conduct_records.models import Case, CaseStep, Charge, Incident
    from conduct_records.queries.cases.projection import charges_of

    Incident.objects.bulk_create((each.incident for each in brought), batch_size=AT_ONCE)
    files = [_folded(each, now) for each in brought]
    rows = (_case(*each) for each in zip(brought, files, strict=True))
    cases = Case.objects.bulk_create(rows, batch_size=AT_ONCE)
    pairs = list(zip(cases, brought, strict=True))
    CaseStep.objects.bulk_create(_steps(pairs), batch_size=AT_ONCE)
    charges = (charges_of(*each) for each in zip(cases, files, strict=True))
    Charge.objects.bulk_create(chain.from_iterable(charges), batch_size=AT_ONCE)
    _pictures([each.incident for each in brought[::WITH_PICTURE]])


def _folded(brought: Brought, now: datetime) -> Any:
    """Its steps as a file; what counts no more has become spent."""
    from conduct_records.queries.cases.files import zone
    from conduct_records.rules.cases.case_file import CaseFile
    from conduct_records.rules.cases.records import record_of
    from conduct_records.rules.cases.step_content import kind_of
    from conduct_records.rules.cases.steps import Spent, Step

    def folded() -> CaseFile:
        return CaseFile.of(
            Step(kind_of(content), actor.token, at, content) for content, actor, at in brought.steps
        )

    file = folded()
    record = record_of("", file, zone())
    until = datetime.combine(record.counts_until, now.timetz(), zone()) if record else None
    if until and until < now and file.state in ("standing", "praised"):
        brought.steps.append((Spent(), brought.hr, until))
        file = folded()
    return file


def _case(brought: Brought, file: Any) -> Any:
    from conduct_records.models import Case
    from conduct_records.queries.cases.projection import columns_of
    from conduct_records.rules.cases.packs import DEFAULT

    case = Case(
        incident=brought.incident, subject=brought.incident.person, opened_at=brought.opened_at
    )
    keys = {each.token: each.pk for each in (brought.hr, brought.decider, brought.investigator)}
    for column, said_of_it in columns_of(case, file, DEFAULT, keys).items():
        setattr(case, column, said_of_it)
    return case


def _steps(pairs: Sequence[tuple[Any, Brought]]) -> Iterator[Any]:
    from conduct_records.models import CaseStep
    from conduct_records.rules.cases.step_content import as_json, kind_of

    for case, brought in pairs:
        for number, (content, actor, at) in enumerate(brought.steps, start=1):
            yield CaseStep(
                case=case,
                number=number,
                kind=kind_of(content),
                data=as_json(content),
                actor=actor,
                at=at,
                recorded_at=at,
            )


def _pictures(incidents: Sequence[Any]) -> None:
    from conduct_records.models import Evidence, EvidenceView

    made = Evidence.objects.bulk_create(
        (
            Evidence(
                incident=each,
                kind="picture",
                file="evidence/bench.jpg",
                name="现场.jpg",
                size=200_000,
                sha256=f"{each.pk:064x}",
                added_by=each.reported_by,
                added_at=each.reported_at,
            )
            for each in incidents
        ),
        batch_size=AT_ONCE,
    )
    EvidenceView.objects.bulk_create(
        (
            EvidenceView(evidence=each, state="ready", file="evidence-views/bench.webp")
            for each in made
        ),
        batch_size=AT_ONCE,
    )


def _beside(rng: Random, people: Sequence[Any], staff: tuple[Any, Any, Any], now: datetime) -> None:
    """Incidents without a case."""
    from conduct_records.models import Incident, IncidentClosing, WaitingIncident

    hr, __, reporter = staff

    def some(share: float, days: int) -> list[Any]:
        return Incident.objects.bulk_create(
            _incident(rng, person, now - timedelta(days=rng.uniform(0, days)), "", "Y01", reporter)
            for person in rng.choices(people, k=round(len(people) * A_PERSON * share))
        )

    waiting = some(WAITING, 20)
    WaitingIncident.objects.bulk_create(WaitingIncident(incident=each) for each in waiting)
    _pictures(waiting)
    IncidentClosing.objects.bulk_create(
        IncidentClosing(
            incident=each, reason="查无此事。", closed_by=hr, closed_at=each.reported_at
        )
        for each in some(SET_ASIDE, MONTHS * 30)
    )
