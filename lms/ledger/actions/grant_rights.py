from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from lms.ledger.errors import RoleUnfit
from lms.ledger.queries.triggers import guarded_tables
from lms.ledger.rules.triggers import PERMIT

# Whoever owns a table, its schema or the database, or may become who does, can lift any guard.
WOULD_BE_FREE = """
    SELECT r.rolsuper OR r.rolcreaterole OR r.rolreplication
        OR pg_has_role(r.oid, d.datdba, 'MEMBER') OR pg_has_role(r.oid, n.nspowner, 'MEMBER')
        OR EXISTS (
            SELECT FROM pg_class c
            WHERE c.relnamespace = n.oid AND pg_has_role(r.oid, c.relowner, 'MEMBER')
        )
    FROM pg_roles r, pg_namespace n, pg_database d
    WHERE r.rolname = %s AND n.nspname = current_schema() AND d.datname = current_database()
"""


def grant_rights(name: str) -> None:
    """Give the database account of that name what the site needs of the tables, and take from it
    whatever else it had there: evidence it can read, add and lock, and of keys it can delete.

    For PostgreSQL, on a connection of the tables' owner; to be repeated after each migration, as
    `script/server` does. Raises `RoleUnfit` for an account that could lift the guards all the same.
    """
    if connection.vendor != "postgresql":
        raise RoleUnfit(_("Only PostgreSQL has accounts."))
    with transaction.atomic(), connection.cursor() as cursor:
        _check(cursor, name)
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = map(connection.ops.quote_name, cursor.fetchone())
        for statement in _statements(connection.ops.quote_name(name), schema, database):
            cursor.execute(statement)


def _check(cursor: CursorWrapper, name: str) -> None:
    cursor.execute(WOULD_BE_FREE, [name])
    found = cursor.fetchone()
    if found is None:
        raise RoleUnfit(_("The database has no account %(name)s.") % {"name": name})
    if found[0]:
        text = _(
            "%(name)s could lift the guards of evidence: it owns the tables, the schema or the "
            "database, or may do what their owner may. Take an account without such rights."
        )
        raise RoleUnfit(text % {"name": name})


def _statements(role: str, schema: str, database: str) -> list[str]:
    return [
        f"GRANT CONNECT ON DATABASE {database} TO {role}",
        f"REVOKE ALL ON SCHEMA {schema} FROM {role}",
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}, PUBLIC",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        *(
            statement
            for guarded in guarded_tables()
            for statement in _of_evidence(guarded.table, guarded.can_be_destroyed, role)
        ),
        # Whoever may write a permit may empty evidence: that is the owner's.
        f"REVOKE ALL ON {connection.ops.quote_name(PERMIT)} FROM {role}",
        f"GRANT SELECT ON {connection.ops.quote_name(PERMIT)} TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT ON TABLES TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ]


def _of_evidence(table: str, can_be_destroyed: bool, role: str) -> list[str]:
    quoted = connection.ops.quote_name(table)
    taken = "UPDATE" if can_be_destroyed else "UPDATE, DELETE"
    return [
        f"REVOKE {taken} ON {quoted} FROM {role}",
        # To lock a row one must be allowed to update a column; the trigger refuses the update.
        f"GRANT UPDATE ({_a_column(table)}) ON {quoted} TO {role}",
    ]


def _a_column(table: str) -> str:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
    return str(connection.ops.quote_name(columns[0].name))
