"""Goals: setting, changing and withdrawing them, noting how far they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from lms.notify.models import Notice
from lms.people.enums import Role, Standing
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.note_progress import note_progress
from reviews.actions.set_goal import Terms, set_goal
from reviews.actions.withdraw_goal import withdraw_goal
from reviews.errors import (
    GoalDueBeforeItBegins,
    GoalDueInThePast,
    GoalIsWithdrawn,
    NotAPercentage,
    NotedAhead,
    NotedBeforeTheGoal,
    PersonHasLeft,
    ReasonMissing,
)
from reviews.models import Goal, GoalNote
from reviews.queries.goals import goals_of
from reviews.rules.goals import GoalState, reached_together, state_on
from reviews.rules.scorecard import Measure
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of
from tests.factories.reviews import HIRED, ReviewWorld, goal_of, review_world

pytestmark = pytest.mark.django_db(transaction=True)

AsSomebody = Callable[[Employee], Client]


@pytest.fixture
def world() -> ReviewWorld:
    return review_world()


@pytest.fixture
def as_() -> AsSomebody:
    """`as_(employee)`: a browser in which they are signed in, in English."""

    def sign_in(employee: Employee) -> Client:
        Employee.objects.filter(pk=employee.pk).update(language="en")
        client = Client()
        client.force_login(employee)
        return client

    return sign_in


def today() -> date:
    return timezone.localdate()


def terms(**changed: Any) -> Terms:
    given = Terms("回访及时", "三日内回访的比例", 2, today(), today() + timedelta(days=10))
    return replace(given, **changed)


def goal_for(world: ReviewWorld, **changed: Any) -> Goal:
    return set_goal(actor=world.manager, employee=world.subject, terms=terms(**changed))


def text_of(response: Any) -> str:
    found: str = response.content.decode()
    return found


def test_the_manager_sets_a_goal_and_the_person_reads_it(
    world: ReviewWorld, as_: AsSomebody
) -> None:
    desk = as_(world.manager)
    form = desk.get(reverse("reviews:set-goal", args=[world.subject.pk])).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {
        "title": "回访及时",
        "measured_by": "三日内回访的比例",
        "weight": "3",
    }
    answer = desk.post(reverse("reviews:set-goal", args=[world.subject.pk]), sent, follow=True)
    assert "回访及时" in text_of(answer)
    goal = Goal.objects.get()
    assert (goal.employee, goal.set_by, goal.weight) == (world.subject, world.manager, 3)
    letter = Notice.objects.get(recipient_id=world.subject.pk)
    assert letter.url == reverse("reviews:own-goal", args=[goal.token])
    own = text_of(as_(world.subject).get(reverse("reviews:own-goals")))
    assert "回访及时" in own and "Nothing noted yet: it counts as 0 percent." in own


def test_the_end_of_the_quarter_is_offered(world: ReviewWorld, as_: AsSomebody) -> None:
    page = as_(world.hr).get(reverse("reviews:set-goal", args=[world.subject.pk]))
    due = page.context["form"]["due_on"].value()
    assert (due + timedelta(days=1)).day == 1 and due.month in (3, 6, 9, 12)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"from_on": date(2050, 2, 1), "due_on": date(2050, 1, 1)}, GoalDueBeforeItBegins),
        ({"from_on": date(2025, 1, 1), "due_on": date(2025, 2, 1)}, GoalDueInThePast),
    ],
)
def test_days_that_cannot_be_are_refused(
    world: ReviewWorld, changed: dict[str, date], refusal: type[Exception], as_: AsSomebody
) -> None:
    with pytest.raises(refusal):
        goal_for(world, **changed)
    sent = {"title": "回访", "measured_by": "比例", "weight": "1"} | {
        name: day.isoformat() for name, day in changed.items()
    }
    desk = as_(world.manager)
    answer = desk.post(reverse("reviews:set-goal", args=[world.subject.pk]), sent)
    assert answer.status_code == 422
    with translation.override("en"):
        said = str(refusal())
    assert answer.context["form"].errors["due_on"] == [said]


def test_for_somebody_who_left_nothing_is_set_or_noted(world: ReviewWorld) -> None:
    goal = goal_for(world)
    Employee.objects.filter(pk=world.subject.pk).update(left_on=today() - timedelta(days=1))
    world.subject.refresh_from_db()
    with pytest.raises(PersonHasLeft):
        goal_for(world, title="另一个")
    with pytest.raises(PersonHasLeft):
        note_progress(actor=world.manager, goal=goal, percent=10, rests_on="记录", on_day=today())


def test_nobody_sets_goals_for_themselves_or_those_above(world: ReviewWorld) -> None:
    for actor, employee in (
        (world.manager, world.manager),
        (world.subject, world.subject),
        (world.subject, EmployeeFactory.create(unit=world.site)),
        (holder_of(Role.SITE_MANAGER, UnitFactory.create()), world.subject),
    ):
        with pytest.raises(NotAllowed):
            set_goal(actor=actor, employee=employee, terms=terms())
    assert not Goal.objects.exists()


def test_a_form_sent_twice_is_one_goal_and_one_note(world: ReviewWorld) -> None:
    goal = goal_for(world)
    assert goal_for(world) == goal
    for __ in range(2):
        note_progress(actor=world.subject, goal=goal, percent=40, rests_on="记录", on_day=today())
    assert GoalNote.objects.count() == 1
    assert Notice.objects.filter(recipient_id=world.subject.pk).count() == 1


def test_a_change_withdraws_the_goal_with_a_reason_and_sets_another(
    world: ReviewWorld, as_: AsSomebody
) -> None:
    goal = goal_for(world)
    desk = as_(world.manager)
    url = reverse("reviews:change-goal", args=[goal.token])
    form = desk.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"title": "回访更快"}
    assert desk.post(url, sent).status_code == 422, "a reason is wanted"
    assert desk.post(url, sent | {"because": "系统换了"}).status_code == 302
    goal.refresh_from_db()
    assert goal.withdrawn_because == "系统换了"
    new = Goal.objects.get(withdrawn_at__isnull=True)
    assert (new.title, new.measured_by) == ("回访更快", goal.measured_by)
    told = Notice.objects.filter(recipient_id=world.subject.pk)
    assert told.count() == 2, "once for the goal, once for its change"
    own = text_of(as_(world.subject).get(reverse("reviews:own-goals")))
    assert "系统换了" in own and "1 goal that was withdrawn" in own


def test_what_is_withdrawn_stays_withdrawn(world: ReviewWorld, as_: AsSomebody) -> None:
    goal = goal_for(world)
    with pytest.raises(ReasonMissing):
        withdraw_goal(actor=world.manager, goal=goal, because="  ")
    desk = as_(world.manager)
    url = reverse("reviews:withdraw-goal", args=[goal.token])
    assert "This cannot be undone." in text_of(desk.get(url))
    assert desk.post(url, {"because": "调岗"}).status_code == 302
    letter = Notice.objects.filter(recipient_id=world.subject.pk).latest("pk")
    assert "调岗" not in letter.title + letter.text, "letters are e-mails"
    with pytest.raises(GoalIsWithdrawn):
        withdraw_goal(actor=world.manager, goal=goal, because="再一次")
    with pytest.raises(GoalIsWithdrawn):
        note_progress(actor=world.subject, goal=goal, percent=1, rests_on="", on_day=today())
    assert (
        "form"
        not in text_of(desk.get(reverse("reviews:goal", args=[goal.token])))
        .split("What was noted")[1]
        .split("</main>")[0]
    )


def test_person_and_manager_note_and_the_latest_day_counts(
    world: ReviewWorld, as_: AsSomebody
) -> None:
    goal = goal_for(world, from_on=today() - timedelta(days=20))

    def noted(client: Client, name: str, percent: int, days_ago: int) -> HttpResponse:
        sent = {"percent": percent, "note": f"凭据{percent}"}
        day = (today() - timedelta(days=days_ago)).isoformat()
        answer: Any = client.post(reverse(name, args=[goal.token]), sent | {"on_day": day})
        return answer

    person, manager = as_(world.subject), as_(world.manager)
    assert noted(person, "reviews:own-goal", 80, 1).status_code == 302
    assert noted(manager, "reviews:goal", 50, 5).status_code == 302
    (line,) = goals_of(world.subject, today()).running
    assert line.percent == 80, "an earlier day noted later does not count"
    assert noted(manager, "reviews:goal", 60, 1).status_code == 302
    page = text_of(person.get(reverse("reviews:own-goal", args=[goal.token])))
    assert "<b>60</b> %" in page, "of one day the last note counts"
    assert f"noted by {world.manager.latin_name}" in page and "noted by yourself" in page
    assert all(f"凭据{each}" in page for each in (80, 50, 60))


@pytest.mark.parametrize(
    ("percent", "days", "refusal"),
    [
        (101, 0, NotAPercentage),
        (-1, 0, NotAPercentage),
        (5, 1, NotedAhead),
        (5, -4, NotedBeforeTheGoal),
    ],
)
def test_notes_that_cannot_be_are_refused(
    world: ReviewWorld, as_: AsSomebody, percent: int, days: int, refusal: type[Exception]
) -> None:
    goal = goal_for(world, from_on=today() - timedelta(days=3))
    day = today() + timedelta(days=days)
    with pytest.raises(refusal):
        note_progress(actor=world.subject, goal=goal, percent=percent, rests_on="", on_day=day)
    sent = {"percent": percent, "note": "记录", "on_day": day.isoformat()}
    url = reverse("reviews:own-goal", args=[goal.token])
    assert as_(world.subject).post(url, sent).status_code == 422
    assert not GoalNote.objects.exists()


def test_goals_of_others_are_nobodys_business(world: ReviewWorld, as_: AsSomebody) -> None:
    goal = goal_for(world)
    colleague = EmployeeFactory.create(unit=world.site)
    elsewhere = holder_of(Role.SITE_MANAGER, UnitFactory.create())
    for client in (as_(colleague), as_(elsewhere)):
        for name in ("own-goal", "goal", "change-goal", "withdraw-goal"):
            answer = client.get(reverse(f"reviews:{name}", args=[goal.token]))
            assert answer.status_code == 404
        person = reverse("reviews:goals-of", args=[world.subject.pk])
        assert client.get(person).status_code == 403


def test_the_desk_lists_whom_one_may_set_goals(world: ReviewWorld, as_: AsSomebody) -> None:
    goal = goal_for(world)
    note_progress(actor=world.subject, goal=goal, percent=70, rests_on="记录", on_day=today())
    page = as_(world.manager).get(reverse("reviews:goals"))
    (line,) = page.context["lines"]
    assert (line.employee, line.count, line.percent) == (world.subject, 1, 70)
    lacking = as_(world.manager).get(reverse("reviews:goals"), {"lack": "1"})
    assert not lacking.context["lines"]
    assert "Nobody like this" in text_of(lacking)


def test_who_works_under_somebody_does_not_find_them(world: ReviewWorld, as_: AsSomebody) -> None:
    chief = EmployeeFactory.create(
        unit=world.company,
        post=PostFactory.create(standing=Standing.MANAGER),
        name="周总",
        hired_on=HIRED,
    )
    seen = {line.employee for line in as_(world.hr).get(reverse("reviews:goals")).context["lines"]}
    assert world.subject in seen and world.manager in seen
    assert not seen & {chief, world.hr}
    assert as_(world.hr).get(reverse("reviews:goals-of", args=[chief.pk])).status_code == 403


def test_a_goal_counts_in_the_review_in_whose_period_it_is_due(
    world: ReviewWorld, as_: AsSomebody
) -> None:
    goal_of(world.subject, world.period, 70)
    review = world.frozen()
    trace = world.result(review).frozen_trace
    (item,) = (item for item in trace.items if item.measure == Measure.GOALS_REACHED)
    assert item.value == 70
    goal = Goal.objects.get()
    page = text_of(as_(world.subject).get(reverse("reviews:own-goal", args=[goal.token])))
    assert "That result is frozen" in page
    withdraw_goal(actor=world.manager, goal=goal, because="误设")
    assert world.result(review).frozen_trace == trace


@pytest.mark.parametrize("count", [1, 3])
def test_they_cost_the_same_number_of_queries(
    world: ReviewWorld,
    as_: AsSomebody,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    people = [EmployeeFactory.create(unit=world.site, hired_on=HIRED) for __ in range(count)]
    for person in [world.subject, *people]:
        for number in range(count):
            goal = set_goal(
                actor=world.manager, employee=person, terms=terms(title=f"目标{number}")
            )
            for percent in range(count):
                note_progress(
                    actor=world.manager,
                    goal=goal,
                    percent=percent,
                    rests_on="记录",
                    on_day=today(),
                )
    desk, own = as_(world.manager), as_(world.subject)
    for client, name, args, queries in (
        (desk, "goals", [], 7),
        (desk, "goals-of", [world.subject.pk], 7),
        (own, "own-goals", [], 6),
        (own, "own-goal", [goal_of_subject(world).token], 6),
    ):
        url = reverse(f"reviews:{name}", args=args)
        client.get(url)
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200, name


def goal_of_subject(world: ReviewWorld) -> Goal:
    return Goal.objects.filter(employee=world.subject).order_by("pk")[0]


def test_the_mean_of_goals_is_weighted() -> None:
    assert reached_together([]) is None
    assert reached_together([(1, 100), (3, 0)]) == 25
    assert reached_together([(1, 0), (1, 1)]) == 1, "half upwards"


@pytest.mark.parametrize(
    ("day", "percent", "is_withdrawn", "state"),
    [
        (1, 0, False, GoalState.TO_COME),
        (2, 99, False, GoalState.UNDER_WAY),
        (5, 0, False, GoalState.UNDER_WAY),
        (6, 99, False, GoalState.OVER),
        (6, 100, False, GoalState.REACHED),
        (2, 100, True, GoalState.WITHDRAWN),
    ],
)
def test_where_a_goal_stands(day: int, percent: int, is_withdrawn: bool, state: GoalState) -> None:
    found = state_on(
        date(2026, 1, day),
        from_on=date(2026, 1, 2),
        due_on=date(2026, 1, 5),
        percent=percent,
        is_withdrawn=is_withdrawn,
    )
    assert found == state
