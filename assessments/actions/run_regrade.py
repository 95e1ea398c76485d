"""What the worker does once a regrade was confirmed. Work that lost its worker goes on with what is
left, because each batch asks what is still to be marked."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import ngettext

from assessments.actions.follow_quarantine import follow_quarantine
from assessments.actions.record_result import record_result
from assessments.enums import SittingState
from assessments.errors import AssessmentError
from assessments.models import ItemMark, Regrade, Sitting
from assessments.queries.regrading import (
    Plan,
    Remark,
    remarks,
    restored_by_regrades,
    to_mark,
)
from lms.jobs.long_work import advance, resume, under_way
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.rules.envelope import Record
from lms.people.models import Employee
from lms.people.policies import check_is_system

# Sittings in one transaction: learners who save or hand in wait for it at most so long.
AT_ONCE = 25


def run_regrade(*, actor: Employee, regrade: Regrade) -> None:
    """Mark every answer to the question once more, a few sittings at a time. For the system alone.

    May run again: what is over, or what another worker moved on lately, stays as it is; of an
    interrupted one only the rest is done."""
    check_is_system(actor)
    regrade.refresh_from_db()
    if not regrade.is_to_do:
        return
    plan = Plan(regrade.question, regrade.version, regrade.mode, until=regrade.created_at)
    with under_way(regrade, refusals=AssessmentError, total=to_mark(plan).count()):
        done = 0
        while keys := _next(plan):
            done += _batch(regrade, plan, keys)
            advance(regrade, min(done, regrade.total))
        follow_quarantine(actor=actor, question=regrade.question, reason=regrade.reason)
        _conclude(regrade, plan)


def _next(plan: Plan) -> list[UUID]:
    return list(dict.fromkeys(to_mark(plan).values_list("sitting_id", flat=True)[:AT_ONCE]))


def _batch(regrade: Regrade, plan: Plan, keys: Sequence[UUID]) -> int:
    """How many items were marked."""
    with transaction.atomic(durable=True):
        locked = Sitting.objects.select_for_update(of=("self",)).filter(pk__in=keys)
        sittings = {
            each.pk: each for each in locked.select_related("quiz", "employee").order_by("pk")
        }
        items = list(
            to_mark(plan).filter(sitting__in=keys).select_related("version", "key_version")
        )
        now, records = timezone.now(), list[Record]()
        found = list(remarks(plan, items))
        for key, of_sitting in groupby(found, lambda each: each.item.sitting_id):
            records += _mark(regrade, plan, sittings[key], list(of_sitting), now)
        record_entries(*records)
    return len(items)


def _mark(
    regrade: Regrade, plan: Plan, sitting: Sitting, found: Sequence[Remark], now: datetime
) -> list[Record]:
    """New marks as new rows where they differ or a person's word counts again, and the next result.
    A sitting that is under way is marked by the key that the item has then, when it is handed in.
    """
    is_over = sitting.state != SittingState.OPEN
    changed = [each for each in found if is_over and (each.is_change or each.is_restored)]
    for each in found:
        each.item.key_version, each.item.is_waived = plan.key_version_of(each.item), plan.is_waiving
        if is_over:
            each.item.mark = each.mark
        each.item.save(update_fields=["key_version", "is_waived", "mark"])
    for each in changed:
        if each.mark is not None:
            _write(regrade, plan, each, each.mark, now)
    if not changed:
        return []
    return record_result(
        sitting, by=regrade.asked_by, cause=plan.cause, now=now, reason=regrade.reason
    )


def _write(regrade: Regrade, plan: Plan, found: Remark, mark: Decimal, now: datetime) -> None:
    """A judgement that counts again stays that of who judged, and may be put right as before; who
    asked for it stands with the result."""
    judged = found.judged
    ItemMark.objects.create(
        item=found.item,
        number=found.item.marks.count() + 1,
        response=found.response,
        mark=mark,
        points=judged.points if judged else [],
        remark=judged.remark if judged else "",
        reason=regrade.reason,
        cause=judged.cause if judged else plan.cause,
        marked_at=now,
        marked_by=judged.marked_by if judged else regrade.asked_by,
    )


def _conclude(regrade: Regrade, plan: Plan) -> None:
    """Says how many marks were written; those that somebody gave meanwhile are not among them."""
    written = {
        "item__version__question": regrade.question,
        "marked_at__gte": regrade.created_at,
        "reason": regrade.reason,
    }
    by_key = ItemMark.objects.filter(cause=plan.cause, marked_by=regrade.asked_by, **written)
    marks = by_key.count() + restored_by_regrades().filter(**written).count()
    with translation.override(regrade.asked_by.language):
        text = ngettext("%(count)d mark was changed.", "%(count)d marks were changed.", marks)
        regrade.outcome = text % {"count": marks}
    regrade.save(update_fields=["outcome"])


def resume_regrades() -> int:
    """Ask once more for work that lost its worker; how many there were."""
    return resume(Regrade, "assessments.tasks.run_regrade", "regrade_id")
