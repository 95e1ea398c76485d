from django.db import transaction
from django.utils import timezone

from lms.ledger.actions.erasing import destroy_keys, erasing, forget_old_pages
from lms.ledger.errors import AlreadyErased, OnLegalHold
from lms.ledger.queries.holds import hold_on
from lms.people.actions.check_reason import check_reason
from lms.people.actions.empty_person import empty_person, finish_later
from lms.people.errors import CannotBeErasedYet, StillKept
from lms.people.models import Employee
from lms.people.policies import check_can_erase
from lms.people.queries.retention import (
    keepers_of,
    kind_label,
    months_by_kind,
    obstacles_to,
    standing,
)


def erase_person(*, actor: Employee, employee: Employee, reason: str) -> int:
    """Nothing that is kept says any more who somebody was: rows are emptied or deleted in all
    packages, files go, the ledger's keys are destroyed; proofs and figures stay. The number of the
    ledger's entry about it, which keeps the reason. It cannot be undone.

    Raises `NotAllowed`, `CannotEraseOneself`, `ReasonMissing`, `ReasonNames`, `AlreadyErased`,
    `OnLegalHold`, `StillKept`, `CannotBeErasedYet`; `MayNotErase` where the database's account has
    no right to it.
    """
    with transaction.atomic(durable=True):
        employee = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
        if employee.erased_at is not None:
            raise AlreadyErased
        check_can_erase(actor, employee)
        check_reason(reason, [employee.token])
        check_is_free(employee)
        token, keepers = employee.token, keepers_of(employee)
        with erasing():
            emptied = empty_person(employee)
        finish_later(emptied)
        seq = destroy_keys(
            actor=actor.token,
            subject=token,
            records=emptied.tokens,
            reason=reason,
            held=keepers,
        )
    forget_old_pages()
    return seq


def check_is_free(employee: Employee) -> None:
    """Raises `OnLegalHold`, `CannotBeErasedYet`, `StillKept`."""
    if (hold := hold_on(employee.token)) is not None:
        raise OnLegalHold(hold)
    if obstacles := obstacles_to(employee):
        raise CannotBeErasedYet(" ".join(obstacles))
    kept = standing(employee, months_by_kind())
    if not kept.is_over(timezone.localdate()):
        raise StillKept(kind_label(kept.kept_by), kept.free_on)
