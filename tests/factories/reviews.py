"""A company in which work is reviewed, and the way from stage to stage, through the actions."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from lms.ledger.actions.record_entries import record_entries
from lms.people.enums import Role, Standing, UnitKind
from lms.people.models import Employee, PostGroup, Unit
from lms.people.rules.periods import Period, month_end
from reviews.actions.adopt_scorecard import adopt_scorecard
from reviews.actions.cycle_work import run_cycle_work
from reviews.actions.freeze_results import freeze_result
from reviews.actions.open_cycle import open_cycle
from reviews.actions.take_step import take_step
from reviews.enums import CycleKinds
from reviews.models import (
    FigureImport,
    Goal,
    GoalNote,
    Result,
    Review,
    ReviewCycle,
    ReviewStep,
    ScorecardVersion,
    ServiceFigure,
)
from reviews.queries.files import file_of
from reviews.rules import steps as said
from reviews.rules.cycles import CycleKind, last_full
from reviews.rules.evidence import figures_imported
from reviews.rules.review_file import ReviewFile
from reviews.rules.scorecard import (
    Component,
    ComponentRule,
    Grade,
    Measure,
    MeasureRule,
    Missing,
    Points,
    Question,
    Ratio,
    Sample,
    Scorecard,
)
from tests.factories.people import (
    EmployeeFactory,
    PostFactory,
    PostGroupFactory,
    UnitFactory,
    holder_of,
)

HIRED = date(2024, 1, 1)
D = Decimal

GRADES = (
    Grade("improve", "待改进", "To improve", D(0), D(60), is_low=True),
    Grade("sound", "合格", "Sound", D(60), D(80)),
    Grade("good", "良好", "Good", D(80), D(90)),
    Grade("excellent", "优秀", "Excellent", D(90), D(100)),
)
QUESTIONS = (
    Question("attitude", "待人有礼、主动", "Courteous and forthcoming"),
    Question("reliable", "说到做到", "Keeps promises"),
)
PEER_QUESTIONS = (
    Question("help", "愿意帮忙", "Helps others"),
    Question("hand", "交接清楚", "Hands over clearly"),
)


def ratio(target: int = 100) -> Ratio:
    return Ratio(D(target))


def make_card(**changed: Any) -> Scorecard:
    """Everything that can be measured, with the reference weights."""
    sample = Sample(20, D(90))
    given: dict[str, Any] = {
        "components": (
            ComponentRule(
                Component.TRAINING, D(10), (MeasureRule(Measure.COURSES_ON_TIME, ratio()),)
            ),
            ComponentRule(
                Component.EXAMINATIONS, D(15), (MeasureRule(Measure.EXAMINATION_RESULTS, ratio()),)
            ),
            ComponentRule(
                Component.OBSERVATION, D(15), (MeasureRule(Measure.POINTS_OBSERVED, ratio()),)
            ),
            ComponentRule(
                Component.CONDUCT, D(15), (MeasureRule(Measure.CONDUCT_RECORD, Points(D(5))),)
            ),
            ComponentRule(
                Component.SERVICE,
                D(25),
                (
                    MeasureRule(Measure.CLOSURE, ratio(100), D(40), sample=sample),
                    MeasureRule(Measure.SATISFACTION, ratio(90), D(30), sample=sample),
                    MeasureRule(Measure.CALL_BACK, ratio(50), D(15), sample=sample),
                    MeasureRule(Measure.WITHIN_LIMITS, ratio(100), D(15), sample=sample),
                ),
                Missing.NEUTRAL,
            ),
            ComponentRule(
                Component.MANAGER, D(10), (MeasureRule(Measure.MANAGERS_RATING, ratio()),)
            ),
            ComponentRule(Component.GOALS, D(10), (MeasureRule(Measure.GOALS_REACHED, ratio()),)),
        ),
        "grades": GRADES,
        "red_cap": D("59.99"),
        "questions": QUESTIONS,
    }
    return Scorecard(**given | changed)


PEERS = ComponentRule(
    Component.PEERS,
    D(10),
    (MeasureRule(Measure.PEERS_RATING, ratio()),),
    Missing.DROP,
)


def card_with_peers() -> Scorecard:
    """As `make_card`, with peers: three at least."""
    card = make_card()
    others = [
        replace(each, weight=D(15)) if each.component == Component.SERVICE else each
        for each in card.components
    ]
    return replace(card, components=(*others, PEERS), peer_questions=PEER_QUESTIONS, least_peers=3)


def adopted_card(card: Scorecard | None = None, group: PostGroup | None = None) -> ScorecardVersion:
    system = Employee.objects.system()
    return adopt_scorecard(actor=system, group=group, card=card or make_card(), note="首次采用")


def figures(
    employee: Employee, *rows: tuple[date, Measure, int, int], source: str = "客户系统"
) -> FigureImport:
    """Imported and confirmed: month, measure, numerator, denominator."""
    now, system = timezone.now(), Employee.objects.system()
    with transaction.atomic():
        work = FigureImport.objects.create(
            file_name="figures.xlsx",
            file_hash="0" * 64,
            digest="0" * 64,
            sent_by=system,
            sent_at=now,
            confirmed_at=now,
        )
        ServiceFigure.objects.bulk_create(
            ServiceFigure(
                work=work,
                row=number,
                employee=employee,
                month=month,
                measure=measure,
                numerator=good,
                denominator=of,
                source=source,
            )
            for number, (month, measure, good, of) in enumerate(rows, start=2)
        )
        record_entries(figures_imported(work))
    return work


def goal_of(employee: Employee, period: Period, percent: int | None = None, **given: Any) -> Goal:
    """Due on the last day of the period; noted as reached so far on that day."""
    assert period.until_on is not None
    now, system = timezone.now(), Employee.objects.system()
    goal = Goal.objects.create(
        **{
            "employee": employee,
            "title": "回访及时",
            "measured_by": "三日内回访的比例",
            "from_on": period.from_on,
            "due_on": period.until_on,
            "set_by": system,
            "set_at": now,
        }
        | given
    )
    if percent is not None:
        GoalNote.objects.create(
            goal=goal, percent=percent, on_day=period.until_on, by=system, noted_at=now
        )
    return goal


@dataclass(frozen=True)
class ReviewWorld:
    """A steward with a manager, in a company with HR; a scorecard is adopted. Each method takes one
    step in the name of whoever may."""

    company: Unit
    site: Unit
    group: PostGroup
    hr: Employee
    other_hr: Employee
    director: Employee
    manager: Employee
    subject: Employee
    period: Period

    @property
    def until_on(self) -> date:
        assert self.period.until_on is not None
        return self.period.until_on

    @property
    def months(self) -> list[date]:
        """The first days of the period's months."""
        found, day = [], self.period.from_on
        while day <= self.until_on:
            found.append(day)
            day = date.fromordinal(month_end(day).toordinal() + 1)
        return found

    def cycle(self, **given: Any) -> ReviewCycle:
        """Quarterly for the site, its reviews opened."""
        fields: dict[str, Any] = {
            "kind": CycleKinds.QUARTERLY,
            "name": "季度评定",
            "name_en": "Quarterly review",
            "unit": self.site,
            "period_from": self.period.from_on,
            "period_until": self.until_on,
            "self_days": 90,
            "rating_days": 90,
        } | given
        groups = fields.pop("groups", [self.group])
        cycle = ReviewCycle(**fields)
        run_cycle_work(open_cycle(actor=self.hr, cycle=cycle, groups=groups))
        return cycle

    def opened(self, cycle: ReviewCycle | None = None, employee: Employee | None = None) -> Review:
        cycle = cycle or self.cycle()
        return Review.objects.get(cycle=cycle, employee=employee or self.subject)

    def assessed(self, review: Review | None = None) -> Review:
        review = review or self.opened()
        return self.take(
            review,
            review.employee,
            said.SelfAssessed("回访都做到了。", "时限还要抓紧。", "想多练接电话。"),
        )

    def rated(self, review: Review | None = None, points: int = 4) -> Review:
        review = review or self.assessed()
        ratings = tuple(
            said.Rating(question.code, points, "九月的投诉都当日回访。") for question in QUESTIONS
        )
        return self.take(review, self.manager, said.Rated(ratings, "报修回访做得细。"))

    def frozen(self, review: Review | None = None, points: int = 4) -> Review:
        review = review or self.rated(points=points)
        freeze_result(actor=self.hr, review=review)
        review.refresh_from_db()
        return review

    def talked(self, review: Review | None = None, points: int = 4) -> Review:
        review = review or self.frozen(points=points)
        return self.take(
            review, self.manager, said.Talked(timezone.localdate(), "谈了回访与时限。")
        )

    def signed(self, review: Review | None = None) -> Review:
        review = review or self.talked()
        return self.take(review, review.employee, said.Signed(comment="同意。"))

    def appealed(self, review: Review | None = None) -> Review:
        review = review or self.talked()
        return self.take(review, review.employee, said.Appealed("八月的数据不是我的。"))

    def take(self, review: Review, actor: Employee, content: Any) -> Review:
        self.step(review, actor, content)
        review.refresh_from_db()
        return review

    def step(self, review: Review, actor: Employee, content: Any) -> ReviewStep:
        return take_step(actor=actor, review=review, content=content, form_id=uuid4())

    def file(self, review: Review) -> ReviewFile:
        return file_of(review)

    def result(self, review: Review) -> Result:
        """The version that holds."""
        return review.results.order_by("-number")[0]


