"""Which tables hold evidence, and whether the database guards them."""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

from lms.ledger.models import AppendOnly
from lms.ledger.rules.triggers import ENGINES, Guarded


def guarded_tables() -> list[Guarded]:
    """The tables of all that is append-only, by name."""
    return sorted(
        (
            Guarded(model._meta.db_table, model.can_be_destroyed, model.can_be_redacted)
            for model in apps.get_models()
            if issubclass(model, AppendOnly)
        ),
        key=lambda guarded: guarded.table,
    )


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The tables of evidence that could be changed, because a trigger is missing, altered or
    disabled, or the table itself is not there. One query."""
    engine = ENGINES[connections[using].vendor]
    with connections[using].cursor() as cursor:
        cursor.execute(engine.standing)
        standing = {tuple(row) for row in cursor.fetchall()}
    return [each.table for each in guarded_tables() if not engine.facts(each) <= standing]
