"""Whose key was destroyed, as the entries say."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from lms.ledger.enums import Log
from lms.ledger.models import Entry, SealedFields
from lms.ledger.rules.types import HOUSE, KEY_DESTROYED
from lms.ledger.rules.verification import opens_as_erasure


def erased_among(tokens: Collection[Any]) -> set[str]:
    """Those of the tokens that an entry calls erased. Enough to refuse something, not to excuse it:
    anybody who may add rows to the database can write such an entry."""
    return {token for token in _said(tokens).values_list("subject", flat=True) if token}


def proven_erasures(tokens: Collection[Any], house: bytes) -> dict[str, int]:
    """Those of the tokens that were erased, with the number of the first entry that says so and
    opens with the house's key, which only the ledger itself can seal with."""
    said = list(_said(tokens).order_by("seq").values_list("subject", "seq", "envelope"))
    blobs = SealedFields.objects.filter(
        log=Log.RECORDS, seq__in=[seq for __, seq, __ in said], key=HOUSE
    )
    sealed = dict(blobs.values_list("seq", "sealed")) if said else {}
    found: dict[str, int] = {}
    for token, seq, public in said:
        if token and token not in found and opens_as_erasure(token, public, sealed.get(seq), house):
            found[token] = seq
    return found


def _said(tokens: Collection[Any]) -> QuerySet[Entry]:
    known = {token for token in tokens if token is not None}
    return Entry.objects.filter(log=Log.RECORDS, type=KEY_DESTROYED, subject__in=known)
