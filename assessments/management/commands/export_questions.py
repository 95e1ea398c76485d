import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.queries import questions
from assessments.queries.exchange import category_at, exchanged, questions_below
from assessments.rules.exchange import formats
from assessments.rules.exchange.elsewhere import unseen_elsewhere


class Command(BaseCommand):
    help = "Write questions to a file that this and other programs can import."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--format", required=True, choices=[str(each) for each in formats.WRITTEN]
        )
        parser.add_argument(
            "--category", default="", metavar="PATH", help="only those in it or below, as in A/B"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write as JSON what the format cannot say"
        )
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, help="of the report, such as en"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            self._export(options)

    def _export(self, options: dict[str, Any]) -> None:
        found = questions()
        if path := [name for name in options["category"].split("/") if name.strip()]:
            if (category := category_at(path)) is None:
                raise CommandError(_("There is no category “%(path)s”.") % {"path": "/".join(path)})
            found = questions_below(found, category)
        taken = list(exchanged(found))
        written = formats.write(options["format"], taken)
        lossy = [
            {"place": each.place, "name": each.name, "loss": each.reason}
            for each in [*written.losses, *unseen_elsewhere(options["format"], taken)]
        ]
        for row in lossy:
            self.stdout.write(" · ".join(part for part in row.values() if part))
        try:
            options["file"].write_bytes(written.content)
            if options["report"]:
                text = json.dumps({"lossy": lossy}, ensure_ascii=False, indent=2)
                options["report"].write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(str(error)) from error
        text = _("Written: %(count)d. With a loss: %(lossy)d.")
        names = {"count": len(taken), "lossy": len({row["name"] for row in lossy})}
        self.stdout.write(self.style.SUCCESS(text % names))
