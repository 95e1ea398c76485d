"""What follows from a step: who is told, and the training that a decision orders."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conduct_records.actions.cases.decide_case import Parts
from conduct_records.actions.cases.enrol_in_training import keep_trainings, settle_training
from conduct_records.actions.cases.follow_step import follow_step
from conduct_records.models import Case
from conduct_records.queries.cases.teaching import taught_before, training_since
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.measures import Training
from conduct_records.rules.codebook import Sanction
from courses.actions.complete_course import complete_course
from courses.actions.finish_lesson import finish_lesson
from courses.models import CoursePage, Enrolment
from lms.notify.models import Notice as Told
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.factories.cases import CaseWorld, case_world
from tests.factories.courses import lessons_of, make_course

pytestmark = pytest.mark.django_db(transaction=True)
RunJobs = Callable[[], None]
OWN_RULES = [("own_rules", {"lines": ["yellow"], "codes": []})]


@pytest.fixture
def world() -> CaseWorld:
    world = case_world()
    people = (world.hr, world.other_hr, world.third_hr, world.investigator, world.subject)
    keys = [person.pk for person in people]
    Employee.objects.filter(pk__in=keys).update(language="en", email="someone@example.com")
    return world


@pytest.fixture
def course() -> CoursePage:
    return make_course(title="在岗纪律", title_en="On duty", body=OWN_RULES)


def due() -> date:
    return timezone.localdate() + timedelta(days=14)


def with_training(course: CoursePage) -> Parts:
    ordered = Training(str(course.translation_key), course.title, due())
    return Parts(warning=Sanction.ORAL_WARNING, training=ordered)


def titles(employee: Employee) -> list[str]:
    found = Told.objects.filter(recipient_id=employee.pk).order_by("pk")
    return list(found.values_list("title", flat=True))


# Telling -----------------------------------------------------------------------------------------


def test_each_is_told_once_in_their_language(world: CaseWorld, run_jobs: RunJobs) -> None:
    case = world.served()
    run_jobs()
    told = {who: titles(who) for who in (world.subject, world.hr, world.other_hr)}
    assert told[world.subject] == [
        "A notice waits for you: read and sign for it",
        "A decision waits for you: read and sign for it",
    ]
    assert "You were appointed: Decider" in told[world.other_hr]
    assert f"Case {case.number}: the statement is there" in told[world.hr]
    assert titles(world.investigator) == ["You were appointed: Investigator"]
    for step in case.steps.all():
        follow_step(step=step)
    assert told == {who: titles(who) for who in told}


def test_letters_say_nothing_of_the_matter(world: CaseWorld, run_jobs: RunJobs) -> None:
    case = world.overturned()
    run_jobs()
    told = " ".join(f"{one.title} {one.text}" for one in Told.objects.all())
    for secret in (world.subject.name, "离开岗位", "Y01", "两次点名", "我当时在岗", "upheld"):
        assert secret not in told
    assert "Your appeal was decided: read it and sign for it" in titles(world.subject)
    assert f"Case {case.number}: an appeal was lodged" in titles(world.hr)


def test_who_declared_an_interest_and_whom_it_is_about_are_not_told_as_hr(
    world: CaseWorld, run_jobs: RunJobs
) -> None:
    case = world.notified()
    world.step(case, world.third_hr, said.Recused())
    world.heard(case)
    run_jobs()
    assert titles(world.third_hr) == ["An incident waits"]
    assert not any(title.startswith("Case") for title in titles(world.subject))


def test_a_commendation_and_a_notice_taken_back_are_told(
    world: CaseWorld, run_jobs: RunJobs
) -> None:
    world.commended()
    case = world.charged()
    world.step(case, world.hr, said.Withdrawn("认错了人。"))
    run_jobs()
    assert titles(world.subject) == [
        "You were commended",
        "A notice waits for you: read and sign for it",
        "A notice was taken back",
    ]


def test_what_never_reached_the_person_is_not_told(world: CaseWorld, run_jobs: RunJobs) -> None:
    case = world.investigating()
    world.step(case, world.hr, said.Withdrawn("重复。"))
    run_jobs()
    assert titles(world.subject) == []


def test_a_letter_leads_to_the_step(client: Client, world: CaseWorld, run_jobs: RunJobs) -> None:
    case = world.charged()
    run_jobs()
    client.force_login(world.subject)
    letter = Told.objects.get(recipient_id=world.subject.pk)
    answer = client.get(reverse("notify:open", args=[letter.pk]), follow=True)
    assert answer.status_code == 200, answer.redirect_chain
    assert f'id="step-{case.steps.count()}"' in answer.text


# Training ----------------------------------------------------------------------------------------


def test_a_served_decision_enrols_until_its_day(
    world: CaseWorld, course: CoursePage, run_jobs: RunJobs
) -> None:
    case = world.decided(parts=with_training(course))
    run_jobs()
    assert not Enrolment.objects.exists()
    world.served(case)
    run_jobs()
    enrolment = Enrolment.objects.get()
    assert (enrolment.employee, enrolment.due_on) == (world.subject, due())
    settle_training(actor=Employee.objects.system(), case=case)
    assert Enrolment.objects.count() == 1


def test_the_sweeper_finds_what_a_lost_task_left(world: CaseWorld, course: CoursePage) -> None:
    world.served()
    world.served(parts=with_training(course))
    keep_trainings(actor=Employee.objects.system())
    keep_trainings(actor=Employee.objects.system())
    assert Enrolment.objects.get().employee == world.subject
    with pytest.raises(NotAllowed):
        keep_trainings(actor=world.hr)


def test_an_upheld_appeal_takes_the_enrolment_back(
    world: CaseWorld, course: CoursePage, run_jobs: RunJobs
) -> None:
    case = world.served(parts=with_training(course))
    run_jobs()
    world.overturned(world.appealed(case))
    run_jobs()
    assert not Enrolment.objects.exists()


def test_what_was_begun_or_enrolled_otherwise_stays(
    client: Client, world: CaseWorld, course: CoursePage, run_jobs: RunJobs
) -> None:
    case = world.served(parts=with_training(course))
    run_jobs()
    finish_lesson(actor=world.subject, lesson=lessons_of(course)[0])
    world.overturned(world.appealed(case))
    run_jobs()
    assert Enrolment.objects.exists()
    client.force_login(world.subject)
    page = client.get(reverse("conduct_records:own-case", args=[case.pk])).text
    assert "The training is no longer required." in page


def test_a_course_ordered_twice_stays_while_one_decision_stands(
    world: CaseWorld, course: CoursePage, run_jobs: RunJobs
) -> None:
    first = world.served(parts=with_training(course))
    world.served(parts=with_training(course))
    run_jobs()
    world.overturned(world.appealed(first))
    run_jobs()
    assert Enrolment.objects.exists()


# Taught before, and since ------------------------------------------------------------------------


def finish(course: CoursePage, employee: Employee) -> None:
    for lesson in lessons_of(course):
        finish_lesson(actor=employee, lesson=lesson)
    enrolment = Enrolment.objects.get(employee=employee, course_key=course.translation_key)
    complete_course(actor=Employee.objects.system(), enrolment=enrolment)


def enrol(course: CoursePage, employee: Employee) -> None:
    from courses.actions.enrol_employee import enrol_employee

    enrol_employee(actor=Employee.objects.system(), employee=employee, course=course)


def test_a_charge_shows_the_lessons_finished_before(world: CaseWorld, course: CoursePage) -> None:
    enrol(course, world.subject)
    finish_lesson(actor=world.subject, lesson=lessons_of(course)[0])
    case = world.charged()
    finish_lesson(actor=world.subject, lesson=lessons_of(course)[1])
    (taught,) = taught_before(case)
    assert [each.title for each in taught.lessons] == ["1.1 节 1.1"]
    assert taught.quizzes == ()


def test_lessons_on_other_lines_are_not_counted(world: CaseWorld, course: CoursePage) -> None:
    enrol(course, world.subject)
    finish(course, world.subject)
    (taught,) = taught_before(world.charged(None, "R01"))
    assert taught.lessons == ()


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_whatever_was_read(
    world: CaseWorld, course: CoursePage, count: int, django_assert_num_queries: object
) -> None:
    enrol(course, world.subject)
    for lesson in lessons_of(course)[:count]:
        finish_lesson(actor=world.subject, lesson=lesson)
    case = Case.objects.select_related("incident", "subject").get(pk=world.charged().pk)
    taught_before(case)
    with django_assert_num_queries(7):  # type: ignore[operator]
        assert len(taught_before(case)[0].lessons) == count


def test_the_case_says_what_came_after_the_training(
    client: Client, world: CaseWorld, course: CoursePage, run_jobs: RunJobs
) -> None:
    case = world.served(parts=with_training(course))
    assert (since := training_since(case)) is not None and not since.is_enrolled
    run_jobs()
    finish(course, world.subject)
    since = training_since(case)
    assert since is not None and (since.finished_on, since.further) == (timezone.localdate(), 0)
    world.investigating()
    assert (since := training_since(case)) is not None and since.further == 0
    world.notified()
    assert (since := training_since(case)) is not None and since.further == 1
    client.force_login(world.subject)
    page = client.get(reverse("conduct_records:own-case", args=[case.pk])).text
    assert "Since then 1 more case under the same rule." in page


def test_what_was_finished_before_is_said(world: CaseWorld, course: CoursePage) -> None:
    enrol(course, world.subject)
    finish(course, world.subject)
    case = world.served(parts=with_training(course))
    since = training_since(case)
    assert since is not None and since.is_finished_before
    world.overturned(world.appealed(case))
    assert training_since(case) is None
