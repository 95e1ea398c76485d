"""Finding the texts of code and templates. Needs GNU gettext; used by developers and tests."""

import contextlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from django.core.management import call_command
from django.core.management.commands.makemessages import Command as MakeMessages

from lms.ui.catalogues import path_of, read

SOURCES = ("lms", "assessments", "courses", "conduct_records", "reviews", "templates")


class _Extract(MakeMessages):
    """Django's own extraction, writing below the working directory instead of `LOCALE_PATHS`."""

    settings_available = False
    # `_t` is `gettext` where `_` is `gettext_lazy`.
    xgettext_options = [*MakeMessages.xgettext_options, "--keyword=_t"]
    msgmerge_options = [*MakeMessages.msgmerge_options, "--no-fuzzy-matching"]


def extract(root: Path, sources: Sequence[str] = SOURCES) -> Catalog:
    """All texts marked for translation below `root` in the directories named `sources`.

    Raises `CommandError` where gettext is missing or a file cannot be read.
    """
    with tempfile.TemporaryDirectory() as directory, contextlib.chdir(directory):
        for name in sources:
            if (root / name).exists():
                # A copy, as gettext's helper files appear beside what it reads.
                shutil.copytree(root / name, name, ignore=shutil.ignore_patterns("__pycache__"))
        Path("locale").mkdir()
        call_command(_Extract(), locale=["en"], add_location="file", verbosity=0)
        return read(path_of(Path("locale"), "en", "django"), "en")
