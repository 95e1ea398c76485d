"""`manage.py ledger erase STAFF_NO --reason …`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.ledger.actions.erase_subject import erase_subject
from lms.ledger.management.people import actor_token, token_of

help = "Destroy somebody's key: what the ledger holds about them can never be read again."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("staff_no", metavar="STAFF_NO")
    parser.add_argument("--reason", required=True)
    parser.add_argument("--actor", metavar="STAFF_NO", help="who decided; the system unless given")


def handle(
    command: BaseCommand, *, staff_no: str, reason: str, actor: str | None, **options: Any
) -> None:
    subject, by = token_of(staff_no), actor_token(actor)
    if sys.stdin.isatty() and input(f"This cannot be undone. Type {staff_no} again: ") != staff_no:
        raise CommandError("Nothing was erased.")
    seq = erase_subject(actor=by, subject=subject, reason=reason)
    command.stdout.write(f"The key of {staff_no} is destroyed; entry {seq} says so.")
    command.stdout.write("Backups made before keep it until they are renewed: run script/backup.")
