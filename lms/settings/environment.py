"""What the rest of the settings stands on: the environment, places, addresses, limits."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("LMS_VAR_DIR", default=str(BASE_DIR / "var")))
DEBUG = env.bool("LMS_DEBUG", default=False)


def _secret_key() -> str:
    """The key from the environment, or the one in `var/secret-key`, made at the first start."""
    if key := env.str("LMS_SECRET_KEY", default=""):
        return key
    key_file = VAR_DIR / "secret-key"
    if not key_file.exists():
        from django.core.management.utils import get_random_secret_key

        VAR_DIR.mkdir(parents=True, exist_ok=True)
        # Only the owner can read a temporary file. It takes its name when it is complete, and only
        # where no other process was quicker: all of them then read the same key.
        with NamedTemporaryFile("w", dir=VAR_DIR, prefix="secret-key-") as draft:
            draft.write(get_random_secret_key())
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, key_file)
    return key_file.read_text().strip()


SECRET_KEY = _secret_key()

# Where the site is reached from outside; QR codes on certificates point here.
BASE_URL = env.str("LMS_BASE_URL", default="http://127.0.0.1:8000")
HOST = urlsplit(BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = env.list("LMS_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("LMS_TRUSTED_ORIGINS", default=[])

LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOGIN_URL = "people:sign-in"

# What people may send, in megabytes; a larger request is refused before it is read. The last one
# is for every other form, such as a roster or a scan.
MEDIA_MAX_MB = env.int("LMS_MEDIA_MAX_MB", default=300)
DOCUMENT_MAX_MB = env.int("LMS_DOCUMENT_MAX_MB", default=50)
PICTURE_MAX_MB = env.int("LMS_PICTURE_MAX_MB", default=20)
EVIDENCE_MAX_MB = env.int("LMS_EVIDENCE_MAX_MB", default=100)  # all files of a report together
PICTURE_MAX_MEGAPIXELS = 50
REQUEST_MAX_MB = env.int("LMS_REQUEST_MAX_MB", default=30)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
