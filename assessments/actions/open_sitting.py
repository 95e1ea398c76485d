import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assessments.enums import SittingState
from assessments.errors import CannotStart
from assessments.models import Quiz, Sitting, SittingItem
from assessments.policies.sitting import check_can_start, unmet_conditions
from assessments.queries import Blueprint, blueprint, seen_questions, standing
from assessments.rules.drawing import Drawn, draw_paper
from assessments.rules.timing import deadline
from lms.people.models import Employee


def open_sitting(*, actor: Employee, quiz: Quiz, device: UUID | None = None) -> Sitting:
    """The actor's open sitting of the quiz, or a new one with its paper drawn, held by `device`.

    The paper, the pass mark, the policy for late answers and the deadline are fixed here: later
    changes to the quiz or to its questions do not reach a sitting that has begun. A resit gets
    questions that the learner has not seen, as far as the bank has them. Raises `CannotStart`.
    """
    with transaction.atomic(durable=True):
        # The row of the employee stands for "their sittings": two presses wait for one another.
        Employee.objects.select_for_update(no_key=True, of=("self",)).get(pk=actor.pk)
        so_far = standing(actor, quiz)
        if so_far.open is not None:
            return so_far.open
        plan = blueprint(quiz)
        check_can_start(actor, quiz, so_far, plan)
        now = timezone.now()
        ends_at = deadline(
            now,
            minutes=quiz.time_limit_minutes,
            extra_minutes=so_far.extra_minutes,
            closes_at=quiz.closes_at,
        )
        if ends_at <= now:  # it closed just now
            raise CannotStart(unmet_conditions(actor, quiz, so_far, plan))
        seed = secrets.randbits(63)
        drawn = draw_paper(
            plan.sections,
            seed=seed,
            shuffle_questions=quiz.shuffle_questions,
            shuffle_options=quiz.shuffle_options,
            seen=seen_questions(actor, quiz),
        )
        sitting = Sitting(
            quiz=quiz,
            employee=actor,
            number=so_far.attempts_used + 1,
            seed=seed,
            started_at=now,
            deadline=ends_at,
            device=device,
        )
        return _write_paper(sitting, plan, drawn)


def _write_paper(sitting: Sitting, plan: Blueprint, drawn: tuple[Drawn, ...]) -> Sitting:
    quiz, versions = sitting.quiz, plan.versions
    sitting.state = SittingState.OPEN
    sitting.pass_percent = quiz.pass_percent
    sitting.marking_distance = quiz.marking_distance
    sitting.late_policy, sitting.grace_seconds = quiz.late_policy, quiz.grace_seconds
    sitting.sections = [
        {"title": row.title, "title_en": row.title_en, "min_percent": row.min_percent}
        for row in plan.rows
    ]
    sitting.max_score = sum(versions[place.version_id].marks for place in drawn)
    sitting.save(force_insert=True)
    SittingItem.objects.bulk_create(
        SittingItem(
            sitting=sitting,
            position=position,
            section=place.section,
            version=versions[place.version_id],
            option_order=list(place.option_order),
        )
        for position, place in enumerate(drawn, start=1)
    )
    return sitting
