"""What is proposed after a result: training or another post, and nothing that ends the work."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Enrolment
from reviews.queries.follow_ups import courses_for, scores_of, unfinished_courses
from reviews.rules.proposals import Course, Why, proposals
from reviews.rules.scorecard import Component
from reviews.rules.steps import FollowUpKind
from tests.factories.courses import make_course
from tests.factories.reviews import ReviewWorld, goal_of, review_world

REPOSITORY = Path(__file__).parents[2]
SOURCES = ("reviews", "templates/reviews")
ENDING_WORK = re.compile(
    r"dismissal|dismiss (them|somebody|the person)|terminat|\bfire[ds]?\b|lay ?off"
    r"|解除|辞退|开除|解雇|劝退|末位淘汰",
    re.IGNORECASE,
)
TRAINING, OTHER_POST = FollowUpKind.TRAINING, FollowUpKind.OTHER_POST
K, S = Component, Decimal


@pytest.fixture
def world(transactional_db: None) -> ReviewWorld:
    return review_world()


def test_the_weakest_comes_first() -> None:
    scores: dict[str, Decimal] = {
        K.TRAINING: S(90),
        K.CONDUCT: S(60),
        K.SERVICE: S(70),
        K.EXAMINATIONS: S(100),
    }
    courses = [
        Course("begun", Why.UNFINISHED),
        Course("failed", Why.EXAMINATION),
        Course("rule", Why.RULE),
        Course("new", Why.NEW),
    ]
    found = proposals(scores, courses)
    assert [(each.component, each.course) for each in found] == [
        (K.CONDUCT, "rule"),
        (K.SERVICE, "new"),
        (K.TRAINING, "begun"),
        ("", ""),
    ]
    assert found[-1].kind == OTHER_POST


COURSES = st.lists(st.builds(Course, st.sampled_from("abcdefgh"), st.sampled_from(Why)))
SCORES = st.dictionaries(st.sampled_from(Component), st.decimals(0, 100, places=2, allow_nan=False))


@given(SCORES, COURSES)
def test_only_training_and_another_post_are_proposed(
    scores: dict[str, Decimal], courses: list[Course]
) -> None:
    found = proposals(scores, courses)
    keys = [each.course for each in found if each.course]
    assert len(keys) == len(set(keys))
    assert set(keys) <= {each.key for each in courses}
    assert [each.kind for each in found] == [TRAINING] * len(keys) + [OTHER_POST]


def test_courses_are_found_with_what_speaks_for_them(world: ReviewWorld) -> None:
    begun, new = make_course(slug="begun"), make_course(slug="new")
    done = make_course(slug="done")
    now = timezone.now()
    for course, completed_at in ((begun, None), (done, now)):
        Enrolment.objects.create(
            employee=world.subject,
            course_key=course.translation_key,
            source="by_hand",
            enrolled_at=now,
            enrolled_by=world.hr,
            completed_at=completed_at,
        )
    goal_of(world.subject, world.period, 0)
    review = world.frozen()
    outlines = unfinished_courses(world.subject)
    found = courses_for(review, world.result(review), outlines)
    assert found == [
        Course(str(begun.translation_key), Why.UNFINISHED),
        Course(str(new.translation_key), Why.NEW),
    ]
    assert scores_of(review)[Component.GOALS] == 0


def texts() -> list[tuple[str, str]]:
    """All words of the package that somebody may read, by file."""
    return [
        (str(path.relative_to(REPOSITORY)), path.read_text(encoding="utf-8"))
        for folder in SOURCES
        for path in sorted((REPOSITORY / folder).rglob("*"))
        if path.suffix in (".py", ".html", ".js")
        and (folder != "static/js" or "review" in path.name)
    ]


def test_nothing_speaks_of_ending_the_work() -> None:
    """Neither a text nor a kind of proposal."""
    found = [
        (name, match.group()) for name, text in texts() for match in ENDING_WORK.finditer(text)
    ]
    assert found == []
    assert set(FollowUpKind) == {TRAINING, OTHER_POST}


@pytest.mark.parametrize("text", ["propose dismissal", "terminate", "解除劳动合同", "辞退"])
def test_such_a_text_would_be_found(text: str) -> None:
    assert ENDING_WORK.search(text)
