from uuid import UUID

from django.utils import timezone

from courses.queries import course_by_key
from lms.people.models import Employee
from reviews.actions.take_step import take_step
from reviews.errors import TalkRefused, UnknownCourse, UnknownPost
from reviews.models import Review, ReviewStep
from reviews.queries.files import file_of
from reviews.queries.follow_ups import is_low, other_posts
from reviews.queries.talk_words import TALK_FAULTS
from reviews.rules.proposals import talk_faults
from reviews.rules.steps import FollowUp, Frozen, Talked


def hold_talk(
    *,
    actor: Employee,
    review: Review,
    talked: Talked,
    seen: int | None = None,
    form_id: UUID | None = None,
) -> ReviewStep:
    """The manager records the talk about a frozen result, and what was agreed in it; after a low
    grade at least one thing was.

    Raises `TalkRefused`, `UnknownCourse`, `UnknownPost` and what `take_step` raises.
    """
    _check(review, talked)
    return take_step(actor=actor, review=review, content=talked, seen=seen, form_id=form_id)


def _check(review: Review, talked: Talked) -> None:
    frozen = file_of(review).last_step(Frozen)
    if frozen is None:
        return  # `take_step` says that this has no place here
    faults = talk_faults(
        talked,
        today=timezone.localdate(),
        frozen_on=timezone.localdate(frozen.at),
        is_low=is_low(review),
    )
    for fault in faults:
        raise TalkRefused(*TALK_FAULTS[fault])
    for each in talked.follow_ups:
        _check_known(review, each)


def _check_known(review: Review, each: FollowUp) -> None:
    if each.course and not _is_published(each.course):
        raise UnknownCourse
    if each.post and not other_posts(review.employee).filter(code=each.post).exists():
        raise UnknownPost


def _is_published(key: str) -> bool:
    try:
        return course_by_key(UUID(key)) is not None
    except ValueError:
        return False
