"""On PostgreSQL the site's account cannot touch what guards the evidence."""

import os
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from lms.ledger.actions.record_entries import record_entries
from lms.ledger.actions.sign_checkpoint import sign_checkpoint
from lms.ledger.enums import Log
from lms.ledger.models import Entry, SubjectKey
from lms.ledger.queries.triggers import guarded_tables, missing_triggers
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import HOLD_PLACED
from lms.people.models import Employee
from tests.factories.people import EmployeeFactory, UnitFactory

pytestmark = [
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
    pytest.mark.django_db(transaction=True),
]

ATTEMPTS = [
    "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_no_change",
    "ALTER TABLE ledger_entry OWNER TO CURRENT_USER",
    "ALTER TABLE ledger_entry RENAME TO ledger_other",
    "DROP TRIGGER ledger_no_change ON ledger_entry",
    "CREATE TRIGGER a BEFORE INSERT ON ledger_entry EXECUTE FUNCTION ledger_refuse()",
    "CREATE RULE a AS ON INSERT TO ledger_entry DO INSTEAD NOTHING",
    "DROP FUNCTION ledger_refuse() CASCADE",
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql "
    "AS 'BEGIN RETURN NEW; END'",
    "DROP TABLE ledger_entry",
    "CREATE TABLE other (id int)",
    "DROP SCHEMA public CASCADE",
    "TRUNCATE ledger_entry",
    "TRUNCATE people_employee CASCADE",
    "UPDATE ledger_entry SET envelope = ''",
    "UPDATE ledger_entry SET log = 'looks'",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_subjectkey SET wrapped = ''",
    "UPDATE ledger_subjectkey SET token = 'x'",
    "UPDATE ledger_head SET log = 'x'",
    "SET session_replication_role = replica",
]


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def connect_as(user: str) -> str:
    """The account used until now."""
    connection.close()
    before = connection.settings_dict["USER"]
    connection.settings_dict["USER"] = user
    return str(before)


@pytest.fixture
def account(transactional_db: None) -> Iterator[str]:
    """An account that may sign in and nothing else."""
    name = f"lms_site_{os.getpid()}"
    password = connection.settings_dict["PASSWORD"] or "any"
    execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
    yield name
    execute(f"DROP OWNED BY {name}", f"DROP ROLE {name}")


@pytest.fixture
def as_site(account: str) -> Iterator[str]:
    """The product is connected with the account, once it has its rights."""
    record_something()
    call_command("ledger", "roles", account, stdout=StringIO())
    owner = connect_as(account)
    yield account
    connect_as(owner)


def record_something() -> None:
    with transaction.atomic():
        record_entries(Record(HOLD_PLACED, "actor", {"reason": "a claim"}, subject="hers"))


def test_the_site_works(as_site: str) -> None:
    employee = EmployeeFactory.create()
    Employee.objects.filter(pk=employee.pk).update(last_login=None)
    record_something()
    assert sign_checkpoint(Log.RECORDS) is not None
    assert Entry.objects.count() == 2
    with transaction.atomic():
        assert SubjectKey.objects.select_for_update().get(token="hers").delete()[0] == 1
    unit = UnitFactory.create()
    unit.delete()
    assert missing_triggers() == []


def test_the_guards_stay_where_they_are(as_site: str) -> None:
    for attempt in ATTEMPTS:
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner|never changed"):
            execute(attempt)
    assert missing_triggers() == []
    assert Entry.objects.count() == 1


def test_no_other_table_of_evidence_is_left_out(as_site: str) -> None:
    execute("GRANT ALL ON ledger_entry TO CURRENT_USER")  # without effect
    for guarded in guarded_tables():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege(%(t)s, 'UPDATE'), has_table_privilege(%(t)s, 'DELETE'),"
                " has_table_privilege(%(t)s, 'TRUNCATE'), has_table_privilege(%(t)s, 'INSERT')",
                {"t": guarded.table},
            )
            assert cursor.fetchone() == (False, guarded.can_be_destroyed, False, True)


def test_a_table_that_comes_later_can_be_read_and_added_to_at_once(account: str) -> None:
    call_command("ledger", "roles", account, stdout=StringIO())
    execute("CREATE TABLE later (id serial)")
    owner = connect_as(account)
    try:
        execute("INSERT INTO later DEFAULT VALUES", "SELECT * FROM later")
        with pytest.raises(DatabaseError, match="permission denied"):
            execute("DELETE FROM later")
    finally:
        connect_as(owner)


def test_rights_that_were_too_wide_are_taken_back(account: str) -> None:
    execute(
        f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {account}",
        f"GRANT ALL ON SCHEMA public TO {account}",
        "GRANT ALL ON ledger_entry TO PUBLIC",
    )
    call_command("ledger", "roles", account, stdout=StringIO())
    owner = connect_as(account)
    try:
        for statement in ("TRUNCATE ledger_entry", "DELETE FROM ledger_entry", "CREATE TABLE x ()"):
            with pytest.raises(DatabaseError, match="permission denied"):
                execute(statement)
    finally:
        connect_as(owner)


@pytest.mark.parametrize("power", ["SUPERUSER", "CREATEROLE", "REPLICATION"])
def test_an_account_that_could_help_itself_is_refused(account: str, power: str) -> None:
    execute(f"ALTER ROLE {account} {power}")
    with pytest.raises(CommandError, match="could lift the guards"):
        call_command("ledger", "roles", account)


def test_an_account_that_may_become_the_owner_is_refused(account: str) -> None:
    owner = f"{account}_owner"
    execute(f"CREATE ROLE {owner}", f"ALTER TABLE ledger_entry OWNER TO {owner}")
    try:
        execute(f"GRANT {owner} TO {account}")
        with pytest.raises(CommandError, match="could lift the guards"):
            call_command("ledger", "roles", account)
    finally:
        execute(
            "ALTER TABLE ledger_entry OWNER TO CURRENT_USER",
            f"DROP OWNED BY {owner}",
            f"DROP ROLE {owner}",
        )


def test_an_account_that_is_none_is_said() -> None:
    with pytest.raises(CommandError, match="has no account nobody_here"):
        call_command("ledger", "roles", "nobody_here")
