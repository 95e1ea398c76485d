"""A sheet with a critical point and one that asks for a picture, and what is seen by it."""

import io
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from assessments.actions.observing.record_observation import Seen, Shot
from assessments.models import InspectionSheet, SheetVersion
from assessments.rules.kinds.base import as_json
from assessments.rules.observing.sheet import Given, Point, Sheet, SheetSection
from lms.people.models import Employee

DRAWN = "M10 10L20 20L30 30L40 40L50 50L60 60L70 70"
GPS_IFD, GPS_LATITUDE, MAKE = 0x8825, 2, 0x010F
GREETING = Point("greeting", "主动问候", "Greets first", standard="三步内问候", weight=2)
KEYS = Point("keys", "钥匙上锁", "Keys locked away", scale="met", is_critical=True, weight=3)
DESK = Point("desk", "台面整洁", "Desk is tidy", scale="five", needs_photo=True)
ASKED = Sheet((SheetSection("接待", (GREETING, KEYS)), SheetSection("环境", (DESK,))))


def sheet_version(asks: Sheet = ASKED, code: str = "reception", **sheet: Any) -> SheetVersion:
    kept = InspectionSheet.objects.create(
        code=code, **({"title": "前台服务", "title_en": "Reception"} | sheet)
    )
    return SheetVersion.objects.create(
        sheet=kept, number=1, content=as_json(asks), created_by=Employee.objects.system()
    )


def picture(
    colour: str = "teal", *, size: tuple[int, int] = (60, 40), place: bool = False
) -> bytes:
    """A photo; with `place`, a camera wrote into it where it was taken, and by which make."""
    content, exif = io.BytesIO(), Image.Exif()
    if place:
        exif[MAKE] = "Phone"
        exif.get_ifd(GPS_IFD)[GPS_LATITUDE] = (31.0, 13.0, 49.0)
    Image.new("RGB", size, "teal").save(content, "JPEG", exif=exif)
    return content.getvalue()


def shot(content: bytes | None = None, point: str = "desk", **said: Any) -> Shot:
    return Shot(point, io.BytesIO(picture() if content is None else content), **said)


def given(*steps: int | None) -> list[Given]:
    return [Given(code, step) for code, step in zip(ASKED.points, steps, strict=True)]


def seen_by(
    version: SheetVersion,
    employee: Employee,
    steps: Sequence[int | None] = (2, 1, 4),
    **said: Any,
) -> Seen:
    about: dict[str, Any] = {
        "form_id": uuid4(),
        "version": version,
        "employee": employee,
        "observed_at": timezone.now(),
        "given": given(*steps),
        "assessor_signature": DRAWN,
        "employee_signature": DRAWN,
        "shots": [shot()],
    }
    return Seen(**about | said)
