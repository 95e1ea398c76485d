"""`manage.py ledger repeat_erasures KEYS_FILE`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.ledger.actions.repeat_erasures import repeat_erasures
from lms.ledger.registries import directory

help = "Part of script/restore: record again the erasures that came after the backup."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="KEYS_FILE", help="subject-keys.json of the keys folder")


def handle(command: BaseCommand, *, file: str, **options: Any) -> None:
    repeated = repeat_erasures(actor=directory().system_token(), tokens=_destroyed(file))
    command.stdout.write(f"{len(repeated)} erasures were recorded again.")


def _destroyed(file: str) -> list[str]:
    try:
        tokens = json.loads(Path(file).read_text(encoding="utf-8"))["destroyed"]
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError):
        tokens = None
    if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
        raise CommandError(f"{file} is no subject-keys.json of a keys folder.")
    return tokens