def review_world(card: Scorecard | None = None) -> ReviewWorld:
    company = UnitFactory.create(kind=UnitKind.COMPANY, name="青檐物业", name_en="Qingyan")
    office = UnitFactory.create(kind=UnitKind.TEAM, name="总部", parent=company)
    site = UnitFactory.create(kind=UnitKind.SITE, name="湖畔里", parent=company)
    group = PostGroupFactory.create()
    steward = PostFactory.create(group=group)
    manager = PostFactory.create(standing=Standing.MANAGER)

    def of_hr(role: Role, name: str) -> Employee:
        holder = holder_of(role, company, name=name, hired_on=HIRED)
        Employee.objects.filter(pk=holder.pk).update(unit=office)
        return Employee.objects.get(pk=holder.pk)

    adopted_card(card)
    return ReviewWorld(
        company=company,
        site=site,
        group=group,
        hr=of_hr(Role.HR_OFFICER, "苏予安"),
        other_hr=of_hr(Role.HR_OFFICER, "顾文澜"),
        director=of_hr(Role.HR_DIRECTOR, "许静姝"),
        manager=holder_of(Role.SITE_MANAGER, site, post=manager, name="陆安", hired_on=HIRED),
        subject=EmployeeFactory.create(unit=site, post=steward, name="陈静", hired_on=HIRED),
        period=last_full(CycleKind.QUARTERLY, timezone.localdate()),
    )
