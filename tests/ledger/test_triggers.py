"""The database itself refuses changes of evidence."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from lms.ledger.actions.install_triggers import install_triggers, lift_triggers
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.checks import obstacles
from lms.ledger.models import Entry, SubjectKey
from lms.ledger.queries.triggers import guarded_tables, missing_triggers
from lms.ledger.rules.envelope import Record
from lms.ledger.rules.types import HOLD_PLACED

TABLES = [each.table for each in guarded_tables()]
on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'")
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'")


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def record_something() -> None:
    with transaction.atomic():
        record_entries(Record(HOLD_PLACED, "actor", {"reason": "a claim"}, subject="hers"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET actor = 'x'",
        "UPDATE ledger_entry SET actor = actor",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_node WHERE level = 0",
        "UPDATE ledger_sealedfields SET key = 'x'",
        "UPDATE ledger_subjectkey SET token = 'x'",
        "UPDATE ledger_head SET origin = 'x' WHERE log = 'looks'",
        "INSERT INTO ledger_head (log, origin) VALUES ('looks', 'x') "
        "ON CONFLICT (log) DO UPDATE SET origin = 'x'",
    ],
)
def test_sql_cannot_change_evidence(statement: str) -> None:
    record_something()
    with pytest.raises(IntegrityError, match="evidence is never changed"), transaction.atomic():
        execute(statement)
    assert Entry.objects.get().actor == "actor"


@pytest.mark.django_db
def test_keys_can_be_deleted() -> None:
    record_something()
    execute("DELETE FROM ledger_subjectkey WHERE token = 'hers'")
    assert not SubjectKey.objects.filter(token="hers").exists()


@on_sqlite
@pytest.mark.django_db
def test_replacing_is_refused() -> None:
    with pytest.raises(IntegrityError, match="DELETE of ledger_head"), transaction.atomic():
        execute("INSERT OR REPLACE INTO ledger_head (log, origin) VALUES ('looks', 'x')")


@on_postgres
@pytest.mark.django_db
def test_tables_of_evidence_cannot_be_emptied() -> None:
    for statement in ("TRUNCATE ledger_subjectkey", "TRUNCATE assessments_question CASCADE"):
        with pytest.raises(IntegrityError, match="never changed: TRUNCATE"), transaction.atomic():
            execute(statement)


@on_postgres
@pytest.mark.django_db
def test_a_session_that_plays_the_replica_is_refused_too() -> None:
    record_something()
    with pytest.raises(IntegrityError, match="never changed: DELETE"), transaction.atomic():
        execute("SET LOCAL session_replication_role = replica", "DELETE FROM ledger_entry")


@pytest.mark.django_db
def test_every_table_of_evidence_is_guarded() -> None:
    assert missing_triggers() == []
    assert install_triggers() == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_a_missing_trigger_is_noticed_and_put_back(table: str) -> None:
    lift_triggers(connection, table)
    assert missing_triggers() == [table]
    assert "manage.py migrate" in obstacles()[0]
    assert table in obstacles()[0]
    assert install_triggers() == [table]
    assert missing_triggers() == []


@on_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    "altered",
    [
        "BEFORE UPDATE ON ledger_entry WHEN NEW.seq > 1000 "
        "BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END",
        "BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END",
        "BEFORE UPDATE ON ledger_head BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END",
    ],
)
def test_an_altered_trigger_is_noticed_on_sqlite(altered: str) -> None:
    name = "ledger_entry_no_update"
    execute(f"DROP TRIGGER {name}", f"CREATE TRIGGER {name} {altered}")
    assert missing_triggers() == ["ledger_entry"]
    install_triggers()
    assert missing_triggers() == []


REPLACED = "CREATE OR REPLACE TRIGGER ledger_no_change BEFORE"
EXECUTE = "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
ALWAYS = "ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_no_change"
HARMLESS = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"


@on_postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    "alteration",
    [
        ["ALTER TABLE ledger_entry DISABLE TRIGGER ledger_no_change"],
        ["ALTER TABLE ledger_entry ENABLE TRIGGER ledger_no_change"],
        ["ALTER TABLE ledger_entry DISABLE TRIGGER ALL"],
        [f"{REPLACED} UPDATE ON ledger_entry {EXECUTE}", ALWAYS],
        [
            f"{REPLACED} UPDATE OF case OR DELETE ON ledger_entry {EXECUTE}".replace(
                "case", '"case"'
            ),
            ALWAYS,
        ],
        [
            f"{REPLACED} UPDATE OR DELETE ON ledger_entry FOR EACH ROW WHEN (OLD.seq > 1000) "
            "EXECUTE FUNCTION ledger_refuse()",
            ALWAYS,
        ],
        [
            f"CREATE FUNCTION harmless() {HARMLESS}",
            f"{REPLACED} UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION harmless()",
            ALWAYS,
        ],
    ],
)
def test_an_altered_trigger_is_noticed_on_postgres(alteration: list[str]) -> None:
    execute(*alteration)
    assert missing_triggers() == ["ledger_entry"]
    install_triggers()
    assert missing_triggers() == []


@on_postgres
@pytest.mark.django_db
def test_an_altered_function_is_noticed() -> None:
    execute(f"CREATE OR REPLACE FUNCTION ledger_refuse() {HARMLESS}")
    assert missing_triggers() == TABLES
    install_triggers()
    assert missing_triggers() == []


@pytest.mark.django_db(transaction=True)
def test_altering_a_table_keeps_rows_and_migrating_brings_the_triggers_back() -> None:
    """SQLite rebuilds the table for it, and loses its triggers."""
    record_something()
    before = list(Entry.objects.values())
    old = Entry._meta.get_field("actor")
    new = models.CharField(max_length=60)
    new.set_attributes_from_name("actor")
    new.model = Entry
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, old, new)
    assert missing_triggers() == (["ledger_entry"] if connection.vendor == "sqlite" else [])
    assert list(Entry.objects.values()) == before
    call_command("migrate", verbosity=0)
    assert missing_triggers() == []
    with pytest.raises(IntegrityError):
        execute("UPDATE ledger_entry SET actor = 'x'")


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_must_may_rewrite_evidence() -> None:
    record_something()
    with pytest.raises(IntegrityError), connection.schema_editor():
        execute("UPDATE ledger_entry SET actor = 'x'")
    with connection.schema_editor() as editor:
        lift_triggers(editor.connection, "ledger_entry")
        execute("UPDATE ledger_entry SET actor = 'x'")
    assert Entry.objects.get().actor == "x"
    call_command("migrate", verbosity=0)
    with pytest.raises(IntegrityError):
        execute("UPDATE ledger_entry SET actor = 'y'")


@pytest.mark.django_db
def test_one_query_tells_whether_all_are_guarded(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        missing_triggers()


@pytest.mark.django_db
def test_a_database_that_was_never_prepared_is_no_traceback() -> None:
    execute("ALTER TABLE ledger_subjectkey RENAME TO elsewhere")
    [reason] = obstacles()
    assert reason.startswith("The database cannot be read")
    assert "ledger_subjectkey" in reason
