"""Reading the stored rows as they are, chunk by chunk, without believing them: a column may hold
anything that somebody wrote past this program."""

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import (
    ExpressionWrapper,
    F,
    Max,
    PositiveBigIntegerField,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Coalesce

from lms.ledger.enums import Log
from lms.ledger.errors import EntryNotFound
from lms.ledger.models import Checkpoint, Entry, Node, SealedFields, SubjectKey
from lms.ledger.queries.erasures import erased_among, proven_erasures
from lms.ledger.queries.verification.findings import MOST
from lms.ledger.rules.sealing import CannotOpen, unwrap_key
from lms.ledger.rules.tree import Position
from lms.ledger.rules.types import HOUSE
from lms.ledger.rules.verification import KeysAtHand, read_envelope
from lms.ledger.rules.verifier import leaf_hash

# Entries at a time: enough for the queries not to count, and a few megabytes.
CHUNK = 2000
LARGEST = 2**63 - 1


def starts(start: int) -> dict[Log, int]:
    """Where either log is to be read from, for a verification from entry `start` on: looks from the
    same time on. Raises `EntryNotFound`."""
    if not start:
        return dict.fromkeys(Log, 0)
    rows = entries_from(Log.RECORDS, start, 1)
    if not rows or rows[0].seq != start:
        raise EntryNotFound
    public = read_envelope(rows[0].envelope)
    looks = Entry.objects.filter(log=Log.LOOKS).order_by("seq")
    since = looks.filter(recorded_at__gte=public.moment) if public else looks
    first = since.values_list("seq", flat=True).first()
    return {Log.RECORDS: start, Log.LOOKS: size_now(Log.LOOKS) if first is None else first}


def size_now(log: Log) -> int:
    """As `size_of`, also where a number is none: SQLite takes text and puts it last."""
    found = _in_order(log).values_list("seq", flat=True).first()
    return 0 if found is None else found + 1


def _in_order(log: Log) -> QuerySet[Entry]:
    return Entry.objects.filter(log=log, seq__lte=LARGEST).order_by("-seq")


class StoredEntry(NamedTuple):
    seq: Any
    envelope: Any
    type: Any
    recorded_at: Any  # without a zone where the database has none
    subject: Any
    actor: Any
    case: Any


def entries_from(log: Log, start: int, count: int = CHUNK) -> list[StoredEntry]:
    """So many of the entries numbered `start` or higher, in order."""
    rows = Entry.objects.filter(log=log, seq__gte=start).order_by("seq")
    # Without the conversion that a time that is none would stop.
    moment = ExpressionWrapper(F("recorded_at"), output_field=TextField())
    columns = "seq", "envelope", "type", moment, "subject", "actor", "case"
    return [StoredEntry(*row) for row in rows.values_list(*columns)[:count]]


def leaves_at(log: Log, before: int, moment: datetime) -> dict[bytes, int]:
    """The leaf hashes of the entries of this moment before the one numbered so, with the first
    number of each."""
    rows = Entry.objects.filter(log=log, seq__lt=before, recorded_at=moment).order_by("-seq")
    return {leaf_hash(text.encode()): seq for seq, text in rows.values_list("seq", "envelope")}


def nodes_completed(log: Log, start: int, end: int) -> dict[Position, Any]:
    """The stored nodes whose last leaf lies in the range."""
    levels = range(end.bit_length())
    ranges = [(level, start >> level, end >> level) for level in levels]
    wanted = reduce(
        or_,
        (Q(level=level, index__gte=a, index__lt=b) for level, a, b in ranges if a < b),
    )
    rows = Node.objects.filter(wanted, log=log).values_list("level", "index", "hash")
    return {Position(level, index): found for level, index, found in rows.iterator(CHUNK)}


def sealed_between(log: Log, start: int, end: int) -> dict[Any, dict[Any, Any]]:
    """What was sealed for these entries: by entry number and token."""
    rows = SealedFields.objects.filter(log=log, seq__gte=start, seq__lt=end)
    found: dict[Any, dict[Any, Any]] = {}
    for seq, key, sealed in rows.values_list("seq", "key", "sealed").iterator(CHUNK):
        found.setdefault(seq, {})[key] = sealed
    return found


def keys_at_hand(master: bytes, tokens: Collection[Any]) -> KeysAtHand:
    """The tokens' keys and the house's; those without a key are looked for among the erased."""
    opened: dict[str, bytes] = {}
    broken: set[str] = set()
    rows = SubjectKey.objects.filter(token__in={HOUSE, *tokens}).values_list("token", "wrapped")
    for token, wrapped in rows:
        if key := unwrapped(master, token, wrapped):
            opened[token] = key
        else:
            broken.add(token)
    keys = KeysAtHand(opened, {}, broken)
    keys.destroyed = destroyed_among(set(tokens) - opened.keys() - broken, keys)
    return keys


def destroyed_among(tokens: Collection[Any], keys: KeysAtHand) -> dict[str, int]:
    """As `proven_erasures`. Where the house's key does not open, which is told by itself, what the
    entries say has to do."""
    if not tokens:
        return {}
    if HOUSE in keys.broken:
        return dict.fromkeys(erased_among(tokens), LARGEST)
    return proven_erasures(tokens, keys.opened[HOUSE]) if HOUSE in keys.opened else {}


def unwrapped(master: bytes, token: Any, wrapped: Any) -> bytes | None:
    try:
        return unwrap_key(master, token, wrapped)
    except (CannotOpen, TypeError, AttributeError):
        return None


# Each of these is one statement and so of one moment, whoever appends meanwhile.


def has_stray_nodes(log: Log) -> bool:
    last = Node.objects.filter(log=log).values("level").annotate(last=Max("index"), size=_size(log))
    return any(
        type(level) is not int or type(index) is not int or index >= size >> level
        for level, index, size in last.values_list("level", "last", "size")
    )


def first_stray_sealed(log: Log) -> Any | None:
    """The number of the first entry that has values and does not exist."""
    beyond = SealedFields.objects.filter(log=log, seq__gte=_size(log))
    return beyond.order_by("seq").values_list("seq", flat=True).first()


def sizes_beyond(log: Log) -> list[Any]:
    """The sizes of checkpoints that state more entries than there are."""
    beyond = Checkpoint.objects.filter(log=log, size__gt=_size(log)).order_by("size")
    return list(beyond.values_list("size", flat=True)[:MOST])


def _size(log: Log) -> Coalesce:
    newest = Subquery(_in_order(log).values("seq")[:1])
    return Coalesce(newest + 1, 0, output_field=PositiveBigIntegerField())
