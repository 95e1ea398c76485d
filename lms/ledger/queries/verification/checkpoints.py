"""What was signed before, in the database and in the file outside it, against what stands now."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from lms.ledger.enums import Fault, Log
from lms.ledger.models import Checkpoint
from lms.ledger.queries.keys import verifier_keys
from lms.ledger.queries.tree import nodes_at
from lms.ledger.queries.verification.batches import batches
from lms.ledger.queries.verification.findings import Finding
from lms.ledger.queries.verification.rows import size_now, sizes_beyond
from lms.ledger.queries.verification.standing import origin_of
from lms.ledger.rules.tree import Span, needed, root_of
from lms.ledger.rules.verification import open_own_checkpoint
from lms.ledger.rules.verifier import LARGEST_NOTE
from lms.ledger.rules.verifier import Checkpoint as Signed

AT_ONCE = 200
_MOST_LINES = 100


class Stated(NamedTuple):
    """What a checkpoint says of the log, and where it was found."""

    log: Log
    signed: Signed
    place: str


def check_stored(log: Log, origin: str | None) -> Iterator[Finding]:
    """The checkpoints in the database; `origin` is the log's own name."""
    rows = Checkpoint.objects.filter(log=log).order_by("size").values_list("size", "note")
    keys = verifier_keys()
    for batch in batches(rows.iterator(AT_ONCE), AT_ONCE):
        stated = []
        for size, note in batch:
            signed = open_own_checkpoint(note, keys)
            if signed is None or (signed.origin, signed.size) != (origin, size):
                yield Finding(Fault.CHECKPOINT, log, detail=_at(size))
            else:
                stated.append(Stated(log, signed, _at(size)))
        yield from _check_roots(log, stated)
    for size in sizes_beyond(log):
        yield Finding(Fault.CHECKPOINT_BEYOND, log, detail=_at(size))


def check_filed() -> Iterator[Finding]:
    """Those in the checkpoint file: they are there still when the end of a log was deleted together
    with its checkpoints."""
    path, keys = Path(settings.LEDGER_CHECKPOINT_FILE), verifier_keys()
    if not path.exists():
        return
    origins = {origin_of(log): log for log in Log}
    for batch in batches(notes_in(path), AT_ONCE):
        stated = []
        for line, note in batch:
            place = _("%(file)s, line %(line)d") % {"file": path.name, "line": line}
            signed = open_own_checkpoint(note, keys)
            if signed is None or signed.origin not in origins:
                yield Finding(Fault.CHECKPOINT, detail=place)
            else:
                stated.append(Stated(origins[signed.origin], signed, place))
        for log in Log:
            own = [each for each in stated if each.log == log]
            yield from _check_roots(log, own)
            yield from _check_sizes(log, own)


def notes_in(path: Path) -> Iterator[tuple[int, str]]:
    """The notes of a checkpoint file with the numbers of their first lines: each is a text, an
    empty line, its signatures, and an empty line after it."""
    lines: list[str] = []
    number = 0
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(iter(lambda: file.readline(LARGEST_NOTE), ""), 1):
            if (line == "\n" and "\n" in lines) or len(lines) > _MOST_LINES:
                yield number - len(lines), "".join(lines)
                lines = []
            else:
                lines.append(line)
    if lines:
        yield number - len(lines) + 1, "".join(lines)


def _check_roots(log: Log, stated: Iterable[Stated]) -> Iterator[Finding]:
    """Against the stored tree: that it is the entries' own was seen before."""
    stated = list(stated)
    nodes = nodes_at(log, needed(Span(0, each.signed.size) for each in stated))
    for each in stated:
        if _root(each.signed.size, nodes) not in (each.signed.root, None):
            yield Finding(Fault.CHECKPOINT_ROOT, log, detail=each.place)


def _check_sizes(log: Log, stated: Iterable[Stated]) -> Iterator[Finding]:
    """The size is read after the checkpoints, so that newer entries are no matter."""
    size = size_now(log)
    for each in stated:
        if each.signed.size > size:
            place = f"{each.place}, {_at(each.signed.size)}"
            yield Finding(Fault.CHECKPOINT_BEYOND, log, size, place)


def _root(size: int, nodes: Mapping[Any, bytes]) -> bytes | None:
    """None where nodes are missing, which is told elsewhere."""
    try:
        return root_of(size, nodes)
    except KeyError:
        return None


def _at(size: Any) -> str:
    return _("checkpoint at %(size)s entries") % {"size": size}
