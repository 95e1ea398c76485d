from django.db import transaction

from assessments.enums import RegradeMode
from assessments.errors import (
    NotAsShown,
    NothingToRegrade,
    ReasonNotGiven,
    RegradeUnderWay,
)
from assessments.models import Question, Regrade
from assessments.policies.bank import REGRADE
from assessments.policies.regrading import check_can_regrade
from assessments.queries.dry_run import dry_run
from lms.jobs.outbox import enqueue
from lms.people.models import Employee
from lms.people.policies import check_may


def regrade_question(
    *, actor: Employee, question: Question, mode: RegradeMode, reason: str, shown: str
) -> Regrade:
    """Have the answers to a question marked once more by the worker, as a dry run has shown it;
    `shown` is the dry run's digest. Raises `NotAllowed`, `ReasonNotGiven`, `NoKeyReviewed`,
    `RegradeUnderWay`, `OwnRegrade` for who has sat the question, `NotAsShown` where it would come
    out otherwise by now, `NothingToRegrade`.
    """
    check_may(actor, REGRADE)
    if not reason.strip():
        raise ReasonNotGiven
    with transaction.atomic(durable=True):
        kept = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        if kept.regrades.filter(state__in=("waiting", "running")).exists():
            raise RegradeUnderWay
        found = dry_run(kept, mode)
        check_can_regrade(actor, found.plan)
        if found.digest != shown:
            raise NotAsShown
        if not found.touched:
            raise NothingToRegrade
        regrade = Regrade.objects.create(
            question=kept,
            version=found.plan.version,
            mode=mode,
            reason=reason.strip(),
            asked_by=actor,
        )
        enqueue("assessments.tasks.run_regrade", regrade_id=str(regrade.pk))
    return regrade
