from collections.abc import Collection

from django.db import transaction

from lms.ledger.actions import repeat_erasures as ledger
from lms.ledger.actions.erasing import erasing, forget_old_pages
from lms.ledger.registries import unemptied_among
from lms.people.actions.empty_person import Emptied, empty_person, finish_later
from lms.people.errors import NotEmptied
from lms.people.models import Employee
from lms.people.policies import check_is_system
from lms.people.registries import all_records


def repeat_erasures(*, actor: Employee, tokens: Collection[str]) -> list[str]:
    """After an older database was restored: what came back of those whose keys were destroyed since
    goes again, whatever terms and holds said at the time of the backup; and it is recorded again.
    The tokens this was done for. For the system alone.

    Raises `NotEmptied`, and changes nothing, where something would be left of them.
    """
    check_is_system(actor)
    with transaction.atomic(durable=True):
        unknown = ledger.unknown_erasures(tokens)
        if unknown:
            _empty(unknown)
        if left := unemptied_among(tokens):
            raise NotEmptied(left)
        repeated = ledger.repeat_erasures(actor=actor.token, tokens=tokens)
    forget_old_pages()
    return repeated


def _empty(tokens: Collection[str]) -> None:
    """People first: what hangs on them goes with them. Then every record by its token, whatever
    state the older database has it in."""
    emptied = Emptied()
    people = Employee.objects.select_for_update(no_key=True).filter(token__in=tokens)
    with erasing():
        for employee in people.order_by("pk"):
            emptied.files += empty_person(employee).files
        for token in tokens:
            for package in all_records():
                if (erased := package.erase_again(token)) is not None:
                    emptied.add(erased)
    finish_later(emptied)
