from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import transaction

from lms.jobs.outbox import enqueue, forget_finished, take_up_again
from lms.ledger.actions.erasing import forget_old_pages
from lms.ledger.actions.note_look import sequence_looks
from lms.people.actions.empty_person import FINISH
from lms.people.models import Employee
from lms.people.policies import check_is_system

FORGET = "lms.people.tasks.forget_erasure"


def finish_erasure(*, actor: Employee, files: Iterable[tuple[str, str]]) -> None:
    """What follows an erasure once it is committed: the files go, looks that were on their way are
    recorded without what they say, sessions end. May run again. For the system alone."""
    check_is_system(actor)
    for storage, name in files:
        storages[storage].delete(name)
    sequence_looks()
    _end_sessions()
    cache.clear()
    forget_old_pages()
    with transaction.atomic(durable=True):
        enqueue(FORGET)


def forget_erasure(*, actor: Employee) -> None:
    """The task above names files; once it is over, so is that."""
    check_is_system(actor)
    forget_finished(but=FINISH)
    forget_old_pages()


def keep_erasures(*, actor: Employee) -> int:
    """Take up again what failed, or lost its worker; how many there were."""
    check_is_system(actor)
    return take_up_again(FINISH)


def _end_sessions() -> None:
    """Those of people who were erased; what nobody can read any more goes as well."""
    erased = set(Employee.objects.exclude(erased_at=None).values_list("pk", flat=True))
    stale = []
    for session in Session.objects.iterator():
        held = session.get_decoded()
        pk = str(held.get("_auth_user_id", ""))
        if not held or (pk.isdecimal() and int(pk) in erased):
            stale.append(session.pk)
    for start in range(0, len(stale), 500):
        Session.objects.filter(pk__in=stale[start : start + 500]).delete()
