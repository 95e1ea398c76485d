"""The triggers by which a database refuses to change evidence: their SQL for each engine.

On PostgreSQL they fire for replicas too (`ENABLE ALWAYS`), where a session would otherwise put them
aside by `session_replication_role`. Where a table `can_be_redacted`, they let pass what a
transaction does while it holds an erasure's permit.
"""

from dataclasses import dataclass
from typing import Protocol

REFUSAL = "evidence is never changed"
# A row in this table is the permit; the account of the site has no right to write one where the
# tables belong to another (`lms.ledger.actions.grant_rights`).
PERMIT = "ledger_erasurepermit"


@dataclass(frozen=True)
class Guarded:
    """A table of evidence. Rows of one that `can_be_destroyed` may be deleted, never changed; those
    of one that `can_be_redacted` may be changed and deleted by an erasure."""

    table: str
    can_be_destroyed: bool = False
    can_be_redacted: bool = False

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
    UNLESS = f"WHEN NOT EXISTS (SELECT 1 FROM {PERMIT}) "  # noqa: S608
    preparation: tuple[str, ...] = ()

    def facts(self, guarded: Guarded) -> set[tuple[object, ...]]:
        return {(guarded.table, self._create(guarded, event)) for event in guarded.refused}

    def install(self, guarded: Guarded) -> list[str]:
        return self.lift(guarded) + [self._create(guarded, event) for event in guarded.refused]

    def lift(self, guarded: Guarded) -> list[str]:
        return [
            f'DROP TRIGGER IF EXISTS "{self._name(guarded.table, event)}"'
            for event in guarded.refused
        ]

    def _name(self, table: str, event: str) -> str:
        return f"{table}_no_{event.lower()}"

    def _create(self, guarded: Guarded, event: str) -> str:
        table = guarded.table
        return (
            f'CREATE TRIGGER "{self._name(table, event)}" BEFORE {event} ON "{table}" '
            f"{self.UNLESS if guarded.can_be_redacted else ''}"
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {event} of {table}'); END"
        )


class Postgres:
    # Conditions (tgqual) and lists of columns (tgattr) would let some changes pass.
    standing = """
        SELECT c.relname, t.tgname, t.tgtype, t.tgenabled::text, p.proname, p.prosrc
        FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
        JOIN pg_proc p ON p.oid = t.tgfoid AND p.pronamespace = n.oid
        JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
        WHERE NOT t.tgisinternal AND t.tgqual IS NULL AND t.tgattr::text = ''
    """
    RAISE = f"""
    RAISE EXCEPTION '{REFUSAL}: % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
    """
    LET_PASS = f"""
    IF EXISTS (SELECT FROM {PERMIT}) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    """
    REFUSE, REFUSE_WITHOUT_PERMIT = "ledger_refuse", "ledger_refuse_without_permit"
    BODIES = {
        REFUSE: f"BEGIN{RAISE}END",
        REFUSE_WITHOUT_PERMIT: f"BEGIN{LET_PASS}{RAISE}END",
    }
    preparation: tuple[str, ...] = tuple(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $refuse${body}"
        "$refuse$"
        for name, body in BODIES.items()
    )
    # pg_trigger.tgtype: 1 each row, 2 before, 8 delete, 16 update, 32 truncate.
    CHANGE, TRUNCATE = "ledger_no_change", "ledger_no_truncate"
    TYPES = {("UPDATE",): 1 + 2 + 16, ("DELETE", "UPDATE"): 1 + 2 + 8 + 16}
    TYPE_OF_TRUNCATE = 2 + 32

    def facts(self, guarded: Guarded) -> set[tuple[object, ...]]:
        change, table = self._on_change(guarded), guarded.table
        of_change = (table, self.CHANGE, self.TYPES[guarded.refused], "A")
        of_truncate = (table, self.TRUNCATE, self.TYPE_OF_TRUNCATE, "A")
        return {
            (*of_change, change, self.BODIES[change]),
            (*of_truncate, self.REFUSE, self.BODIES[self.REFUSE]),
        }

    def install(self, guarded: Guarded) -> list[str]:
        events = " OR ".join(guarded.refused)
        found = {
            self.CHANGE: (f'{events} ON "{guarded.table}" FOR EACH ROW', self._on_change(guarded)),
            self.TRUNCATE: (f'TRUNCATE ON "{guarded.table}" FOR EACH STATEMENT', self.REFUSE),
        }
        return self.lift(guarded) + [
            statement
            for name, (event, function) in found.items()
            for statement in (
                f"CREATE TRIGGER {name} BEFORE {event} EXECUTE FUNCTION {function}()",
                f'ALTER TABLE "{guarded.table}" ENABLE ALWAYS TRIGGER {name}',
            )
        ]

    def lift(self, guarded: Guarded) -> list[str]:
        return [
            f'DROP TRIGGER IF EXISTS {name} ON "{guarded.table}"'
            for name in (self.CHANGE, self.TRUNCATE)
        ]

    def _on_change(self, guarded: Guarded) -> str:
        return self.REFUSE_WITHOUT_PERMIT if guarded.can_be_redacted else self.REFUSE


ENGINES: dict[str, Engine] = {"sqlite": Sqlite(), "postgresql": Postgres()}
