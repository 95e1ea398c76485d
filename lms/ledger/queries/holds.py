"""Legal holds: the last entry about somebody says whether one is in force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from lms.ledger.enums import Log
from lms.ledger.models import Entry
from lms.ledger.queries.entries import disclosures_of
from lms.ledger.rules.types import HOLD_LIFTED, HOLD_PLACED

KINDS = (HOLD_PLACED, HOLD_LIFTED)


@dataclass(frozen=True)
class Hold:
    """A hold in force: on whose records, why, since when, and by whom."""

    subject: str
    reason: str
    placed_at: datetime
    actor: str


def hold_on(subject: str) -> str | None:
    """The reason of the hold on somebody's records; None where there is none."""
    found = holds_on([subject]).get(subject)
    return found.reason if found else None


def holds_on(subjects: Collection[str]) -> dict[str, Hold]:
    """The holds in force on the records of these, by token; four queries at most."""
    return _in_force(_said().filter(subject__in=subjects))


def holds_in_force() -> list[Hold]:
    """All of them, the newest first."""
    return sorted(_in_force(_said()).values(), key=lambda hold: hold.placed_at, reverse=True)


def _said() -> QuerySet[Entry]:
    return Entry.objects.filter(log=Log.RECORDS, type__in=KINDS)


def _in_force(said: QuerySet[Entry]) -> dict[str, Hold]:
    newest = said.order_by().values("subject").annotate(newest=Max("seq")).values("newest")
    placed = list(_said().filter(seq__in=newest, type=HOLD_PLACED))
    opened = disclosures_of(placed)
    found = {}
    for entry in placed:
        reason = opened[entry.seq]["reason"]
        words = str(reason.value) if reason else _("its reason can no longer be read")
        if entry.subject is not None:
            found[entry.subject] = Hold(entry.subject, words, entry.recorded_at, entry.actor)
    return found
