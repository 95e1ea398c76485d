"""Where somebody stands: the rule, and the database's order beside it."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.enums import Outcome
from assessments.models import Quiz, Sitting
from assessments.queries import standing as quiz_standing
from courses.actions.enrol_employee import enrol_employee
from courses.enums import EnrolmentSource
from courses.models import Certificate, CoursePage, Enrolment, LessonProgress
from courses.queries.attempts import used_up
from courses.queries.standings import members, team_courses
from courses.queries.team import Wanted, narrowed, summary_of, team_of
from courses.rules.standing import (
    GROUP_OF,
    URGENCY,
    Facts,
    Group,
    State,
    standing_of,
)
from courses.views.standing_words import in_words
from lms.people.enums import LeaveKind
from lms.people.models import Employee, Leave
from tests.factories.assessments import QuizFactory
from tests.factories.courses import lessons_of, make_course
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory

TODAY = date(2026, 11, 21)
DAYS = st.dates(TODAY - timedelta(days=900), TODAY + timedelta(days=900))
FACTS = st.builds(
    Facts,
    read=st.integers(0, 5),
    has_begun=st.booleans(),
    total=st.just(5),
    is_completed=st.booleans(),
    due_on=st.none() | DAYS,
    valid_until=st.none() | DAYS,
    is_revoked=st.booleans(),
    attempts_left=st.none() | st.integers(0, 3),
    is_waiting=st.booleans(),
)
OPEN = {State.OVERDUE, State.EXHAUSTED, State.UNDER_WAY, State.NOT_STARTED}


def test_who_is_not_enrolled_stands_nowhere() -> None:
    assert standing_of(None, TODAY).state is State.NOT_ENROLLED


@given(FACTS, st.booleans())
def test_what_is_completed_is_never_open_and_the_other_way_round(facts: Facts, away: bool) -> None:
    where = standing_of(facts, TODAY, is_away=away)
    assert (where.state in OPEN) is not facts.is_completed
    assert where.state is not State.NOT_ENROLLED
    assert where.days >= 0
    assert not (where.is_waiting and facts.is_completed)


@given(FACTS)
def test_nobody_is_overdue_while_away_or_before_the_day_is_over(facts: Facts) -> None:
    assert standing_of(facts, TODAY, is_away=True).state is not State.OVERDUE
    if facts.due_on is not None and not facts.is_completed:
        assert standing_of(facts, facts.due_on).state is not State.OVERDUE
        later = standing_of(facts, facts.due_on + timedelta(days=3))
        assert (later.state, later.days) == (State.OVERDUE, 3)


@given(FACTS, st.integers(0, 400))
def test_time_alone_never_makes_anything_less_urgent(facts: Facts, days: int) -> None:
    now, later = (standing_of(facts, day).state for day in (TODAY, TODAY + timedelta(days=days)))
    assert URGENCY.index(later) <= URGENCY.index(now)


@pytest.mark.parametrize(
    ("valid_for", "state", "days"),
    [
        (61, State.COMPLETED, 0),
        (60, State.EXPIRING, 60),
        (0, State.EXPIRING, 0),
        (-1, State.EXPIRED, 1),
    ],
)
def test_a_certificate_is_good_through_its_last_day(
    valid_for: int, state: State, days: int
) -> None:
    facts = Facts(is_completed=True, valid_until=TODAY + timedelta(days=valid_for))
    where = standing_of(facts, TODAY)
    assert (where.state, where.days) == (state, days)


def test_every_state_belongs_to_a_group() -> None:
    assert set(GROUP_OF) == set(State)


# The database's order ----------------------------------------------------------------------


@pytest.fixture
def courses(db: None) -> list[CoursePage]:
    quizzes = [
        QuizFactory.create(size=1, attempts_allowed=2, outcome=outcome)
        for outcome in (Outcome.BEST, Outcome.FIRST, Outcome.AVERAGE)
    ]
    return [
        make_course(slug=f"course-{number}", examination=quiz)
        for number, quiz in enumerate([*quizzes, None])
    ]


def enrol(
    rng: Random, employee: Employee, course: CoursePage, today: date, system: Employee
) -> None:
    now, is_completed = timezone.now(), rng.random() < 0.4
    enrolment = Enrolment.objects.create(
        employee=employee,
        course_key=course.translation_key,
        source=EnrolmentSource.BY_HAND,
        enrolled_at=now,
        enrolled_by=system,
        due_on=rng.choice([None, today + timedelta(days=rng.randint(-20, 20))]),
        completed_at=now if is_completed else None,
    )
    if rng.random() < 0.5:
        lesson = lessons_of(course)[0]
        revision = lesson.live_revision if rng.random() < 0.7 else None
        LessonProgress.objects.create(
            enrolment=enrolment,
            lesson_key=lesson.translation_key,
            opened_at=now,
            read_at=now if revision else None,
            revision=revision,
        )
    if is_completed and rng.random() < 0.8:
        certify(rng, enrolment, today, system)
    elif course.examination and rng.random() < 0.6:
        sit(rng, enrolment, course)


def certify(rng: Random, enrolment: Enrolment, today: date, system: Employee) -> None:
    is_revoked = rng.random() < 0.2
    Certificate.objects.create(
        enrolment=enrolment,
        serial=f"T-{enrolment.pk}",
        name="林小满",
        staff_number="1",
        course_title="课",
        course_title_en="c",
        passed_on=today,
        with_examination=False,
        valid_until=rng.choice([None, today + timedelta(days=rng.randint(-90, 120))]),
        issued_at=timezone.now(),
        revoked_at=timezone.now() if is_revoked else None,
        revoked_by=system if is_revoked else None,
        revoked_because="x" if is_revoked else "",
    )


def sit(rng: Random, enrolment: Enrolment, course: CoursePage) -> None:
    assert course.examination is not None
    scores: list[int | str] = [rng.choice([1, 1, 7, 8, 9])]
    seconds: list[int | str] = [1, 7, 9, "open", "submitted"]
    if rng.random() < 0.5:
        scores.append(rng.choice(seconds))
    sat(enrolment.employee, course.examination, scores)


def sat(employee: Employee, quiz: Quiz, scores: Sequence[int | str]) -> None:
    """Attempts marked with so many of ten, 80 % being a pass, or in that state."""
    now = timezone.now()
    handed = {"submitted_at": now, "submitted_by": employee}
    for number, made in enumerate(scores, start=1):
        Sitting.objects.create(
            quiz=quiz,
            employee=employee,
            number=number,
            seed=1,
            pass_percent=80,
            max_score=10,
            started_at=now,
            deadline=now + timedelta(hours=1),
            state="marked" if isinstance(made, int) else made,
            **({} if made == "open" else handed),
            **({"score": made, "passed": made >= 8} if isinstance(made, int) else {}),
        )


@pytest.mark.parametrize("seed", range(4))
def test_the_database_orders_as_the_rule_says(
    courses: list[CoursePage], system: Employee, seed: int
) -> None:
    rng, today, unit, post = Random(seed), timezone.localdate(), UnitFactory(), PostFactory()
    people = EmployeeFactory.create_batch(40, unit=unit, post=post)
    for employee in people:
        for course in courses:
            if rng.random() < 0.7:
                enrol(rng, employee, course, today, system)
        if rng.random() < 0.2:
            Leave.objects.create(
                employee=employee, from_on=today, kind=LeaveKind.ANNUAL, noted_by=system
            )
    everybody = Employee.objects.filter(unit=unit).select_related("unit", "post")
    columns = team_courses(courses)
    ordered = list(team_of(everybody, columns, Wanted(), today))
    assert len(ordered) == 40
    urgent = [URGENCY.index(one.most_urgent) for one in members(ordered, columns, today)]
    assert urgent == sorted(urgent)

    counted = {part.group: part.count for part in summary_of(everybody, columns, today)}
    for group in Group:
        found = team_of(everybody, columns, Wanted(state=group), today)
        expected = [
            one.employee.pk
            for one in members(ordered, columns, today)
            if GROUP_OF[one.most_urgent] == group
        ]
        assert [one.pk for one in found] == expected
        assert counted[group] == len(expected)
    away = team_of(everybody, columns, Wanted(state="away"), today)
    assert {one.pk for one in away} == set(Leave.objects.values_list("employee", flat=True))


@pytest.mark.parametrize(
    ("outcome", "scores", "is_used_up"),
    [
        (Outcome.BEST, [1, 1], True),
        (Outcome.BEST, [1, 9], False),
        (Outcome.LAST, [9, 1], False),
        (Outcome.FIRST, [1, 9], True),
        (Outcome.FIRST, [9, 1], False),
        (Outcome.AVERAGE, [6, 9], True),
        (Outcome.AVERAGE, [7, 9], False),
        (Outcome.BEST, [1, "submitted"], False),
    ],
)
def test_attempts_are_used_up_by_what_counts_of_them(
    system: Employee, outcome: Outcome, scores: list[int | str], is_used_up: bool
) -> None:
    quiz = QuizFactory.create(size=1, attempts_allowed=2, pass_percent=80, outcome=outcome)
    course, employee = make_course(examination=quiz), EmployeeFactory.create()
    enrol_employee(actor=system, employee=employee, course=course)
    sat(employee, quiz, scores)
    [[cell]] = [one.cells for one in members([employee], team_courses([course]), TODAY)]
    assert (cell.standing.state is State.EXHAUSTED) is is_used_up
    assert Enrolment.objects.filter(used_up(quiz)).exists() is is_used_up
    assert quiz_standing(employee, quiz).passed is not (is_used_up or cell.standing.is_waiting)
    with translation.override("en"):
        assert ("waits for marking" in in_words(cell.standing)) is ("submitted" in scores)


def test_of_two_who_are_overdue_the_longer_comes_first(
    courses: list[CoursePage], system: Employee
) -> None:
    today, unit = timezone.localdate(), UnitFactory()
    for days in (1, 12, 3):
        Enrolment.objects.create(
            employee=EmployeeFactory(unit=unit, name=f"{days} 天"),
            course_key=courses[0].translation_key,
            source=EnrolmentSource.BY_HAND,
            enrolled_at=timezone.now(),
            enrolled_by=system,
            due_on=today - timedelta(days=days),
        )
    people = narrowed(Employee.objects.filter(unit=unit), Wanted())
    found = team_of(people, team_courses(courses), Wanted(), today)
    assert [one.name for one in found] == ["12 天", "3 天", "1 天"]
