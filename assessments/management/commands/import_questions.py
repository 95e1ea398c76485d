import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.actions.import_questions import import_questions
from assessments.enums import ExchangeFormat
from assessments.errors import import_words
from assessments.errors.exchange import ExchangeRefused, FileOverLimit, StrictImportRefused
from assessments.errors.exchange_words import said
from assessments.rules.exchange.formats import MB
from assessments.rules.exchange.questions import MOST_BYTES, Refused, Source
from assessments.rules.exchange.report import Report, Taken
from lms.people.models import Employee

MOST_BESIDE = 100 * MB


class Command(BaseCommand):
    help = (
        "Import questions; each begins as a draft that waits for its review. One that is refused "
        "stops no other. With --dry-run only say what would happen."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", required=True, choices=ExchangeFormat.values)
        parser.add_argument(
            "--category",
            default="",
            metavar="PATH",
            help="names of a category and those above it, as in A/B, for questions that name none",
        )
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument(
            "--strict", action="store_true", help="import nothing where one question is refused"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write what became of each as JSON"
        )
        parser.add_argument(
            "--media", type=Path, metavar="FOLDER", help="where the pictures of a dump lie"
        )
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, help="of the report, such as en"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                self._import(options)
            except ExchangeRefused as refusal:
                if isinstance(refusal, StrictImportRefused):
                    self._tell(_held_back(refusal.report), options)
                else:
                    _write(Report(refused=[_file_refused(options, refusal)]), options["report"])
                raise CommandError(str(refusal)) from refusal
            except OSError as error:
                raise CommandError(str(error)) from error

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        _check_writable(options["report"])
        report = import_questions(
            actor=Employee.objects.system(),
            source=Source(_content(path), path.name, _beside(options["media"])),
            format=options["format"],
            category=tuple(name for name in options["category"].split("/") if name.strip()),
            is_dry_run=options["dry_run"],
            is_strict=options["strict"],
        )
        self._tell(report, options)

    def _tell(self, report: Report, options: dict[str, Any]) -> None:
        for each in report.lossy:
            self._line(_("with a loss"), each, " ".join(each.losses))
        for refused in report.refused:
            self._line(_("refused"), refused, refused.reason)
        counted = {
            "imported": len(report.whole),
            "lossy": len(report.lossy),
            "refused": len(report.refused),
        }
        text = _("Imported: %(imported)d. With a loss: %(lossy)d. Refused: %(refused)d.") % counted
        if options["dry_run"]:
            text = _("Dry run, nothing was written.") + " " + text
        self.stdout.write(self.style.SUCCESS(text))
        _write(report, options["report"])

    def _line(self, group: str, each: Taken | Refused, words: str) -> None:
        self.stdout.write(
            " · ".join(part for part in (group, each.place, each.name, words) if part)
        )


def _held_back(report: Report) -> Report:
    """What was good, too, was not imported."""
    words = said(import_words.HELD_BACK)
    held = [Refused(each.place, each.name, words) for each in report.taken]
    return Report(refused=[*report.refused, *held])


def _file_refused(options: dict[str, Any], refusal: ExchangeRefused) -> Refused:
    line = refusal.where.get("line")
    name = options["file"].name
    return Refused(name, name, str(refusal), line if isinstance(line, int) else None)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _beside(folder: Path | None) -> dict[str, bytes]:
    """The files of a folder by their paths in it. Raises `FileOverLimit`."""
    if folder is None:
        return {}
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    if sum(path.stat().st_size for path in paths) > MOST_BESIDE:
        raise FileOverLimit(limit=MOST_BESIDE // MB)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _check_writable(path: Path | None) -> None:
    """Before anything is imported: afterwards nobody would learn what became of it. Raises
    `CommandError`."""
    if path is None:
        return
    target = path if path.exists() else path.parent
    if path.is_dir() or not path.parent.is_dir() or not os.access(target, os.W_OK):
        raise CommandError(_("The report cannot be written to %(path)s.") % {"path": path})


def _write(report: Report, path: Path | None) -> None:
    if path is not None:
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
