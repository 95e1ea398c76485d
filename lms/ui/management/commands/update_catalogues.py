from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lms.ui import catalogues, extraction


class Command(BaseCommand):
    """Run after changing a text: new ones appear with an empty translation, gone ones leave."""

    help = "Bring locale/zh_Hans up to date with the code and convert it to zh_Hant."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        [locale_dir] = settings.LOCALE_PATHS
        path = catalogues.path_of(locale_dir, catalogues.WRITTEN, "django")
        found = extraction.extract(settings.BASE_DIR)
        catalogue = catalogues.merged(catalogues.read(path, catalogues.WRITTEN), found)
        catalogues.write(path, catalogue)
        for converted, text in catalogues.convert_all(locale_dir).items():
            converted.parent.mkdir(parents=True, exist_ok=True)
            converted.write_text(text, encoding="utf-8")
        catalogues.compile_all(locale_dir)
        empty = catalogues.untranslated(catalogue)
        self.stdout.write(f"{len(catalogue)} texts, {len(empty)} without a translation")
        for message in empty[:20]:
            self.stdout.write(f"  {message.id!r}")
