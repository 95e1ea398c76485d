"""A company whose work is reviewed, in a database of the benchmark's own: people made in bulk, with
the evidence of one quarter."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID, uuid4

HIRED = date(2024, 1, 1)
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
MONTHS = (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))
COURSES = 2
# So many of a hundred have a decided case on their record.
WITH_CASE = 2
SITES = 40
AT_ONCE = 2_000


def make_company() -> Any:
    """Units, posts, HR and a scorecard, in an empty database. The holder of HR's role."""
    from lms.people.models import Employee, Post, PostGroup, Unit

    company = _unit(Unit(kind="company", code="bench", name="青檐物业"), None)
    for number in range(SITES):
        _unit(Unit(kind="site", code=f"site-{number}", name=f"青云园{number}"), company)
    group = PostGroup.objects.create(code="bench", name="客户服务", position=1)
    Post.objects.create(group=group, code="steward", name="管家", standing="frontline")
    Post.objects.create(group=group, code="manager", name="经理", standing="manager")
    system = Employee.objects.system()
    director = _holder("hr_director", company, system)
    for site in Unit.objects.filter(kind="site"):
        _holder("site_manager", site, system)
    _adopt(system)
    return director


def _unit(unit: Any, parent: Any) -> Any:
    unit.parent, unit.path = parent, unit.code
    unit.save()
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def _holder(role: str, unit: Any, system: Any) -> Any:
    """Without a placement: HR and managers are not among those who are reviewed."""
    from lms.people.models import Employee, Post, RoleGrant

    holder = Employee.objects.create(
        staff_number=f"{unit.code}-BOSS".upper(),
        name="苏予安",
        unit=unit,
        post=Post.objects.get(code="manager"),
        hired_on=HIRED,
    )
    RoleGrant.objects.create(employee=holder, role=role, unit=unit, granted_by=system)
    return holder


def _adopt(system: Any) -> None:
    """Training, conduct, service figures and the manager's rating."""
    from reviews.actions.adopt_scorecard import adopt_scorecard
    from reviews.rules import scorecard as card

    full = Decimal(100)
    ratio, sample = card.Ratio(full), card.Sample(20, Decimal(90))

    def component(kind: card.Component, *measures: card.MeasureRule) -> card.ComponentRule:
        return card.ComponentRule(kind, Decimal(25), measures)

    M, C = card.Measure, card.Component
    grades = (
        card.Grade("sound", "合格", "Sound", Decimal(0), Decimal(80)),
        card.Grade("good", "良好", "Good", Decimal(80), full),
    )
    figures = (M.CLOSURE, M.SATISFACTION)
    given = card.Scorecard(
        (
            component(C.TRAINING, card.MeasureRule(M.COURSES_ON_TIME, ratio)),
            component(C.CONDUCT, card.MeasureRule(M.CONDUCT_RECORD, card.Points(Decimal(5)))),
            component(
                C.SERVICE,
                *(card.MeasureRule(each, ratio, Decimal(50), sample=sample) for each in figures),
            ),
            component(C.MANAGER, card.MeasureRule(M.MANAGERS_RATING, ratio)),
        ),
        grades,
        questions=(card.Question("attitude", "待人有礼", "Courteous"),),
    )
    adopt_scorecard(actor=system, group=None, card=given, note="基准测试")


def people(size: int, code: str) -> Any:
    """So many of a post group of their own, with their evidence, spread over the sites. Answers
    the group."""
    from django.contrib.auth.hashers import make_password

    from lms.people.models import Employee, Placement, Post, PostGroup, Unit

    password = make_password("bench")
    group = PostGroup.objects.create(code=code, name=code, position=2)
    post = Post.objects.create(group=group, code=code, name="管家", standing="frontline")
    sites, system = list(Unit.objects.filter(kind="site")), Employee.objects.system()
    made = Employee.objects.bulk_create(
        (
            Employee(
                staff_number=f"{code}-{number}".upper(),
                name="陈静",
                unit=sites[number % SITES],
                post=post,
                hired_on=HIRED,
                password=password,
            )
            for number in range(size)
        ),
        batch_size=AT_ONCE,
    )
    Placement.objects.bulk_create(
        (
            Placement(employee=each, unit=each.unit, post=post, from_on=HIRED, noted_by=system)
            for each in made
        ),
        batch_size=AT_ONCE,
    )
    _enrol(made, system)
    _count(made, system)
    _commend(made, system)
    return group


