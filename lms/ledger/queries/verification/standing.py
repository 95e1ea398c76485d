"""What stands around the entries: the logs' beginnings, keys, triggers, looks that wait."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from lms.ledger.enums import Fault, Log
from lms.ledger.errors import LedgerError, MasterKeyWrong
from lms.ledger.models import Checkpoint, Entry, Head, Node, PendingLook, SealedFields, SubjectKey
from lms.ledger.queries.keys import master_key, verifier_keys
from lms.ledger.queries.triggers import missing_triggers
from lms.ledger.queries.verification.batches import batches
from lms.ledger.queries.verification.findings import MOST, Finding
from lms.ledger.queries.verification.rows import destroyed_among, keys_at_hand, unwrapped
from lms.ledger.registries import unemptied_among
from lms.ledger.rules.types import HOUSE, KEY_DESTROYED

# A look is sequenced within a minute; after this long, something keeps the worker.
LATE = timedelta(hours=1)
AT_ONCE = 500


def origin_of(log: Log) -> str | None:
    return Head.objects.filter(log=log).values_list("origin", flat=True).first()


def check_heads() -> Iterator[Finding]:
    """A log is named after the key that signs it, or after what this installation is called."""
    names = {settings.LEDGER_ORIGIN, *(key.name for key in verifier_keys())}
    for log in Log:
        if origin_of(log) not in {f"{name}/{log}" for name in names}:
            yield Finding(Fault.HEAD, log)


def check_logs() -> Iterator[Finding]:
    """Rows of a log that does not exist."""
    for model in (Head, Entry, Node, Checkpoint, SealedFields):
        strange = model._default_manager.exclude(log__in=Log.values).order_by("pk")
        for (key,) in strange.values_list("pk")[:MOST]:
            place = " ".join(str(part) for part in (key if isinstance(key, tuple) else (key,)))
            yield Finding(Fault.STRANGE_LOG, detail=f"{model._meta.db_table} {place}")


def check_triggers() -> Iterator[Finding]:
    for table in missing_triggers():
        yield Finding(Fault.TRIGGERS, detail=table)


def usable_master_key() -> tuple[bytes | None, list[Finding]]:
    """The master key, where it is there and opens a key at all."""
    try:
        master = master_key()
    except LedgerError as refusal:
        return None, [Finding(Fault.MASTER_KEY, detail=str(refusal))]
    some = list(SubjectKey.objects.values_list("token", "wrapped")[:MOST])
    if some and not any(unwrapped(master, *row) for row in some):
        return None, [Finding(Fault.MASTER_KEY, detail=str(MasterKeyWrong.message))]
    return master, []


def check_keys(master: bytes) -> Iterator[Finding]:
    """Every key opens, and none is there that was destroyed."""
    rows: Any = SubjectKey.objects.order_by("pk").values_list("token", "wrapped")
    for token, wrapped in rows.iterator():
        if unwrapped(master, token, wrapped) is None:
            yield Finding(Fault.KEY_ALTERED, detail=str(token))
    destroyed = Entry.objects.filter(
        log=Log.RECORDS, type=KEY_DESTROYED, subject__in=SubjectKey.objects.values("token")
    )
    tokens = set(destroyed.values_list("subject", flat=True))
    for seq in sorted(destroyed_among(tokens, keys_at_hand(master, [HOUSE])).values()):
        yield Finding(Fault.KEY_BACK, Log.RECORDS, seq)


def check_emptied(master: bytes) -> Iterator[Finding]:
    """Nothing is stored in the clear of what was erased, such as rows that came back with an older
    backup."""
    keys = keys_at_hand(master, [HOUSE])
    said = Entry.objects.filter(log=Log.RECORDS, type=KEY_DESTROYED).order_by("seq")
    for tokens in batches(said.values_list("subject", flat=True).iterator(), AT_ONCE):
        for row in unemptied_among(list(destroyed_among(set(tokens), keys))):
            yield Finding(Fault.NOT_EMPTIED, detail=row)


def late_looks() -> list[str]:
    """Words about looks that nobody has sequenced."""
    count = PendingLook.objects.filter(at__lt=timezone.now() - LATE).count()
    if not count:
        return []
    words = ngettext(
        "%(count)d look at a record has waited for more than an hour: is the worker running?",
        "%(count)d looks at records have waited for more than an hour: is the worker running?",
        count,
    )
    return [words % {"count": count}]
