"""What no page of the ledger shows and none of its bundles opens: who reported something, and who
witnessed it."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.ledger.queries.entries import Disclosures, disclosures_of
from lms.ledger.registries import closed_sights, type_named
from lms.ledger.rules.sealing import CannotOpen
from lms.ledger.rules.texts import texts_within
from lms.ledger.rules.types import HOUSE


def confidential_in(entry: Entry, said: Mapping[str, Any]) -> frozenset[str]:
    """The names of the fields, and of parts of fields, that stay closed; `said` is by field."""
    known = type_named(entry.type)
    if known is None:
        return frozenset()
    closed = frozenset(known.confidential)
    hides = known.hides_text(entry.case) if known.hides_text and entry.case else None
    if hides is None:
        return closed
    return closed | {
        field
        for field, value in said.items()
        if any(hides(field, text) for text in texts_within(value))
    }


def values_of(disclosures: Disclosures) -> dict[str, Any]:
    """By field; what was erased is left out."""
    return {name: each.value for name, each in disclosures.items() if each}


def hides_actor(entry: Entry, said: Mapping[str, Any]) -> bool:
    """Whether whoever recorded it would be told as the one who reported: in entries from before
    that was a closed field."""
    hides = _actor_hidden_by(entry)
    return hides is not None and hides(said)


def _actor_hidden_by(entry: Entry) -> Callable[[Mapping[str, Any]], bool] | None:
    """What says so; None where that can never be."""
    known = type_named(entry.type)
    return known.hides_actor if known and entry.actor != HOUSE else None


def names_somebody(entry: Entry, said: Mapping[str, Any]) -> bool:
    """Whether the envelope itself tells, by a token that other entries have too, who reported or
    witnessed something: it is in no bundle."""
    known = type_named(entry.type)
    tells = known.tells_by_key if known else None
    return (
        hides_actor(entry, said)
        or hides_subject(entry, said)
        or (tells is not None and tells(json.loads(entry.envelope)))
    )


def hides_subject(entry: Entry, said: Mapping[str, Any]) -> bool:
    """Whether it is a look at somebody *as* the one who reported or witnessed something."""
    return entry.log == Log.LOOKS and said.get("what") in closed_sights()


def closed_actors(entries: Sequence[Entry]) -> set[int]:
    """Of those entries whose actor is not shown, the numbers; no query where none is of a kind of
    which that can be."""
    asked = [entry for entry in entries if _actor_hidden_by(entry)]
    if not asked:
        return set()
    opened: Mapping[int, Disclosures] = {}
    with suppress(CannotOpen):
        opened = disclosures_of(asked)
    return {
        entry.seq for entry in asked if hides_actor(entry, values_of(opened.get(entry.seq, {})))
    }
