"""`manage.py ledger checkpoint`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lms.ledger.actions.deliver_checkpoints import file_checkpoints
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.queries.checkpoints import last_checkpoint

help = "Sign what both logs stand at, append it to the checkpoint file, and print it."


def add_arguments(parser: ArgumentParser) -> None:
    pass


def handle(command: BaseCommand, **options: Any) -> None:
    for log in Log:
        sign_checkpoint(log)
    file_checkpoints()
    for log in Log:
        last = last_checkpoint(log)
        command.stdout.write(last.note if last else f"The log of {log} is empty.\n")
