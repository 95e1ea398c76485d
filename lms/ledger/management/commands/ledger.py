from argparse import ArgumentParser
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.ledger.errors import LedgerError
from lms.ledger.management import subcommands

MODULES: dict[str, ModuleType] = {
    module.name: import_module(f"{subcommands.__name__}.{module.name}")
    for module in iter_modules(subcommands.__path__)
}


class Command(BaseCommand):
    """Each subcommand is a module with `help`, `add_arguments(parser)`, `handle(command, …)`."""

    help = "Verify, prove, disclose, sign and erase: the ledger from the command line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        found = parser.add_subparsers(dest="subcommand", required=True, metavar="COMMAND")
        for name, module in MODULES.items():
            module.add_arguments(found.add_parser(name, help=module.help, description=module.help))

    def handle(self, *, subcommand: str, **options: Any) -> None:
        try:
            MODULES[subcommand].handle(self, **options)
        except LedgerError as refusal:
            raise CommandError(str(refusal)) from refusal
