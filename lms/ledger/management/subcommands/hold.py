"""`manage.py ledger hold STAFF_NO --reason …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lms.ledger.actions.legal_hold import lift_hold, place_hold
from lms.ledger.management.people import actor_token, token_of

help = "Place a legal hold on somebody's records, or lift it: while it stands, nobody erases them."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("staff_no", metavar="STAFF_NO")
    parser.add_argument("--reason", required=True)
    parser.add_argument("--lift", action="store_true", help="lift the hold instead")
    parser.add_argument("--actor", metavar="STAFF_NO", help="who decided; the system unless given")


def handle(
    command: BaseCommand,
    *,
    staff_no: str,
    reason: str,
    lift: bool,
    actor: str | None,
    **options: Any,
) -> None:
    act = lift_hold if lift else place_hold
    seq = act(actor=actor_token(actor), subject=token_of(staff_no), reason=reason)
    command.stdout.write(f"Recorded as entry {seq}.")
