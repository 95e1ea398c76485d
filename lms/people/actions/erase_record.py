from django.db import transaction
from django.utils import timezone

from lms.ledger.actions.erasing import destroy_keys, erasing, forget_old_pages
from lms.ledger.errors import OnLegalHold
from lms.ledger.queries.holds import holds_on
from lms.people.actions.check_reason import check_reason
from lms.people.actions.empty_person import Emptied, finish_later
from lms.people.errors import NotAllowed, RecordNotDue
from lms.people.models import Employee
from lms.people.policies import can_erase_record
from lms.people.queries.retention import due_record
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
        check_can_erase_record(actor, record)
        check_reason(reason, record.keepers)
        with erasing():
            emptied = empty_record(token)
        if emptied is None:
            raise RecordNotDue
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


def check_can_erase_record(actor: Employee, record: DueRecord) -> None:
    """Raises `NotAllowed`, `OnLegalHold`."""
    subject = Employee.objects.filter(token=record.subject).first() if record.subject else None
    if not can_erase_record(actor, subject):
        raise NotAllowed
    for hold in holds_on(record.keepers).values():
        raise OnLegalHold(hold.reason)


def empty_record(token: str) -> Emptied | None:
    """Has the package do it that has the record; None where none has. In the caller's transaction,
    inside `erasing`."""
    for package in all_records():
        erased = package.erase_record(token)
        if erased is not None:
            emptied = Emptied()
            emptied.add(erased)
            return emptied
    return None
