"""Records of conduct that are erased or fall due, for tests."""

from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import transaction

from conduct_records.models import Case, CaseStep
from conduct_records.rules.cases import steps as said
from lms.ledger.actions.erasing import destroy_keys, erasing
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.actions.verify_ledger import verify
from lms.ledger.enums import Log
from lms.people.models import Employee
from lms.people.registries import DueRecord
from tests.people.erasure import records_named

PACKAGE = "conduct_records"


def erase_record(token: str) -> None:
    with transaction.atomic():
        with erasing():
            found = records_named(PACKAGE).erase_record(token)
        assert found is not None
        actor = Employee.objects.system().token
        destroy_keys(actor=actor, subject=token, records=found.tokens, reason="term over")
    for file in found.files:
        file.storage.delete(file.name)


def due_on(day: date) -> list[DueRecord]:
    records = records_named(PACKAGE)
    months = {kind.name: kind.months for kind in records.kinds}
    return list(records.due(months.__getitem__, day))


def counts() -> Counter[Any]:
    """As charts count: unit, line, month, state, sanction, rule."""
    rows = Case.objects.values_list(
        *("incident__unit", "line", "opened_at__month", "state", "sanction", "points"),
        *("charges__rule_code", "charges__is_proven", "orders_training"),
    )
    steps = CaseStep.objects.values_list("kind", "at", "case__line")
    return Counter(rows) + Counter(steps)


def check_sound() -> str:
    """Neither the columns nor the ledger are found altered."""
    for log in Log:
        sign_checkpoint(log)
    verdict = verify()
    assert verdict.is_sound, verdict.findings
    out = StringIO()
    call_command("cases", "check", stdout=out)
    return out.getvalue()


def signed() -> said.Service:
    return said.Service(said.ServiceWay.SIGNED)
