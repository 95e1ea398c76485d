"""`manage.py ledger prove SEQ`."""

from argparse import ArgumentParser
from base64 import b64encode
from typing import Any

from django.core.management.base import BaseCommand

from lms.ledger.enums import Log
from lms.ledger.queries.entries import entry_at
from lms.ledger.queries.tree import inclusion_proof, root_at, size_of
from lms.ledger.rules.verifier import is_included, leaf_hash

help = "Show that an entry is in the tree: the hashes that lead from it to the root."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("seq", type=int, metavar="SEQ", help="the entry's number")
    parser.add_argument("--log", choices=Log.values, default=Log.RECORDS)


def handle(command: BaseCommand, *, seq: int, log: str, **options: Any) -> None:
    entry, size = entry_at(Log(log), seq), size_of(Log(log))
    leaf, proof = leaf_hash(entry.envelope.encode()), inclusion_proof(Log(log), seq, size)
    root = root_at(Log(log), size)
    command.stdout.write(f"entry {seq} of {size}, log of {log}")
    command.stdout.write(f"leaf  {b64encode(leaf).decode()}")
    for step in proof:
        command.stdout.write(f"      {b64encode(step).decode()}")
    command.stdout.write(f"root  {b64encode(root).decode()}")
    if not is_included(seq, size, leaf, proof, root):
        raise SystemExit("The proof does not lead to the root: run `manage.py ledger verify`.")
    command.stdout.write("The proof leads from the entry to the root.")
