import secrets

from django.db import transaction
from django.utils import timezone

from assessments.enums import SittingState
from assessments.errors import CannotStart
from assessments.models import QuestionVersion, Quiz, Sitting, SittingItem
from assessments.policies import check_can_start, unmet_conditions
from assessments.queries import pool, standing
from assessments.rules import kinds
from assessments.rules.drawing import Candidate, Drawn, draw_paper
from assessments.rules.timing import deadline
from lms.people.models import Employee


def open_sitting(*, actor: Employee, quiz: Quiz) -> Sitting:
    """The actor's open sitting of the quiz, or a new one with its paper drawn.

    The paper, the pass mark and the deadline are fixed here: later changes to the quiz or to its
    questions do not reach a sitting that has begun. Raises `CannotStart`.
    """
    with transaction.atomic(durable=True):
        # The row of the employee stands for "their sittings": two presses wait for one another.
        Employee.objects.select_for_update(no_key=True, of=("self",)).get(pk=actor.pk)
        so_far = standing(actor, quiz)
        if so_far.open is not None:
            return so_far.open
        check_can_start(actor, quiz, so_far)
        seed = secrets.randbits(63)
        versions = {version.pk: version for version in pool(quiz)}
        if len(versions) < quiz.draw:
            raise CannotStart(unmet_conditions(actor, quiz, so_far))
        drawn = draw_paper(
            [_candidate(version) for version in versions.values()],
            count=quiz.draw,
            seed=seed,
            shuffle=quiz.shuffle,
        )
        return _write_paper(actor, quiz, so_far.attempts_used + 1, seed, drawn, versions)


def _candidate(version: QuestionVersion) -> Candidate:
    return Candidate(version.pk, kinds.for_kind(version.kind).shuffled(version.content))


def _write_paper(
    actor: Employee,
    quiz: Quiz,
    number: int,
    seed: int,
    drawn: tuple[Drawn, ...],
    versions: dict[int, QuestionVersion],
) -> Sitting:
    now = timezone.now()
    sitting = Sitting.objects.create(
        quiz=quiz,
        employee=actor,
        number=number,
        seed=seed,
        pass_percent=quiz.pass_percent,
        state=SittingState.OPEN,
        started_at=now,
        deadline=deadline(now, minutes=quiz.time_limit_minutes),
        max_score=sum(versions[place.version_id].marks for place in drawn),
    )
    SittingItem.objects.bulk_create(
        SittingItem(
            sitting=sitting,
            position=position,
            version=versions[place.version_id],
            option_order=list(place.option_order),
        )
        for position, place in enumerate(drawn, start=1)
    )
    return sitting
