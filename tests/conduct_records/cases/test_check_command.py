"""`manage.py cases check`: the columns that lists are made from say what the steps say."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from conduct_records.models import Case, WaitingIncident
from conduct_records.queries.cases.incidents import incident_number
from conduct_records.rules.cases.packs import Pack
from tests.conduct_records.cases.refusals import later
from tests.factories.cases import MINIMUM_WAGE, CaseWorld, add_pack, case_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> CaseWorld:
    return case_world()


def check() -> str:
    out = StringIO()
    call_command("cases", "check", stdout=out, stderr=StringIO())
    return out.getvalue()


def found() -> str:
    """What it complains of."""
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("cases", "check", stdout=StringIO(), stderr=errors)
    return errors.getvalue()


def alter(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_cases_as_the_actions_leave_them_agree(world: CaseWorld) -> None:
    assert check().startswith("0 cases")
    for stage in (world.opened, world.heard, world.served, world.overturned, world.commended):
        stage()
    assert check().startswith("5 cases")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "'standing'"),
        ("turn", "'hr'"),
        ("points", "7"),
        ("sanction", "'dismissal'"),
        ("due_at", "NULL"),
        ("decider_id", "NULL"),
        ("line", "'red'"),
        ("decided_at", "NULL"),
    ],
)
def test_an_altered_column_is_named_with_its_case(
    world: CaseWorld, column: str, value: str
) -> None:
    world.served()
    wrong = world.served()
    alter(f"UPDATE conduct_records_case SET {column} = {value} WHERE id = {wrong.pk}")
    (line,) = found().splitlines()
    assert line.startswith(f"{wrong.number} {column}: ")


def test_an_altered_missing_or_added_charge_is_found(world: CaseWorld) -> None:
    case = world.charged(None, "Y01", "F1")
    alter("UPDATE conduct_records_charge SET rule_code = 'R01' WHERE rule_code = 'F1'")
    assert found().startswith(f"{case.number} charges: ")
    alter("DELETE FROM conduct_records_charge WHERE rule_code = 'R01'")
    assert found().startswith(f"{case.number} charges: ")


def test_a_report_that_waits_unlisted_is_found_and_one_listed_that_does_not(
    world: CaseWorld,
) -> None:
    incident = world.incident()
    number = incident_number(incident)
    alter("DELETE FROM conduct_records_waitingincident")
    assert found().splitlines() == [f"{number} waits: kept False, the steps say True"]
    world.opened(incident)
    assert check().startswith("1 case")
    WaitingIncident.objects.create(incident=incident)
    assert found().splitlines() == [f"{number} waits: kept True, the steps say False"]


def test_new_regional_rules_make_no_difference(world: CaseWorld) -> None:
    world.investigating()
    world.served()
    with later(days=2):
        add_pack(world.site, Pack(minimum_wage=MINIMUM_WAGE, appeal_days=5))
        check()


def test_a_case_without_steps_is_found(world: CaseWorld) -> None:
    case = world.opened()
    Case.objects.create(
        incident=world.incident(),
        subject=world.subject,
        opened_at=case.opened_at,
        kind="violation",
        state="opened",
        turn="hr",
    )
    assert "steps" in found()
