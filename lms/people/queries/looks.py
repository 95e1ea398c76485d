"""Who looked at somebody's record, as they read it."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from lms.ledger.models import Entry
from lms.ledger.queries.confidence import hides_actor, values_of
from lms.ledger.queries.entries import Disclosures, disclosures_of
from lms.ledger.rules.sealing import CannotOpen
from lms.people.queries.directory import names_of


@dataclass(frozen=True)
class Look:
    """Somebody opened a record: what of it, for what purpose, and when."""

    who: str
    what: str
    purpose: str
    at: datetime | None


def looks_read(entries: Sequence[Entry], *, closed: Collection[str] = ()) -> list[Look]:
    """Recorded looks in the reader's words, but for those whose actor nobody may know and for looks
    at what is `closed`; one that was altered says so. The same number of queries whatever theirs
    is, unless one was altered."""
    opened = _opened(entries)
    said = {entry.seq: values_of(opened.get(entry.seq, {})) for entry in entries}
    shown = [
        entry
        for entry in entries
        if not hides_actor(entry, said[entry.seq]) and said[entry.seq].get("what") not in closed
    ]
    names = names_of({entry.actor for entry in shown})
    return [
        Look(
            who=names.get(entry.actor) or _("somebody who was erased"),
            what=_in_words(said[entry.seq].get("what")),
            purpose=_in_words(said[entry.seq].get("purpose")),
            at=parse_datetime(said[entry.seq].get("at", "")),
        )
        if entry.seq in opened
        else Look("—", _("was altered and does not open any more"), "—", None)
        for entry in shown
    ]


def _opened(entries: Sequence[Entry]) -> Mapping[int, Disclosures]:
    """By number; without those that were altered."""
    try:
        return disclosures_of(entries)
    except CannotOpen:
        found: dict[int, Disclosures] = {}
        for entry in entries:
            with suppress(CannotOpen):
                found |= disclosures_of([entry])
        return found


def _in_words(text: str | None) -> str:
    """Kept in English, shown in the reader's language."""
    return _(text) if text else "—"
