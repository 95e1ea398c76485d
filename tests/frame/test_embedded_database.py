"""SQLite as the product sets it up; the tests' own settings are quicker and less durable."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import json
from django.db import connection, transaction
pragmas = {}
with connection.cursor() as cursor:
    for name in (
        "journal_mode", "synchronous", "secure_delete", "foreign_keys", "recursive_triggers"
    ):
        pragmas[name] = cursor.execute("PRAGMA " + name).fetchone()[0]
print(json.dumps({**pragmas, "transactions": connection.transaction_mode}))
"""


@pytest.mark.source
def test_what_is_acknowledged_is_on_disk_and_what_is_erased_is_gone(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "lms.settings", "LMS_VAR_DIR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ASK],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout) == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "secure_delete": 1,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "transactions": "IMMEDIATE",
    }
