from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from lms.ledger.actions.record_entries import record_entries
from lms.ledger.enums import Log
from lms.ledger.models import PendingLook
from lms.ledger.queries.erasures import erased_among
from lms.ledger.rules.envelope import Record, written_time
from lms.ledger.rules.types import LOOK

AT_ONCE = 500


def note_look(*, actor: str, subject: str, what: str, purpose: str) -> None:
    """Write down that somebody opened another's record: one row, before the page is shown. Nobody
    is noted for looking at their own."""
    if actor != subject:
        PendingLook.objects.create(
            at=timezone.now(), actor=actor, subject=subject, what=what, purpose=purpose
        )


def note_looks(*, actor: str, subjects: Iterable[str], what: str, purpose: str) -> None:
    """The same for a page or file about several people, in one insert."""
    now = timezone.now()
    looks = [
        PendingLook(at=now, actor=actor, subject=subject, what=what, purpose=purpose)
        for subject in dict.fromkeys(subjects)
        if subject != actor
    ]
    PendingLook.objects.bulk_create(looks, batch_size=AT_ONCE)


def sequence_looks() -> int:
    """Move the looks noted so far into their log; how many these were."""
    done = 0
    while moved := _move_some():
        done += moved
    return done


def _move_some() -> int:
    with transaction.atomic(durable=True):
        looks = list(PendingLook.objects.select_for_update()[:AT_ONCE])
        erased = erased_among({look.subject for look in looks})
        PendingLook.objects.filter(pk__in=[look.pk for look in looks]).delete()
        record_entries(*(_record(look, look.subject in erased) for look in looks), log=Log.LOOKS)
    return len(looks)


def _record(look: PendingLook, is_erased: bool) -> Record:
    """Of a look that was on its way when somebody was erased, only that it happened is kept."""
    said = {"what": look.what, "purpose": look.purpose, "at": written_time(look.at)}
    return Record(LOOK, look.actor, {} if is_erased else said, subject=look.subject)
