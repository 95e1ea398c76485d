"""Ends with a message unless a PostgreSQL server answers where `DATABASE_URL` points."""

import os
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg

parts = urlsplit(os.environ["DATABASE_URL"])
where = f"{parts.hostname}:{parts.port or 5432}"
try:
    psycopg.connect(urlunsplit(parts._replace(path="/postgres")), connect_timeout=5).close()
except psycopg.Error as error:
    sys.exit(
        f"No PostgreSQL at {where}: {error}\n"
        "These tests need a server whose user may create databases; name it in DATABASE_URL."
    )
