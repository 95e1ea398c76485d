from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from lms.ledger.queries.triggers import guarded_tables, missing_triggers
from lms.ledger.rules.triggers import ENGINES


def install_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Have the database refuse changes of evidence wherever it does not yet; the names of the
    tables this was needed for. Done after all migrations (`lms.ledger.receivers`).

    Rebuilding a table, as SQLite must for most alterations, loses its triggers.
    """
    connection = connections[using]
    engine, missing = ENGINES[connection.vendor], set(missing_triggers(using))
    with transaction.atomic(using), connection.cursor() as cursor:
        present = missing.intersection(connection.introspection.table_names(cursor))
        if present:
            _execute(cursor, engine.preparation)
        for guarded in guarded_tables():
            if guarded.table in present:
                _execute(cursor, engine.install(guarded))
    return sorted(present)


def lift_triggers(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Let a migration rewrite evidence, as where a new column must be filled:

        def fill(apps, schema_editor):
            lift_triggers(schema_editor.connection, "courses_acknowledgement")
            …

    They come back after all migrations; until then the site refuses to start.
    """
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        for guarded in guarded_tables():
            if guarded.table in tables:
                _execute(cursor, engine.lift(guarded))


def _execute(cursor: CursorWrapper, statements: Iterable[str]) -> None:
    for statement in statements:
        cursor.execute(statement)
