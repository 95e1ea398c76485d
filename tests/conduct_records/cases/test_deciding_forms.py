"""The decision at the desk, and what follows it."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.models import CaseStep, Notice
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.clocks import month_of, next_month
from conduct_records.rules.cases.measures import Leaving
from conduct_records.rules.cases.procedure import State
from conduct_records.rules.codebook import Sanction
from courses.models import CoursePage
from tests.conduct_records.cases.desks import Desk, taken, text_of
from tests.factories.cases import CaseWorld, case_world, deduction
from tests.factories.courses import make_course
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def this_month() -> str:
    return month_of(timezone.localdate())


def decision(**given: Any) -> dict[str, Any]:
    return {
        "proven_Y01": "proven",
        "why_Y01": "有记录为证。",
        "reasons": "事实清楚。",
        "warning": "oral_warning",
    } | given


def test_a_decision_is_looked_over_before_it_is_final(world: CaseWorld) -> None:
    case = world.heard()
    desk = Desk(case, world.other_hr)
    form = desk.form("decided") | decision()
    review = desk.again("decided", form)
    assert "Look the decision over" in text_of(review)
    assert "事实清楚。" in text_of(review)
    assert world.file(case).decision is None
    changed = desk.again("decided", form | {"change": "1"})
    assert "事实清楚。" in text_of(changed) and world.file(case).decision is None
    for __ in range(2):
        assert desk.again("decided", form | {"final": "1"}).status_code == 302
    assert CaseStep.objects.filter(case=case, kind="decided").count() == 1
    decided = taken(case, said.Decided)
    assert decided.measure.warning == Sanction.ORAL_WARNING
    assert (decided.measure.points, decided.measure.months) == (2, 6)


def test_a_deduction_shows_what_the_month_bears(world: CaseWorld) -> None:
    case = world.heard(None, "R01")
    desk = Desk(case, world.other_hr)
    base = {
        "proven_R01": "proven",
        "why_R01": "有记录。",
        "reasons": "事实清楚。",
        "deduct": "on",
        "basis": "variable_pay",
        "reference": "《绩效奖金办法》",
        "month": this_month(),
        "wage": "3,000",
        "bonus": "800",
        "rest_is": "carried_over",
    }
    rounded = desk.send("decided", **base, amount="300.005")
    assert "at most two decimals" in text_of(rounded) and "300.005" in text_of(rounded)
    review = text_of(desk.send("decided", **base, amount="400"))
    assert "¥310.00" in review and "¥90.00" in review
    desk.send("decided", **base, amount="400", final="1")
    kept = taken(case, said.Decided).measure.deduction
    assert (kept.taken, kept.carried_over) == (31_000, 9_000)


def test_gates_refuse_a_decision_and_keep_what_was_typed(world: CaseWorld) -> None:
    case = world.heard()
    desk = Desk(case, world.other_hr)
    nothing = desk.send("decided", **decision(warning=""))
    assert nothing.status_code == 422
    assert "Gate 4" in text_of(nothing) and "有记录为证。" in text_of(nothing)
    today = timezone.localdate().isoformat()
    both = desk.send("decided", **decision(ending="dismissal", last_day=today))
    assert "stands alone" in text_of(both)
    gone = text_of(desk.send("decided", **decision(warning="", ending="dismissal", last_day=today)))
    assert "Gate 5" in gone and "Gate 7" in gone
    assert world.file(case).state == State.HEARD


def test_a_dismissal_is_decided(world: CaseWorld) -> None:
    case = world.heard(None, "R01")
    world.prepare_dismissal(case)
    given = {
        "proven_R01": "proven",
        "why_R01": "有记录。",
        "reasons": "事实清楚。",
        "ending": "dismissal",
        "last_day": timezone.localdate().isoformat(),
        "final": "1",
    }
    Desk(case, world.other_hr).send("decided", **given)
    assert taken(case, said.Decided).measure.ending.way == Leaving.DISMISSAL


def test_training_is_ordered_by_a_day(world: CaseWorld) -> None:
    course: CoursePage = make_course()
    case = world.heard()
    desk = Desk(case, world.other_hr)
    given = decision(course=str(course.translation_key))
    assert "Say by when" in text_of(desk.send("decided", **given))
    desk.send("decided", **given, due_on=timezone.localdate().isoformat(), final="1")
    training = taken(case, said.Decided).measure.training
    assert (training.title, training.course) == (course.title, str(course.translation_key))


def test_nothing_proven_ends_the_case(world: CaseWorld) -> None:
    case = world.heard()
    given = decision(proven_Y01="not_proven", warning="", final="1")
    Desk(case, world.other_hr).send("decided", **given)
    assert world.file(case).state == State.NO_CASE


def test_of_two_people_at_once_the_second_is_told(world: CaseWorld) -> None:
    case = world.heard()
    first, second = Desk(case, world.other_hr), Desk(case, world.other_hr)
    forms = [desk.form("decided") | decision(final="1") for desk in (first, second)]
    assert first.again("decided", forms[0]).status_code == 302
    late = second.again("decided", forms[1])
    assert late.status_code == 422
    assert "moved the case on" in text_of(late) and "事实清楚。" in text_of(late)
    assert CaseStep.objects.filter(case=case, kind="decided").count() == 1


def test_a_served_notice_has_no_form_any_more(world: CaseWorld) -> None:
    case = world.notified()
    desk = Desk(case, world.hr)
    before = Notice.objects.get(case=case).content
    for kind in ("notice_issued", "notice_served"):
        shut = desk.client.get(desk.url(kind))
        assert shut.status_code == 422 and "<textarea" not in text_of(shut)
        assert "Gate 0" in text_of(shut)
    sent = desk.again("notice_issued", {"form_id": str(uuid4()), "seen": case.steps.count()})
    assert sent.status_code == 422
    assert Notice.objects.get(case=case).content == before


def test_service_of_the_decision_sent_twice_is_one_step(world: CaseWorld) -> None:
    case = world.decided()
    desk = Desk(case, world.hr)
    form = desk.form("decision_served") | {"way": "courier", "detail": "SF200"}
    for __ in range(2):
        assert desk.again("decision_served", form).status_code == 302
    assert CaseStep.objects.filter(case=case, kind="decision_served").count() == 1


def test_an_appeal_on_paper_is_upheld_served_and_paid_back(world: CaseWorld) -> None:
    case = world.served(None, "R01", parts=Parts(deduction=deduction()))
    hr = Desk(case, world.hr)
    hr.send("appealed", grounds=["facts", "severity"], text="我当时在岗。")
    assert len(taken(case, said.Appealed).grounds) == 2
    hr.send("appointed", person=world.third_hr.token)
    officer = Desk(case, world.third_hr)
    officer.send("appeal_decided", how="upheld", reasons="监控为证。")
    assert taken(case, said.AppealDecided).upheld
    paper = SimpleUploadedFile("签收.pdf", pdf(), "application/pdf")
    hr.send("appeal_served", way="signed", scan=paper)
    assert taken(case, said.AppealServed).service.scan
    assert hr.form("repaid")["amount"] == "300.00"
    hr.send("repaid", month=next_month(this_month()))
    assert taken(case, said.Repaid).amount == 30_000


def test_a_later_part_of_a_deduction(world: CaseWorld) -> None:
    carried = deduction(wage=300_000, amount=40_000, rest_is="carried_over")
    case = world.served(None, "R01", parts=Parts(deduction=carried))
    desk = Desk(case, world.hr)
    much = desk.send(
        "instalment_taken", month=next_month(this_month()), wage="6000", bonus="800", amount="100"
    )
    assert "Gate 6" in text_of(much)
    desk.send(
        "instalment_taken", month=next_month(this_month()), wage="6000", bonus="800", amount="90"
    )
    assert taken(case, said.InstalmentTaken).amount == 9_000
