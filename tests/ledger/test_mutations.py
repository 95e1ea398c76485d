"""Whatever is changed in the ledger's tables, verification finds it and says where."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, models, transaction
from django.utils import translation

from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Fault, Log
from lms.ledger.models import (
    Checkpoint,
    Entry,
    ErasurePermit,
    Head,
    Node,
    PendingLook,
    SealedFields,
    SubjectKey,
    VerificationRun,
)
from lms.ledger.queries.verification.findings import Finding
from tests.ledger.tampering import (
    columns,
    evidence,
    execute,
    forget_papers,
    make_world,
    past_the_guards,
    register_papers,
)

pytestmark = pytest.mark.django_db

COLUMNS = [(model, column) for model in evidence() for column in columns(model)]
# No evidence: a look on its way to the log, the outcome of a verification, and what stands only
# within the transaction of an erasure.
PASSING = {ErasurePermit, PendingLook, VerificationRun}
MOST_OTHERS = 2


@pytest.fixture(autouse=True)
def world(checkpoint_file: Any) -> Iterator[None]:
    register_papers()
    make_world()
    with translation.override("en"):
        yield
    forget_papers()


def test_the_ledger_verifies_as_it_is() -> None:
    verdict = verify()
    assert verdict.is_sound, verdict.in_words


def test_every_table_is_evidence_or_known_to_be_none() -> None:
    assert set(apps.get_app_config("ledger").get_models()) == {*evidence(), *PASSING}


@pytest.mark.parametrize(
    ("model", "column"), COLUMNS, ids=[f"{m.__name__}.{c}" for m, c in COLUMNS]
)
def test_a_changed_column_is_found(model: type[models.Model], column: str) -> None:
    rows = rows_of(model)
    tried = 0
    for row in chosen(rows):
        if model is SealedFields and column == "sealed" and row["key"] == "gone":
            continue  # nobody can tell any more what it said
        for value in other_values(model, column, row, rows):
            if (findings := findings_after(model, column, row, value)) is None:
                continue
            tried += 1
            assert any(names_place(each, model, row, value) for each in findings), (
                row,
                value,
                [str(each) for each in findings],
            )
    assert tried >= 2


def test_a_ciphertext_whose_key_was_destroyed_is_the_exception() -> None:
    row = next(row for row in rows_of(SealedFields) if row["key"] == "gone")
    assert findings_after(SealedFields, "sealed", row, b"anything") == []


def rows_of(model: type[models.Model]) -> list[dict[str, Any]]:
    names = columns(model)
    quoted = ", ".join(f'"{name}"' for name in names)
    found = execute(f'SELECT {quoted} FROM "{model._meta.db_table}" ORDER BY {quoted}')
    return [dict(zip(names, row, strict=True)) for row in found]


def chosen(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """First, last, some in between, and those that an erasure touches."""
    touched = [row for row in rows if "gone" in row.values()]
    return [
        *{id(row): row for row in (*rows[:: max(1, len(rows) // 3)], rows[-1], *touched)}.values()
    ]


def other_values(
    model: type[models.Model], column: str, row: dict[str, Any], rows: list[dict[str, Any]]
) -> list[Any]:
    """Values near the right one and far from it, and those of other rows."""
    old = row[column]
    field = next(each for each in model._meta.local_concrete_fields if each.column == column)
    found = [*near(old), *(other[column] for other in rows[:: max(1, len(rows) // MOST_OTHERS)])]
    if "gone" not in found and column == "key":
        found.append("gone")
    if field.null:
        found += [None, "somebody"]
    return [value for value in found if value != old]


def near(old: Any) -> list[Any]:
    match old:
        case bytes() if old:
            return [flipped(old, 0), flipped(old, len(old) - 1), old[:-1], old + b"\0", b""]
        case str():
            return [old[:-1], old[:-1] + chr(ord(old[-1]) ^ 1), f"x{old[1:]}", old.swapcase(), ""]
        case int():
            return [old + 1000, old + 1]
        case datetime():
            return [old + timedelta(microseconds=1), old - timedelta(days=1)]
    return []


def flipped(old: bytes, at: int) -> bytes:
    return old[:at] + bytes([old[at] ^ 1]) + old[at + 1 :]


class Undone(Exception):
    pass


def findings_after(
    model: type[models.Model], column: str, row: dict[str, Any], value: Any
) -> list[Finding] | None:
    """What verification says with this one value changed; None where the database cannot hold it.
    Everything is as before afterwards."""
    found = None
    where = " AND ".join(
        f'"{name}" IS NULL' if each is None else f'"{name}" = %s' for name, each in row.items()
    )
    params = [each for each in row.values() if each is not None]
    try:
        with transaction.atomic():
            with past_the_guards(model._meta.db_table):
                execute(
                    f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE {where}',
                    value,
                    *params,
                )
            assert rows_of(model) != [] and row not in rows_of(model)
            found = verify().findings
            raise Undone
    except (IntegrityError, DataError, Undone):
        return found


def names_place(found: Finding, model: type[models.Model], row: dict[str, Any], new: Any) -> bool:
    assert found.fault != Fault.TRIGGERS
    match model.__name__:
        case Entry.__name__ | SealedFields.__name__:
            return (found.log, found.seq) == (row["log"], row["seq"])
        case Node.__name__:
            last_leaf = (row["index"] + 1 << row["level"]) - 1
            return (found.log, found.seq) == (row["log"], last_leaf)
        case Checkpoint.__name__:
            return any(f" {size}" in found.detail for size in (row["size"], new))
        case SubjectKey.__name__:
            return found.detail in (row["token"], new) or found.fault == Fault.KEY_MISSING
        case Head.__name__:
            return found.fault == Fault.HEAD and found.log == Log(row["log"])
    raise AssertionError(f"say where a change in {model} is to be found")
