"""Settings of the tests: the product's own, with what would only cost time taken out."""

import os
import tempfile
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
os.environ["LMS_VAR_DIR"] = str(_ROOT / "var" / "test")
os.environ["LMS_SECRET_KEY"] = "only for tests"
os.environ.setdefault("LMS_LOG_LEVEL", "ERROR")
# The ledger's keys of all test databases, also of those that are kept from run to run.
os.environ["LMS_LEDGER_ORIGIN"] = "test.example/ledger"
os.environ["LMS_LEDGER_MASTER_KEY"] = "b25seSBmb3IgdGVzdHM6IGEgbWFzdGVyIGtleSEhISE="
os.environ["LMS_LEDGER_SIGNING_KEY"] = "b25seSBmb3IgdGVzdHM6IGEgc2lnbmluZyBrZXkhISE="
os.environ["LMS_LEDGER_VERIFIER_KEYS"] = (
    "test.example/ledger+c891f145+AUlU4c9BIltCZdegyYaiTcS5tL7quIJnnHP6H921vlTO"
)

from lms.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["tests.hashers.QuickArgon2PasswordHasher"]
STORAGES |= {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = Path(tempfile.gettempdir()) / "lms-test-static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of a missing one
if _media := os.environ.get("LMS_TEST_MEDIA"):  # while a template is made
    MEDIA_ROOT = Path(_media)

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# `tests.databases` names a file or database of its own for each test process.
DATABASES["default"].pop("TEST", None)  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON;"
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
