"""`manage.py ledger disclose SEQ FIELD…`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.ledger.actions.note_look import note_look
from lms.ledger.enums import Log
from lms.ledger.queries.bundles import bundle_of, bundle_text
from lms.ledger.queries.entries import disclosures_of, entry_at
from lms.ledger.registries import directory

help = "Write a bundle that shows these fields of an entry, with proof, and keeps the others."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("seq", type=int, metavar="SEQ", help="the entry's number")
    parser.add_argument("fields", nargs="*", metavar="FIELD", help="what to show; none: nothing")
    parser.add_argument("--log", choices=Log.values, default=Log.RECORDS)
    parser.add_argument("--to", metavar="FILE", help="instead of the standard output")
    parser.add_argument("--purpose", default="ledger disclose", help="kept with the look")


def handle(
    command: BaseCommand,
    *,
    seq: int,
    fields: list[str],
    log: str,
    to: str | None,
    purpose: str,
    **options: Any,
) -> None:
    entry = entry_at(Log(log), seq)
    known = disclosures_of([entry])[seq]
    if unknown := [name for name in fields if name not in known]:
        raise CommandError(f"Entry {seq} has no field {unknown[0]}; it has: {', '.join(known)}.")
    if erased := [name for name in fields if known[name] is None]:
        raise CommandError(f"The key of {erased[0]} was destroyed; nobody can show it any more.")
    text = bundle_text(bundle_of([entry], fields))
    if to:
        _write(to, "")  # nobody saw what could not be written: then no look is noted either
    if entry.subject and fields:
        actor = directory().system_token()
        note_look(actor=actor, subject=entry.subject, what="ledger disclose", purpose=purpose)
    if to:
        _write(to, text)
    else:
        command.stdout.write(text, ending="")


def _write(file: str, text: str) -> None:
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
