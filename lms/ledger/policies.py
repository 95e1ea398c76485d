"""Who may read the ledger. Its pages show envelopes and proofs to everybody with `SEE`; what the
fields say, and whom they are about, only to who has `READ` where that person stands. Of some
entries a reader sees the proof and nothing else (`kept_from`)."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from lms.ledger.models import Entry
from lms.ledger.registries import closings, directory

SEE, READ = "ledger.view_entry", "ledger.view_sealedfields"


def can_see(reader: Any) -> bool:
    return bool(reader.has_perm(SEE))


def check_can_see(reader: Any) -> None:
    """Raises `PermissionDenied`."""
    if not can_see(reader):
        raise PermissionDenied


def can_read(reader: Any, subject: str | None) -> bool:
    """Whether the reader may know what an entry says that is about `subject`, or about nobody. Not
    what is about themselves: that they are told where it is told everybody, no sooner and no more.
    """
    if not reader.has_perm(READ) or subject == reader.token:
        return False
    return subject is None or not closed_to(reader, [subject])


def kept_from(reader: Any) -> Q:
    """The entries of which the reader sees the proof alone, neither of what kind they are nor who
    recorded them: what is about themselves, and whatever a package closes to them."""
    found = Q(subject=reader.token)
    for closing in closings():
        found |= closing(reader)
    return found


def is_kept_from(reader: Any, entry: Entry) -> bool:
    return Entry.objects.filter(kept_from(reader), log=entry.log, seq=entry.seq).exists()


def closed_to(reader: Any, tokens: Collection[str]) -> Collection[str]:
    """Whose of the tokens the reader must not know."""
    return directory().out_of_reach(reader, tokens, READ)
