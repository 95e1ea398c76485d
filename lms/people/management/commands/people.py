import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.people.actions.erase_person import check_may_go, erase_person
from lms.people.actions.erase_record import check_record_may_go, erase_record
from lms.people.actions.repeat_erasures import repeat_erasures
from lms.people.actions.work_out_retention import work_out_retention
from lms.people.models import Employee, KeptUntil
from lms.people.models.employee import normalised_staff_number
from lms.people.queries.retention import due_records
from lms.ui.errors import Refusal

AFTERWARDS = (
    "Files go as soon as the background worker runs. Backups made before still hold what was "
    "erased: run script/backup, and delete the older ones."
)


class Command(BaseCommand):
    help = (
        "Erase people and records whose retention is over. With two database accounts: the owner's."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        found = parser.add_subparsers(dest="subcommand", required=True, metavar="COMMAND")
        erase = found.add_parser("erase", help="all that is kept about one person")
        erase.add_argument("staff_no", metavar="STAFF_NO")
        due = found.add_parser("erase-due", help="everybody and everything whose terms are over")
        due.add_argument("--dry-run", action="store_true", help="say who and what, erase nothing")
        for parser in (erase, due):
            parser.add_argument("--reason", required=True, help="kept for good: name nobody in it")
            parser.add_argument("--actor", metavar="STAFF_NO", help="who decided; else the system")
        again = found.add_parser(
            "repeat-erasures", help="part of script/restore: erase again what came back"
        )
        again.add_argument("file", metavar="KEYS_FILE", help="subject-keys.json of the keys folder")

    def handle(self, *, subcommand: str, **options: Any) -> None:
        handlers: dict[str, Callable[..., None]] = {
            "erase": self.erase,
            "erase-due": self.erase_due,
            "repeat-erasures": self.repeat_erasures,
        }
        try:
            handlers[subcommand](**options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def erase(self, *, staff_no: str, reason: str, actor: str | None, **options: Any) -> None:
        employee, by = _person(staff_no), _actor(actor)
        question = f"This cannot be undone. Type {staff_no} again: "
        if sys.stdin.isatty() and input(question) != staff_no:
            raise CommandError("Nothing was erased.")
        seq = erase_person(actor=by, employee=employee, reason=reason)
        self.stdout.write(f"{staff_no} is erased; entry {seq} says so.")
        self.stdout.write(AFTERWARDS)

    def erase_due(self, *, reason: str, actor: str | None, dry_run: bool, **options: Any) -> None:
        """A refusal, such as a legal hold, is said and passed over."""
        said: dict[str, Any] = {"actor": _actor(actor), "reason": reason}
        today = timezone.localdate()
        work_out_retention(actor=Employee.objects.system())
        done = 0
        due = KeptUntil.objects.filter(free_on__lte=today, employee__erased_at=None)
        for employee in Employee.objects.filter(kept_until__in=due).order_by("pk"):
            check = partial(check_may_go, employee, **said)
            erase = partial(erase_person, employee=employee, **said)
            done += self._try(employee.staff_number, check if dry_run else erase)
        for record in list(due_records(today)):
            check = partial(check_record_may_go, record, **said)
            erase = partial(erase_record, token=record.token, **said)
            done += self._try(f"{record.kind} {record.token}", check if dry_run else erase)
        self.stdout.write(f"{done} would be erased." if dry_run else f"{done} erased. {AFTERWARDS}")

    def _try(self, what: str, act: Callable[[], object]) -> bool:
        try:
            act()
        except Refusal as refusal:
            self.stdout.write(f"{what}: {refusal}")
            return False
        self.stdout.write(what)
        return True

    def repeat_erasures(self, *, file: str, **options: Any) -> None:
        repeated = repeat_erasures(actor=Employee.objects.system(), tokens=_destroyed(file))
        self.stdout.write(f"{len(repeated)} erasures were made again.")


def _person(staff_no: str) -> Employee:
    found = Employee.objects.filter(staff_number=normalised_staff_number(staff_no)).first()
    if found is None:
        raise CommandError("Nobody has this staff number.")
    return found


def _actor(staff_no: str | None) -> Employee:
    return _person(staff_no) if staff_no else Employee.objects.system()


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
