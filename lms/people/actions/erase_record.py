from django.db import transaction
from django.utils import timezone

from lms.ledger.actions.erasing import destroy_keys, erasing, forget_old_pages
from lms.ledger.actions.legal_hold import check_not_held
from lms.people.actions.check_reason import check_reason
from lms.people.actions.empty_person import Emptied, finish_later
from lms.people.errors import NotAllowed, RecordNotDue
from lms.people.models import Employee
from lms.people.policies import can_erase_record
from lms.people.queries.retention import due_record, subject_of
from lms.people.registries import DueRecord, all_records


def erase_record(*, actor: Employee, token: str, reason: str) -> int:
    """A single record whose term is over while its people stay, such as a case long spent: emptied
    as `erase_person` does it, and its keys destroyed. The number of the ledger's entry about it.

    Raises `RecordNotDue`, `NotAllowed`, `ReasonMissing`, `ReasonNames`, `OnLegalHold`,
    `MayNotErase`.
    """
    with transaction.atomic(durable=True):
        record = due_record(token, timezone.localdate())
        if record is None:
            raise RecordNotDue
        check_record_may_go(record, actor=actor, reason=reason)
        with erasing():
            emptied = empty_record(token)
        finish_later(emptied)
        seq = destroy_keys(
            actor=actor.token,
            subject=token,
            records=emptied.tokens,
            reason=reason,
            held=record.keepers,
        )
    forget_old_pages()
    return seq


def check_record_may_go(record: DueRecord, *, actor: Employee, reason: str) -> None:
    """All that can be said before. Raises what `erase_record` does."""
    if not can_erase_record(actor, subject_of(record)):
        raise NotAllowed
    check_reason(reason, record.keepers)
    check_not_held(record.keepers)


def empty_record(token: str) -> Emptied:
    """Has the package do it that has the record. In the caller's transaction, inside `erasing`.
    Raises `RecordNotDue` where none has."""
    emptied = Emptied()
    for package in all_records():
        if (erased := package.erase_record(token)) is not None:
            emptied.add(erased)
            return emptied
    raise RecordNotDue
