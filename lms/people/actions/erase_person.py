from django.db import transaction
from django.utils import timezone

from lms.ledger.actions.erasing import destroy_keys, erasing, forget_old_pages
from lms.ledger.actions.legal_hold import check_not_held
from lms.ledger.errors import AlreadyErased
from lms.people.actions.check_reason import check_reason
from lms.people.actions.empty_person import empty_person, finish_later
from lms.people.errors import CannotBeErasedYet, StillKept
from lms.people.models import Employee
from lms.people.policies import check_can_erase
from lms.people.queries.retention import keepers_of, obstacles_to, schedule, standing


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
        check_may_go(employee, actor=actor, reason=reason)
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


def check_may_go(employee: Employee, *, actor: Employee, reason: str) -> None:
    """All that can be said before. Raises what `erase_person` does."""
    check_can_erase(actor, employee)
    check_reason(reason, [employee.token])
    check_not_held([employee.token])
    if obstacles := obstacles_to(employee):
        raise CannotBeErasedYet(" ".join(obstacles))
    terms = schedule()
    kept = standing(employee, terms)
    if not kept.is_over(timezone.localdate()):
        raise StillKept(str(terms[kept.kept_by].kind.label), kept.free_on)
