from django.db import transaction
from django.utils import timezone

from assessments.models import Quiz, StatisticsSnapshot
from assessments.queries.statistics.snapshots import compute, fingerprint, is_fresh
from assessments.rules.statistics import figures
from lms.people.models import Employee
from lms.people.policies import check_is_system


def make_statistics(*, actor: Employee, quiz: Quiz, attempts: str) -> None:
    """Work out the statistics of a quiz and keep them. May run again and by several at once: what
    is already as new as it can be stays. The fingerprint is taken before the papers are read, so
    that a result that comes meanwhile shows what is kept to be old.

    Raises `lms.people.errors.NotAllowed` for anybody but the system.
    """
    check_is_system(actor)
    if is_fresh(quiz, attempts):
        return
    results, now = fingerprint(quiz), timezone.now()
    statistics, __ = compute(quiz, attempts)
    with transaction.atomic(durable=True):
        StatisticsSnapshot.objects.update_or_create(
            quiz=quiz,
            attempts=attempts,
            defaults={
                "content": figures.written(statistics),
                "results": results,
                "computed_at": now,
            },
        )
