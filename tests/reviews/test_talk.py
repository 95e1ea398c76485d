"""The talk about a frozen result: what is agreed in it, and what follows."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.models import Enrolment
from lms.ledger.actions.verify_ledger import verify
from lms.notify.models import Notice
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from reviews.actions.follow_talk import follow_talk, follow_talks
from reviews.actions.hold_talk import hold_talk
from reviews.actions.remind_reassessments import remind_reassessments
from reviews.errors import NoPlaceForIt, TalkRefused, UnknownCourse, UnknownPost
from reviews.models import Reassessment, Review
from reviews.policies import HANDLE
from reviews.queries.files import file_of
from reviews.queries.follow_ups import (
    reassessments_for,
)
from reviews.rules import steps as said
from reviews.rules.procedure import State
from reviews.rules.steps import FollowUp, FollowUpKind
from reviews.tasks import follow_talk as follow_task
from tests.factories.courses import make_course
from tests.factories.people import PostFactory
from tests.factories.reviews import ReviewWorld, goal_of, review_world

TRAINING, OTHER_POST = FollowUpKind.TRAINING, FollowUpKind.OTHER_POST


@pytest.fixture
def world(transactional_db: None) -> ReviewWorld:
    return review_world()


def low(world: ReviewWorld) -> Review:
    """Frozen with the lowest grade."""
    goal_of(world.subject, world.period, 0)
    review = world.rated(points=1)
    world.take(review, world.hr, said.Moved("sound", "improve", "连续两季多次被投诉。"))
    review = world.frozen(review)
    assert review.grade == "improve"
    return review


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def talked(*follow_ups: FollowUp, held_on: date | None = None) -> said.Talked:
    return said.Talked(held_on or timezone.localdate(), "谈了差距与帮助。", follow_ups)


def training(course: Any, due: int = 30, again: int = 90) -> FollowUp:
    return FollowUp(TRAINING, days(again), course=str(course.translation_key), due_on=days(due))


def hold(world: ReviewWorld, review: Review, content: said.Talked) -> None:
    hold_talk(actor=world.manager, review=review, talked=content)
    review.refresh_from_db()


# What may be recorded -----------------------------------------------------------------------------


def test_after_a_good_grade_nothing_has_to_follow(world: ReviewWorld) -> None:
    review = world.frozen()
    hold(world, review, talked())
    assert review.state == State.SIGN_OFF


def test_after_a_low_grade_something_has_to(world: ReviewWorld) -> None:
    review = low(world)
    with pytest.raises(TalkRefused) as refusal:
        hold(world, review, talked())
    assert refusal.value.field == "courses"
    hold(world, review, talked(FollowUp(TRAINING, days(60), note="跟岗两周。")))
    assert review.state == State.SIGN_OFF


@pytest.mark.parametrize(
    ("follow_up", "field"),
    [
        (FollowUp(TRAINING, days(90)), "courses"),
        (FollowUp(OTHER_POST, days(90), note="想换岗。"), "courses"),
        (FollowUp(TRAINING, days(0), note="跟岗。"), "reassess_on"),
        (FollowUp(TRAINING, days(400), note="跟岗。"), "reassess_on"),
        (FollowUp(TRAINING, days(90), course="x"), "due_on"),
        (FollowUp(TRAINING, days(90), course="x", due_on=days(-1)), "due_on"),
        (FollowUp(TRAINING, days(30), course="x", due_on=days(31)), "due_on"),
    ],
)
def test_what_follows_has_to_make_sense(
    world: ReviewWorld, follow_up: FollowUp, field: str
) -> None:
    with pytest.raises(TalkRefused) as refusal:
        hold(world, low(world), talked(follow_up))
    assert refusal.value.field == field


def test_the_day_lies_between_the_result_and_today(world: ReviewWorld) -> None:
    review = world.frozen()
    for day in (days(1), days(-1)):
        with pytest.raises(TalkRefused) as refusal:
            hold(world, review, talked(held_on=day))
        assert refusal.value.field == "held_on"


def test_courses_and_posts_have_to_exist(world: ReviewWorld) -> None:
    review = low(world)
    for key in ("nonsense", str(uuid4())):
        with pytest.raises(UnknownCourse):
            hold(world, review, talked(FollowUp(TRAINING, days(9), course=key, due_on=days(9))))
    assert world.subject.post is not None
    for code in ("nowhere", world.subject.post.code):
        with pytest.raises(UnknownPost):
            hold(world, review, talked(FollowUp(OTHER_POST, days(9), post=code)))


def test_nobody_else_and_not_before_the_result(world: ReviewWorld) -> None:
    review = world.rated()
    with pytest.raises(NoPlaceForIt):
        hold(world, review, talked())
    review = world.frozen(review)
    for actor in (world.hr, world.subject):
        with pytest.raises(NotAllowed):
            hold_talk(actor=actor, review=review, talked=talked())


# On the page --------------------------------------------------------------------------------------


def test_proposed_training_is_ticked_and_followed(client: Client, world: ReviewWorld) -> None:
    course = make_course()
    review = low(world)
    client.force_login(world.manager)
    url = reverse("reviews:talk", args=[review.pk])
    page = client.get(url)
    form = page.context["form"]
    assert [key for key, __ in form.fields["courses"].choices] == [str(course.translation_key)]
    sent = {
        "form_id": str(uuid4()),
        "seen": len(file_of(review).steps),
        "held_on": timezone.localdate().isoformat(),
        "text": "谈了差距与帮助。",
        "courses": [str(course.translation_key)],
        "due_on": days(30).isoformat(),
        "reassess_on": days(90).isoformat(),
    }
    assert client.post(url, sent | {"courses": []}).status_code == 422
    assert client.post(url, sent).status_code == 302
    content = file_of(review).last(said.Talked)
    assert content is not None
    assert content.follow_ups == (training(course),)
    assert verify().is_sound


def test_agreeing_without_a_day_is_refused(client: Client, world: ReviewWorld) -> None:
    review = world.frozen()
    client.force_login(world.manager)
    sent = {
        "form_id": str(uuid4()),
        "seen": len(file_of(review).steps),
        "held_on": timezone.localdate().isoformat(),
        "text": "谈了。",
        "note": "跟岗两周。",
    }
    answer = client.post(reverse("reviews:talk", args=[review.pk]), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reassess_on"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_courses(
    client: Client,
    world: ReviewWorld,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        make_course(slug=f"course-{number}", lessons=1)
    url = reverse("reviews:talk", args=[world.frozen().pk])
    client.force_login(world.manager)
    client.get(url)  # what is cached is read
    with django_assert_num_queries(21):
        page = client.get(url)
    assert len(page.context["form"].fields["courses"].choices) == count


def test_who_may_not_talk_is_turned_away(client: Client, world: ReviewWorld) -> None:
    url = reverse("reviews:talk", args=[world.frozen().pk])
    for who, status in ((world.hr, 403), (world.subject, 404)):
        client.force_login(who)
        assert client.get(url).status_code == status


# What follows -------------------------------------------------------------------------------------


def test_the_task_enrols_and_keeps_the_days(world: ReviewWorld) -> None:
    course, review = make_course(), low(world)
    again = FollowUp(OTHER_POST, days(60), post=PostFactory.create().code)
    hold(world, review, talked(training(course), again))
    step = review.steps.get(kind="talked")
    for __ in range(2):  # safe to repeat
        follow_task.call(step_id=step.pk)
    enrolment = Enrolment.objects.get(employee=world.subject)
    assert (enrolment.course_key, enrolment.due_on) == (course.translation_key, days(30))
    kept = Reassessment.objects.order_by("on_day").values_list("on_day", flat=True)
    assert list(kept) == [days(60), days(90)]


def test_the_sweeper_follows_what_was_lost(world: ReviewWorld) -> None:
    course, review = make_course(), low(world)
    hold(world, review, talked(training(course)))
    follow_talks(actor=Employee.objects.system())
    assert Enrolment.objects.filter(employee=world.subject).count() == 1
    assert Reassessment.objects.count() == 1
    follow_talks(actor=Employee.objects.system())
    assert Reassessment.objects.count() == 1


def test_talks_without_anything_agreed_are_left_alone(world: ReviewWorld) -> None:
    world.talked()
    follow_talks(actor=Employee.objects.system())
    assert not Reassessment.objects.exists()


def test_who_has_left_is_not_enrolled(world: ReviewWorld) -> None:
    course, review = make_course(), low(world)
    hold(world, review, talked(training(course)))
    Employee.objects.filter(pk=world.subject.pk).update(is_active=False)
    follow_talks(actor=Employee.objects.system())
    assert not Enrolment.objects.exists()


def test_nobody_follows_by_hand(world: ReviewWorld) -> None:
    review = world.talked()
    with pytest.raises(NotAllowed):
        follow_talk(actor=world.hr, step=review.steps.get(kind="talked"))
    for action in (follow_talks, remind_reassessments):
        with pytest.raises(NotAllowed):
            action(actor=world.hr)


def test_on_the_day_manager_and_hr_are_told_once(world: ReviewWorld) -> None:
    review, system = low(world), Employee.objects.system()
    hold(world, review, talked(FollowUp(TRAINING, days(60), note="跟岗。")))
    follow_talks(actor=system)
    assert remind_reassessments(actor=system) == 0
    Notice.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert remind_reassessments(actor=system) == 1
        assert remind_reassessments(actor=system) == 0
    told = set(Notice.objects.values_list("recipient_id", "url"))
    people = (world.manager, world.hr, world.other_hr, world.director)
    assert told == {(each.pk, f"/desk/reviews/{review.pk}/") for each in people}
    for notice in Notice.objects.all():  # an e-mail names nobody
        assert world.subject.name not in notice.title + notice.text


def test_the_list_shows_what_is_near_to_whom_it_concerns(world: ReviewWorld) -> None:
    review = low(world)
    hold(world, review, talked(FollowUp(TRAINING, days(20), note="跟岗。")))
    follow_talks(actor=Employee.objects.system())
    today = timezone.localdate()
    for actor, count in ((world.manager, 1), (world.hr, 1), (world.subject, 0)):
        assert reassessments_for(actor, HANDLE, today).count() == count
    assert not reassessments_for(world.hr, HANDLE, today + timedelta(days=60)).exists()