def _enrol(made: Sequence[Any], system: Any) -> None:
    from courses.models import Enrolment

    at = datetime.fromisoformat("2026-08-01T10:00:00+08:00")
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                employee=each,
                course_key=UUID(int=course + 1),
                source="hiring",
                enrolled_at=at,
                enrolled_by=system,
                due_on=date(2026, 8, 20),
                completed_at=at + timedelta(days=each.pk % 40),
            )
            for each in made
            for course in range(COURSES)
        ),
        batch_size=AT_ONCE,
    )


def _count(made: Sequence[Any], system: Any) -> None:
    from django.utils import timezone

    from reviews.models import FigureImport, ServiceFigure
    from reviews.rules.scorecard import Measure

    work = FigureImport.objects.create(
        file_name="figures.xlsx",
        sent_by=system,
        sent_at=timezone.now(),
        confirmed_at=timezone.now(),
    )
    rng = Random(len(made))

    def figures() -> Iterator[Any]:
        for each in made:
            for month in MONTHS:
                for measure in (Measure.CLOSURE, Measure.SATISFACTION):
                    yield ServiceFigure(
                        work=work,
                        row=2,
                        employee=each,
                        month=month,
                        measure=measure,
                        numerator=rng.randint(12, 20),
                        denominator=20,
                    )

    ServiceFigure.objects.bulk_create(figures(), batch_size=AT_ONCE)


def _commend(made: Sequence[Any], system: Any) -> None:
    """Somebody in fifty: a case with its two steps."""
    from conduct_records.enums import IncidentKind, Source
    from conduct_records.models import Case, CaseStep, Incident
    from conduct_records.rules.cases.step_content import as_json
    from conduct_records.rules.cases.steps import Commended, Opened

    at = datetime.fromisoformat("2026-08-03T10:00:00+08:00")
    some = made[:: 100 // WITH_CASE]
    incidents = Incident.objects.bulk_create(
        Incident(
            form_id=uuid4(),
            kind=IncidentKind.COMMENDATION,
            what="暴雨夜协助住户转移车辆。",
            place="东门",
            unit=each.unit,
            person=each,
            happened_at=at,
            known_at=at,
            source=Source.INSPECTION,
            reported_by=system,
            reported_at=at,
        )
        for each in some
    )
    cases = Case.objects.bulk_create(
        Case(
            incident=incident,
            subject=incident.person,
            opened_at=at,
            kind=incident.kind,
            state="praised",
            turn="nobody",
        )
        for incident in incidents
    )
    steps = (("opened", Opened("", "commendation")), ("commended", Commended("主动。", 2, 12)))
    CaseStep.objects.bulk_create(
        CaseStep(
            case=case,
            number=number,
            kind=kind,
            data=as_json(content),
            actor=system,
            at=at,
            recorded_at=at,
        )
        for case in cases
        for number, (kind, content) in enumerate(steps, start=1)
    )


def rate_all(cycle: Any) -> None:
    """As if self-assessments had lapsed and managers had rated; quickly, without entries."""
    from django.utils import timezone

    from reviews.models import Review, ReviewStep
    from reviews.rules import steps as said
    from reviews.rules.procedure import State

    now = timezone.now()
    rating = said.Rated((said.Rating("attitude", 4, "九月的投诉都当日回访。"),), "做得细。")
    reviews = Review.objects.filter(cycle=cycle)
    ReviewStep.objects.bulk_create(
        (
            ReviewStep(
                review_id=pk,
                number=number,
                kind=said.kind_of(content),
                data=said.as_json(content),
                actor_id=manager,
                at=now,
            )
            for pk, manager in reviews.values_list("pk", "manager")
            for number, content in enumerate((said.SelfLapsed(), rating), start=1)
        ),
        batch_size=AT_ONCE,
    )
    reviews.update(state=State.CALIBRATION)
