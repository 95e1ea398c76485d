"""The triggers by which a database refuses to change evidence: their SQL for each engine.

On PostgreSQL they fire for replicas too (`ENABLE ALWAYS`), where a session would otherwise put them
aside by `session_replication_role`.
"""

from dataclasses import dataclass
from typing import Protocol

REFUSAL = "evidence is never changed"
FUNCTION = "ledger_refuse"
BODY = f"""
BEGIN
    RAISE EXCEPTION '{REFUSAL}: % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
"""


@dataclass(frozen=True)
class Guarded:
    """A table of evidence. Rows of one that `can_be_destroyed` may be deleted, never changed."""

    table: str
    can_be_destroyed: bool = False

    @property
    def refused(self) -> tuple[str, ...]:
        return ("UPDATE",) if self.can_be_destroyed else ("DELETE", "UPDATE")


class Engine(Protocol):
    """`standing` selects, for each trigger there is, what tells it from one that was altered;
    `facts` are those rows for a table that is guarded. `preparation` comes once before `install`,
    which takes the place of whatever stands there."""

    standing: str
    preparation: tuple[str, ...]

    def facts(self, guarded: Guarded) -> set[tuple[object, ...]]: ...

    def install(self, guarded: Guarded) -> list[str]: ...

    def lift(self, guarded: Guarded) -> list[str]: ...


class Sqlite:
    standing = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    preparation: tuple[str, ...] = ()

    def facts(self, guarded: Guarded) -> set[tuple[object, ...]]:
        return {(guarded.table, self._create(guarded.table, event)) for event in guarded.refused}

    def install(self, guarded: Guarded) -> list[str]:
        return self.lift(guarded) + [
            self._create(guarded.table, event) for event in guarded.refused
        ]

    def lift(self, guarded: Guarded) -> list[str]:
        return [
            f'DROP TRIGGER IF EXISTS "{self._name(guarded.table, event)}"'
            for event in guarded.refused
        ]

    def _name(self, table: str, event: str) -> str:
        return f"{table}_no_{event.lower()}"

    def _create(self, table: str, event: str) -> str:
        return (
            f'CREATE TRIGGER "{self._name(table, event)}" BEFORE {event} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {event} of {table}'); END"
        )


class Postgres:
    # Conditions (tgqual) and lists of columns (tgattr) would let some changes pass.
    standing = """
        SELECT c.relname, t.tgname, t.tgtype, t.tgenabled::text, p.prosrc
        FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
        JOIN pg_proc p ON p.oid = t.tgfoid AND p.pronamespace = n.oid
        JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
        WHERE NOT t.tgisinternal AND t.tgqual IS NULL AND t.tgattr::text = ''
    """
    preparation: tuple[str, ...] = (
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $refuse${BODY}$refuse$",
    )
    # pg_trigger.tgtype: 1 each row, 2 before, 8 delete, 16 update, 32 truncate.
    CHANGE, TRUNCATE = "ledger_no_change", "ledger_no_truncate"
    TYPES = {("UPDATE",): 1 + 2 + 16, ("DELETE", "UPDATE"): 1 + 2 + 8 + 16}
    TYPE_OF_TRUNCATE = 2 + 32

    def facts(self, guarded: Guarded) -> set[tuple[object, ...]]:
        types = {self.CHANGE: self.TYPES[guarded.refused], self.TRUNCATE: self.TYPE_OF_TRUNCATE}
        return {(guarded.table, name, number, "A", BODY) for name, number in types.items()}

    def install(self, guarded: Guarded) -> list[str]:
        found = {
            self.CHANGE: f'{" OR ".join(guarded.refused)} ON "{guarded.table}" FOR EACH ROW',
            self.TRUNCATE: f'TRUNCATE ON "{guarded.table}" FOR EACH STATEMENT',
        }
        return self.lift(guarded) + [
            statement
            for name, event in found.items()
            for statement in (
                f"CREATE TRIGGER {name} BEFORE {event} EXECUTE FUNCTION {FUNCTION}()",
                f'ALTER TABLE "{guarded.table}" ENABLE ALWAYS TRIGGER {name}',
            )
        ]

    def lift(self, guarded: Guarded) -> list[str]:
        return [
            f'DROP TRIGGER IF EXISTS {name} ON "{guarded.table}"'
            for name in (self.CHANGE, self.TRUNCATE)
        ]


ENGINES: dict[str, Engine] = {"sqlite": Sqlite(), "postgresql": Postgres()}
