"""The site's own settings, on a database of the benchmarks' own, with the floor's page type."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ["LMS_VAR_DIR"] = str(ROOT / "var" / "bench")
os.environ.setdefault("LMS_LOG_LEVEL", "WARNING")

from lms.settings import *  # noqa: E402, F403
from lms.settings import ALLOWED_HOSTS, INSTALLED_APPS  # noqa: E402

FLOOR_HOST = "floor.localhost"
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.ground.floor"]
ALLOWED_HOSTS = [*ALLOWED_HOSTS, FLOOR_HOST]
# One address more: the floor of what a signed-in person's request costs.
ROOT_URLCONF = "benchmarks.ground.urls"
