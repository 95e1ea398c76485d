"""A small ledger with something of everything, and changing it past the program and its guards."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import contextmanager
from secrets import token_bytes
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from lms.ledger.actions.deliver_checkpoints import file_checkpoints
from lms.ledger.actions.install_triggers import install_triggers, lift_triggers
from lms.ledger.actions.note_look import note_look, sequence_looks
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.models import AppendOnly, Entry, Node, SealedFields
from lms.ledger.queries.tree import frontier_of, size_of
from lms.ledger.registries import EntryType, record_type
from lms.ledger.rules.envelope import Disclosure, Record, envelope
from lms.ledger.rules.verifier import leaf_hash
from tests.ledger.erasures import erase_subject

ROWS: dict[str, Record] = {}
PAPERS = 9


class Papers:
    """Business rows of the tests' own: what stands in `ROWS`."""

    fleeting: Collection[str] = ("unit",)

    def cases(self) -> Iterable[str]:
        return list(ROWS)

    def records_of(self, cases: Collection[str]) -> Mapping[str, Record]:
        return {case: ROWS[case] for case in cases if case in ROWS}


def register_papers() -> None:
    fields = {"score": "score", "unit": "unit", "parts": "parts"}
    record_type(EntryType("test.paper", "Paper", fields, evidence=Papers()))


def forget_papers() -> None:
    ROWS.clear()
    record_type(EntryType("test.paper", "Paper"))


def thing(subject: str | None, **keys: str) -> Record:
    fields = {"name": "林小满", "mark": 3}
    return Record("test.thing", "actor", fields, subject, new_case(), keys)


def new_case() -> str:
    new_case.count += 1  # type: ignore[attr-defined]
    return f"case-{new_case.count}"  # type: ignore[attr-defined]


new_case.count = 0  # type: ignore[attr-defined]


def append(*records: Record) -> list[int]:
    with transaction.atomic():
        return record_entries(*records)


def append_papers(count: int = PAPERS) -> None:
    """Each with its business row."""
    for number in range(count):
        case = new_case()
        fields = {"score": number, "unit": "North Gate", "parts": ["a", {"b": None}]}
        ROWS[case] = Record("test.paper", "actor", fields, "hers", case)
        append(ROWS[case])


def forge(record: Record, sealed: Collection[str] = (), seq: int | None = None) -> int:
    """An entry that fits the tree, appended by somebody who may add rows to the database and has no
    key; with noise for what nobody can open. Or, with `seq`, that entry once more."""
    number = size_of(Log.RECORDS)
    fields = {name: Disclosure.of(value) for name, value in record.fields.items()}
    moment = timezone.now()
    public = envelope(record, moment, fields).decode()
    blobs: dict[str, Any] = {key: token_bytes(90) for key in sealed}
    if seq is not None:
        old = Entry.objects.get(log=Log.RECORDS, seq=seq)
        public, moment = old.envelope, old.recorded_at
        rows = SealedFields.objects.filter(log=Log.RECORDS, seq=seq)
        blobs = dict(rows.values_list("key", "sealed"))
    found = json.loads(public)
    columns = {name: found[name] for name in ("type", "subject", "actor", "case")}
    nodes = frontier_of(Log.RECORDS, number).append(leaf_hash(public.encode()))
    Entry.objects.create(
        log=Log.RECORDS, seq=number, envelope=public, recorded_at=moment, **columns
    )
    for (level, index), digest in nodes:
        Node.objects.create(log=Log.RECORDS, level=level, index=index, hash=digest)
    for key, blob in blobs.items():
        SealedFields.objects.create(log=Log.RECORDS, seq=number, key=key, sealed=blob)
    return number


def make_world() -> None:
    """Two logs, people with keys and one without, three checkpoints, also in the file."""
    append(thing("hers"), thing("his", mark="witness"), thing(None))
    sign_checkpoint(Log.RECORDS)
    append(thing("gone"), thing("gone", name="hers"))
    append_papers()
    sign_checkpoint(Log.RECORDS)
    erase_subject(actor="actor", subject="gone", reason="the time is over")
    append(thing("his"), thing("hers"))
    for who in ("hers", "his", "hers"):
        note_look(actor="actor", subject=who, what="record", purpose="a question")
    sequence_looks()
    for log in Log:
        sign_checkpoint(log)
    file_checkpoints()


@contextmanager
def past_the_guards(*tables: str) -> Any:
    """The triggers are away while somebody is at work, and back afterwards."""
    lift_triggers(connection, *(tables or [model._meta.db_table for model in evidence()]))
    yield
    install_triggers()


def evidence() -> Sequence[type[AppendOnly]]:
    """The ledger's own tables of evidence."""
    from django.apps import apps

    found = apps.get_app_config("ledger").get_models()
    return [model for model in found if issubclass(model, AppendOnly)]


def columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields if field.column]


def execute(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def tamper(statement: str, *values: Any) -> None:
    """Run it with the triggers out of the way."""
    with past_the_guards():
        execute(statement, *values)
