"""What saving an answer reads, in one statement. Written by hand: having the ORM put it together
took longer than everything else that a save does."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.dateparse import parse_datetime

from assessments.models import QuestionVersion, Sitting, SittingItem

# Columns in the order of the models' fields, as `from_db` wants them.
ITEM = ("id", "position", "option_order", "closed_at")
VERSION = ("id", "kind", "content", "key")
SITTING = (
    *("id", "employee_id", "late_policy", "grace_seconds", "state", "deadline", "epoch"),
    "submitted_by_id",
)
_FIND = """
SELECT i.id, i.position, i.option_order, i.closed_at,
    v.id, v.kind, v.content, v.key,
    s.id, s.employee_id, s.late_policy, s.grace_seconds, s.state, s.deadline, s.epoch,
    s.submitted_by_id,
    n.id, n.item_id, n.epoch, n.revision, n.answer, n.saved_at, n.lateness, n.counts,
    c.id, c.item_id, c.epoch, c.revision, c.answer, c.saved_at, c.lateness, c.counts
FROM assessments_sittingitem i
JOIN assessments_sitting s ON s.id = i.sitting_id
JOIN assessments_questionversion v ON v.id = i.version_id
LEFT JOIN assessments_response n ON n.id = (
    SELECT r.id FROM assessments_response r WHERE r.item_id = i.id
    ORDER BY r.epoch DESC, r.revision DESC, r.id DESC LIMIT 1
)
LEFT JOIN assessments_response c ON c.client_id = %s
WHERE i.sitting_id = %s AND i.position = %s
"""
_LOCKED = _FIND + "FOR NO KEY UPDATE OF s"
_AS_SEEN = """(
    SELECT %s FROM assessments_sittingitem i
    WHERE i.id = %s AND (i.closed_at IS NULL OR %s) AND NOT EXISTS (
        SELECT 1 FROM assessments_response r
        WHERE r.item_id = i.id AND (r.epoch, r.revision, r.id) > (%s, %s, %s)
    )
)"""


@dataclass(frozen=True)
class Saving:
    """A kept answer, as it is read beside its item."""

    id: int
    item: int
    epoch: int
    revision: int
    answer: Any
    saved_at: datetime
    lateness: str
    counts: bool


@dataclass(frozen=True)
class ItemToAnswer:
    """An item with its sitting, which is locked, and its version, as far as saving needs them; the
    newest saving of the item, and the saving, of whatever item, that has the client id."""

    item: SittingItem
    newest: Saving | None
    same: Saving | None


def item_to_answer(sitting_id: UUID, position: int, client_id: UUID) -> ItemToAnswer | None:
    """One statement, whatever else is on the paper."""
    waits = connection.features.has_select_for_no_key_update
    with connection.cursor() as cursor:
        cursor.execute(
            _LOCKED if waits else _FIND, [_written(client_id), _written(sitting_id), position]
        )
        if (row := cursor.fetchone()) is None:
            return None
    item, version, sitting = row[:4], row[4:8], row[8:16]
    found = SittingItem.from_db(connection.alias, ITEM, _read(item, json=2, moment=3))
    found.version = QuestionVersion.from_db(connection.alias, VERSION, _read(version, json=2))
    found.version.key = json.loads(found.version.key)
    found.key_version = None  # which key counts is nothing to somebody who still answers
    found.sitting = Sitting.from_db(connection.alias, SITTING, _read(sitting, moment=5))
    return ItemToAnswer(found, _saving(row[16:24]), _saving(row[24:]))


def unless_overtaken(found: ItemToAnswer, revision: int) -> Any:
    """The revision, for the INSERT after `item_to_answer`; NULL, which the table refuses, where the
    item is no longer as it was seen.

    PostgreSQL waits for the lock of the sitting with the eyes of the moment before: what the one
    who held it saved or closed meanwhile is not among what `item_to_answer` found. The INSERT comes
    after the wait and sees it. On SQLite nobody else writes from BEGIN on.
    """
    if not connection.features.has_select_for_no_key_update:
        return revision
    item, newest = found.item, found.newest
    seen = (newest.epoch, newest.revision, newest.id) if newest else (-1, -1, -1)
    return RawSQL(_AS_SEEN, [revision, item.pk, item.closed_at is not None, *seen])  # noqa: S611


def _saving(row: Sequence[Any]) -> Saving | None:
    if row[0] is None:
        return None
    return Saving(*_read(row, json=4, moment=5))


def _read(row: Sequence[Any], **places: int) -> list[Any]:
    """The values of a row, where `json` and `moment` stand read from what the database gives."""
    values = list(row)
    if (place := places.get("json")) is not None:
        values[place] = json.loads(values[place])
    if (place := places.get("moment")) is not None:
        values[place] = _moment(values[place])
    return values


def _moment(value: str | datetime | None) -> datetime | None:
    """SQLite keeps UTC without saying so."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _written(value: UUID) -> UUID | str:
    return value if connection.features.has_native_uuid_field else value.hex
