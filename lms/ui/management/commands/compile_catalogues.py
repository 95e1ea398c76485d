from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lms.ui import catalogues


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po to the django.mo that the site reads."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        for path in catalogues.compile_all(settings.LOCALE_PATHS[0]):
            self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
