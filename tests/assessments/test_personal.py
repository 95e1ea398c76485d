"""What examinations and observations keep about somebody: what they get to see of it, and that
nothing of them is left once they were erased, while every figure stays."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.actions.decide_late import decide_late
from assessments.actions.grant_allowance import grant_allowance
from assessments.actions.make_statistics import make_statistics
from assessments.actions.mark_item import mark_item
from assessments.actions.save_answer import save_answer
from assessments.enums import Attempts, ExchangeFormat, Kind, LatePolicy, RegradeMode
from assessments.models import (
    Observation,
    QuestionImport,
    Quiz,
    Regrade,
    Response,
    Sitting,
    SittingItem,
)
from assessments.policies.marking import can_allow, can_settle
from assessments.queries import standing
from assessments.queries.observing.agreement import agreements, joint_observations
from assessments.queries.regrading import Plan, to_mark
from assessments.queries.statistics import snapshots
from assessments.rules.exchange.report import without_person
from lms.ledger.actions.verify_ledger import verify
from lms.people.enums import Role
from lms.people.models import Employee, Unit
from lms.people.registries import DataTable
from lms.people.rules.export import safe_names
from lms.ui.erased import ERASED
from tests.assessments.kinds.samples import SAMPLES
from tests.assessments.marking.pages import late_answer
from tests.assessments.observing.seeing import shot
from tests.factories.assessments import handed_in, quiz_of_kinds, sitting_of
from tests.factories.observing import observed, sheet_made
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.people.erasure import erase_from, left_of, records_named

# Stands in everything that somebody wrote, or that was written about them.
WORD, NUMBER = "梧桐", "778899"
KINDS = (
    Kind.ESSAY,
    Kind.SHORT_TEXT,
    Kind.CLOZE,
    Kind.NUMBER,
    Kind.SINGLE_CHOICE,
    Kind.MULTIPLE_CHOICE,
)
ANSWERS: tuple[dict[str, list[str]], ...] = (
    {"text": [f"我是{WORD}，先致歉。"]},
    {"text": [f"您好，{WORD}"]},
    {"gap-0": [f"{WORD}声"], "gap-1": ["0"]},
    {"number": [NUMBER]},
    {"choice": ["1"]},
    {"choice": ["1", "3"]},
)


@dataclass(frozen=True)
class World:
    """A learner who has sat an examination as others have, and was observed by two at once."""

    learner: Employee
    trainer: Employee
    quiz: Quiz
    sitting: Sitting
    late: Response
    observation: Observation


def sat(learner: Employee, quiz: Quiz, marker: Employee, points: int, remark: str = "") -> Sitting:
    """Who has no remark has answered in other words."""
    sitting = sitting_of(learner, quiz)
    for position, said in enumerate(ANSWERS, start=1):
        data = {
            name: [
                text if remark else text.replace(WORD, "三").replace(NUMBER, "10") for text in texts
            ]
            for name, texts in said.items()
        }
        save_answer(actor=learner, sitting_id=sitting.pk, position=position, data=data)
    handed_in(sitting)
    essay = sitting.items.get(position=1)
    mark_item(actor=marker, item=essay, points=[Decimal(points), Decimal(2)], remark=remark)
    return Sitting.objects.get(pk=sitting.pk)


@pytest.fixture
def site(db: None) -> Unit:
    return UnitFactory.create()


@pytest.fixture
def world(site: Unit) -> World:
    learner = EmployeeFactory.create(unit=site, name=f"何{WORD}", must_change_password=False)
    trainer, manager = holder_of(Role.TRAINER, site), holder_of(Role.SITE_MANAGER, site)
    quiz = quiz_of_kinds(*KINDS, attempts_allowed=3)
    for points in (1, 4):
        sat(EmployeeFactory.create(unit=site), quiz, trainer, points)
    sitting = sat(learner, quiz, trainer, 3, f"写得好，{WORD}。")
    grant_allowance(
        actor=trainer, quiz=quiz, employee=learner, extra_attempts=1, reason=f"{WORD}生病了"
    )
    lenient = quiz_of_kinds(Kind.SINGLE_CHOICE, late_policy=LatePolicy.MARKER)
    late = late_answer(learner, lenient)
    decide_late(actor=trainer, response=late, is_allowed=True, reason=f"{WORD}的网断了")
    sheet = sheet_made()
    observation = observed(
        learner,
        sheet,
        by=manager,
        steps={"greet": 1},
        shots=[shot(point="greet")],
        remark=f"{WORD}很热情",
        employee_remark=f"{WORD}同意",
    )
    observed(learner, sheet, by=trainer, not_signed_because=f"{WORD}走了")
    return World(learner, trainer, quiz, sitting, late, observation)


def tables_of(employee: Employee) -> dict[str, DataTable]:
    with translation.override("zh-hans"):
        return {
            table.name: table
            for table in records_named("assessments").gather(employee, employee).tables
        }


def figures(world: World) -> list[Any]:
    found: list[Any] = [snapshots.compute(world.quiz, each)[0] for each in Attempts.values]
    agreed = agreements(joint_observations(Observation.objects.all()))
    found += [(each.pairs, each.found, each.points) for each in agreed]
    where = standing(world.learner, world.quiz)
    return [*found, where.percent, where.passed, where.attempts_left]


def test_somebody_gets_to_see_what_is_kept_about_them(world: World) -> None:
    tables = tables_of(world.learner)
    assert len(tables["sittings"].rows) == 2
    answers = [row["answer"] for row in tables["answers"].rows]
    assert [f"我是{WORD}，先致歉。"] in answers
    assert f"写得好，{WORD}。" in {row["remark"] for row in tables["answers"].rows}
    assert [row["reason"] for row in tables["late"].rows] == [f"{WORD}的网断了"]
    assert [row["reason"] for row in tables["allowances"].rows] == [f"{WORD}生病了"]
    assert {row["remark"] for row in tables["observations"].rows} == {f"{WORD}很热情", ""}
    (name,) = records_named("assessments").gather(world.learner, world.learner).files
    assert [name] in [row["pictures"] for row in tables["observed_points"].rows]
    assert safe_names([name]) == {name: name}
    for table in tables.values():
        assert all(row.keys() == table.columns.keys() for row in table.rows)
    everything = repr([table.rows for table in tables.values()])
    assert world.trainer.name not in everything.replace(repr(tables["observations"].rows), "")


def test_what_the_result_page_hides_is_not_told_otherwise(world: World) -> None:
    settings = {f"show_{name}": "never" for name in ("answers", "marks", "key", "explanation")}
    Quiz.objects.filter(pk=world.quiz.pk).update(**settings)
    rows = [row for row in tables_of(world.learner)["answers"].rows if row["number"] == 1]
    hidden = next(row for row in rows if row["examination"] == world.quiz.localised_title)
    assert (hidden["question"], hidden["mark"], hidden["remark"]) == ("", None, "")
    assert hidden["answer"] == [f"我是{WORD}，先致歉。"]


def test_nothing_of_them_is_left_and_every_figure_stays(world: World) -> None:
    make_statistics(actor=Employee.objects.system(), quiz=world.quiz, attempts=Attempts.FIRST)
    before, number = figures(world), world.learner.staff_number
    chosen = dict(_chosen(world.sitting))
    assert left_of("assessments", WORD)
    found = erase_from("assessments", world.learner)
    assert left_of("assessments", WORD, NUMBER, number) == []
    assert len(found.files) == 1
    assert figures(world) == before
    assert snapshots.is_fresh(world.quiz, Attempts.FIRST)
    assert dict(_chosen(world.sitting)) == chosen
    assert verify().is_sound


def _chosen(sitting: Sitting) -> list[tuple[int, Any]]:
    found = Response.objects.filter(item__sitting=sitting, item__position__in=(5, 6))
    return list(found.values_list("item__position", "answer"))


def test_pages_that_show_it_to_others_say_that_it_was_erased(
    world: World, sign_in: Callable[[Employee], Client]
) -> None:
    erase_from("assessments", world.learner)
    trainer = sign_in(world.trainer)
    with translation.override(world.trainer.language):
        erased = translation.gettext("erased")
    for address, says in (
        (reverse("assessments:marking-sitting", args=[world.sitting.pk]), True),
        (reverse("assessments:marking-sitting", args=[world.late.item.sitting_id]), True),
        (reverse("assessments:observation", args=[world.observation.token]), True),
        (reverse("assessments:observations"), False),
        (reverse("assessments:statistics-quiz", args=[world.quiz.code]), False),
        (reverse("quizzes:allowances", args=[world.quiz.pk]), True),
        (reverse("assessments:observation-agreement"), False),
    ):
        answer = trainer.get(address)
        assert answer.status_code == 200, address
        assert WORD not in answer.text
        assert (f">{erased}" in answer.text or f"{erased}<" in answer.text) or not says, address
    paper = trainer.get(reverse("assessments:observation-pdf", args=[world.observation.token]))
    assert paper.status_code == 200


def test_nothing_more_is_judged_or_given_afterwards(world: World) -> None:
    erase_from("assessments", world.learner)
    sitting = Sitting.objects.select_related("employee").get(pk=world.sitting.pk)
    assert not can_settle(world.trainer, sitting)
    assert not can_allow(world.trainer, sitting.employee)
    item = SittingItem.objects.select_related("version__question").get(sitting=sitting, position=2)
    plan = Plan(item.version.question, item.version, RegradeMode.WAIVED)
    assert sitting.pk not in set(to_mark(plan).values_list("sitting_id", flat=True))
    assert to_mark(plan).exists()


def test_whoever_marked_or_observed_others_leaves_their_records_as_they_are(world: World) -> None:
    before = figures(world)
    erase_from("assessments", world.trainer)
    assert figures(world) == before
    assert f"写得好，{WORD}。" in {
        row["remark"] for row in tables_of(world.learner)["answers"].rows
    }
    assert verify().is_sound


@pytest.mark.parametrize("state", ["open", "waiting", "regrading"])
def test_what_is_not_over_stands_in_the_way(site: Unit, state: str) -> None:
    learner = EmployeeFactory.create(unit=site)
    obstacles = records_named("assessments").obstacles
    assert list(obstacles(learner)) == []
    quiz = quiz_of_kinds(Kind.ESSAY if state == "waiting" else Kind.SINGLE_CHOICE)
    sitting = sitting_of(learner, quiz)
    data = {"text": ["先致歉。"]} if state == "waiting" else {"choice": ["1"]}
    save_answer(actor=learner, sitting_id=sitting.pk, position=1, data=data)
    if state != "open":
        handed_in(sitting)
    if state == "regrading":
        assert list(obstacles(learner)) == []
        version = sitting.items.get().version
        Regrade.objects.create(
            question=version.question,
            version=version,
            mode=RegradeMode.WAIVED,
            reason="错题",
            asked_by=Employee.objects.system(),
        )
    assert len(list(obstacles(learner))) == 1


def test_terms_run_from_the_last_day(world: World) -> None:
    kinds = records_named("assessments").kinds
    somebody = EmployeeFactory.create()
    assert [kind.ended_on(somebody) for kind in kinds] == [None, None]
    assert [kind.ended_on(world.learner) for kind in kinds] == [date.max, date.max]
    world.learner.left_on = date(2026, 3, 1)
    assert [kind.ended_on(world.learner) for kind in kinds] == [date(2026, 3, 1)] * 2


def test_what_came_from_elsewhere_no_longer_names_them(site: Unit) -> None:
    learner = EmployeeFactory.create(unit=site, name=f"何{WORD}", staff_number="Q-7788")
    rows = {"imported": [{"place": "3", "name": "q-7788", "code": "x", "came": "new"}]}
    names = (("mine", [{"username": "q-7788"}]), ("others", [{"username": "Q-77889"}]))
    for name, dump in names:
        work = QuestionImport(
            name=name,
            format=ExchangeFormat.DJANGO_QUIZ,
            report=rows,
            state="done",
            asked_by=Employee.objects.system(),
        )
        content = json.dumps(dump).replace("Q-77889", "somebody").encode()
        work.file.save("questions", ContentFile(content), save=False)
        work.save(force_insert=True)
    erase_from("assessments", learner)
    assert left_of("assessments", "q-7788", "Q-7788") == []
    assert [bool(each.file) for each in QuestionImport.objects.order_by("name")] == [False, True]


def test_a_report_keeps_what_is_about_others() -> None:
    row = {"place": "1", "name": "Q-77", "code": "Q-77", "came": "new", "loss": ["“q-77” Q-778"]}
    found = without_person({"lossy": [row]}, ["Q-77", "何"], ERASED)
    assert found == {"lossy": [row | {"name": ERASED, "loss": [f"“{ERASED}” Q-778"]}]}


@given(st.data())
def test_an_erased_answer_is_still_one_and_as_blank_as_before(data: st.DataObject) -> None:
    sample = data.draw(st.one_of(*SAMPLES.values()))
    for answer in filter(None, (sample.right, sample.other)):
        erased = sample.question.without_words(answer)
        assert sample.question.without_words(erased) == erased
        assert sample.question.is_blank(erased) == sample.question.is_blank(answer)
        assert sample.question.describe(erased)
        texts = json.dumps(erased, ensure_ascii=False).replace(ERASED, "")
        assert all(len(text) < 2 or text not in texts for text in _typed(sample.kind, answer))


def _typed(kind: str, answer: dict[str, Any]) -> list[str]:
    if kind in (Kind.ESSAY, Kind.ROLE_PLAY, Kind.SHORT_TEXT):
        return [answer["text"].strip()]
    if kind == Kind.NUMBER:
        return [answer["number"]]
    return [answer.get("reason", "")]
