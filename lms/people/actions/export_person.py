import json
from collections.abc import Mapping
from dataclasses import dataclass
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import timezone, translation

from lms.jobs.long_work import advance, forget_results, keep_result, resume, under_way
from lms.people.actions.request_export import TASK
from lms.people.errors import PeopleError
from lms.people.models import Employee, PersonalExport
from lms.people.policies import check_can_export, check_is_system
from lms.people.registries import PersonalRecords, Portion, all_records
from lms.people.rules.export import safe_names


@dataclass(frozen=True)
class Chapter:
    """What one package keeps: `files` by the path under which each lies in the archive."""

    name: str
    label: str
    portion: Portion
    files: Mapping[str, FieldFile]


def export_person(*, actor: Employee, export: PersonalExport) -> None:
    """Gather all that is kept about somebody into one archive, in the language of who asked: pages
    to read, the same as data, and the files. For the system alone; may run again.

    A refusal ends it with its words: the right may be gone by now.
    """
    check_is_system(actor)
    if not export.is_to_do:
        return
    packages = tuple(reversed(all_records()))
    with (
        translation.override(export.owner.language),
        under_way(export, total=len(packages) + 1, refusals=PeopleError),
    ):
        check_can_export(export.owner, export.employee)
        chapters = []
        for number, package in enumerate(packages, start=1):
            chapters.append(_chapter(package, export))
            advance(export, number)
        with TemporaryFile() as target:
            _write(target, export, chapters)
            target.seek(0)
            keep_result(export, "export.zip", File(target))
        advance(export, len(packages) + 1)


def keep_exports(*, actor: Employee) -> int:
    """Delete results whose time is over, and ask once more for what lost its worker; how many there
    were of these. For the system alone."""
    check_is_system(actor)
    forget_results(PersonalExport)
    return resume(PersonalExport, TASK, "export_id")


def _chapter(package: PersonalRecords, export: PersonalExport) -> Chapter:
    portion = package.gather(export.employee, export.owner)
    paths = safe_names(portion.files)
    files = {
        f"files/{package.name}/{paths[name]}": file
        for name, file in portion.files.items()
        if file.name and file.storage.exists(str(file.name))
    }
    return Chapter(package.name, str(package.label), portion, files)


def _write(target: BinaryIO, export: PersonalExport, chapters: list[Chapter]) -> None:
    context = {
        "employee": export.employee,
        "owner": export.owner,
        "made_at": timezone.now(),
        "chapters": chapters,
        "language": translation.get_language(),
    }
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("index.html", render_to_string("people/export/index.html", context))
        archive.writestr("data.json", _as_json(export, chapters))
        for chapter in chapters:
            for path, file in chapter.files.items():
                with file.open("rb") as source, archive.open(path, "w") as entry:
                    copyfileobj(source, entry)


def _as_json(export: PersonalExport, chapters: list[Chapter]) -> str:
    said = {
        "staff_number": export.employee.staff_number,
        "made_at": timezone.now(),
        "packages": {
            chapter.name: {
                "label": chapter.label,
                "tables": {
                    table.name: {
                        "label": str(table.label),
                        "columns": {name: str(label) for name, label in table.columns.items()},
                        "rows": [dict(row) for row in table.rows],
                    }
                    for table in chapter.portion.tables
                },
                "files": list(chapter.files),
            }
            for chapter in chapters
        },
    }
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
