"""English pages, from the `.en.yaml` files beside the Chinese ones."""

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.models import Locale, Page

from lms.demo.files import read
from lms.people.models import Employee

SUFFIX = ".en.yaml"
# What an English file may say differently; all else is as in Chinese.
OWN = ("title", "slug", "number", "minutes")


def is_translation(path: Path) -> bool:
    return path.name.endswith(SUFFIX)


def english_row(path: Path) -> dict[str, Any] | None:
    """What the English file beside a Chinese one says; None where there is none."""
    beside = path.with_suffix(SUFFIX)
    row: dict[str, Any] | None = read(beside) if beside.exists() else None
    return row


def translate(system: Employee, page: Page, row: dict[str, Any], **fields: Any) -> None:
    """Publish the English page of a Chinese one, unless there is one. A block keeps the id of the
    block that it translates, so that what was confirmed in one language counts in the other."""
    locale = Locale.objects.get(language_code="en")
    if page.has_translation(locale):
        return
    with transaction.atomic():
        translated = CopyPageForTranslationAction(page, locale).execute(skip_permission_checks=True)
        wanted: dict[str, Any] = {name: row[name] for name in OWN if name in row}
        for name, value in (wanted | fields).items():
            setattr(translated, name, value)
        if "body" in fields:
            for block, original in zip(translated.body, page.body, strict=False):
                block.id = original.id
        translated.owner = system
        translated.save_revision(user=system).publish(user=system, skip_permission_checks=True)
