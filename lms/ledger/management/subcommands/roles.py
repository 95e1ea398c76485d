"""`manage.py ledger roles NAME`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from lms.ledger.actions.grant_rights import grant_rights

help = "PostgreSQL, by the tables' owner: give the site's account what it needs, and no more."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the account the site connects with")


def handle(command: BaseCommand, *, name: str, **options: Any) -> None:
    with translation.override("en"):  # as everything that is said while the site starts
        grant_rights(name)
    command.stdout.write(f"{name} can add evidence and can neither change it nor lift its guards.")
