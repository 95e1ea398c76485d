"""Reports and evidence for tests."""

import io
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from conduct_records.actions.cases.keep_evidence import HandedIn
from conduct_records.actions.cases.report_incident import Report, report_incident
from conduct_records.enums import Source
from conduct_records.models import Incident
from lms.people.models import Employee


def photo(name: str = "岗亭.jpg", colour: str = "teal", **options: Any) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(content, "JPEG", **options)
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def handed_in(*files: SimpleUploadedFile) -> list[HandedIn]:
    return [HandedIn(file, file.name or "") for file in files]


def make_report(reporter: Employee, **said: Any) -> Report:
    assert reporter.unit is not None
    given: dict[str, Any] = {
        "form_id": uuid4(),
        "what": "夜班在岗亭睡着，有住户拍到。",
        "place": "北门岗亭",
        "unit": reporter.unit,
        "happened_at": timezone.now(),
        "source": Source.OBSERVATION,
    }
    return Report(**given | said)


def reported(reporter: Employee, *files: SimpleUploadedFile, **said: Any) -> Incident:
    report = make_report(reporter, **said)
    return report_incident(actor=reporter, report=report, files=handed_in(*files), device="Test")
