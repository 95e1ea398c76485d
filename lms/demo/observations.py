"""Inspection sheets from `content/sheets/`, and what assessors saw by them from
`content/observations.yaml`, through the actions, each with the clock set to its time."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from math import sin
from random import Random
from uuid import UUID, uuid5

from django.utils import timezone

from assessments.actions.observing.record_observation import Seen, Shot, record_observation
from assessments.actions.observing.save_sheet import save_sheet
from assessments.models import InspectionSheet, Observation, SheetVersion
from assessments.rules.observing.sheet import Given, Sheet, sheet_of
from lms.demo import clock
from lms.demo.files import CONTENT, read
from lms.demo.questions import Row
from lms.demo.stories import EVIDENCE, person
from lms.people.models import Employee, PostGroup

SHEETS, OBSERVATIONS = CONTENT / "sheets", CONTENT / "observations.yaml"
FORMS = UUID("0c6f9a52-6a3b-4a6c-9a61-6f4f0b9d7c35")
WRITTEN = timedelta(days=400)
TRAINER, DEVICE = "20137", "Android 14 · Chrome 120"
# Between what was seen and that it came in: most send at once.
SENT_AFTER = timedelta(minutes=2)


def load_observations() -> None:
    """Add what is missing: a sheet by its code, an observation by its form. What a trainer has
    edited since stays as it is."""
    with clock.at(timezone.now() - WRITTEN):
        for path in sorted(SHEETS.glob("*.yaml")):
            _load_sheet(read(path))
    versions = {
        version.sheet.code: version
        for version in SheetVersion.objects.select_related("sheet").order_by("number")
    }
    rows = read(OBSERVATIONS)["observations"]
    known = set(Observation.objects.values_list("form_id", flat=True))
    for row in sorted(rows, key=lambda row: (row["day"], row["time"])):
        if _form_of(row) not in known:
            _observe(row, versions[row["sheet"]])


def _load_sheet(row: Row) -> None:
    if InspectionSheet.objects.filter(code=row["code"]).exists():
        return
    save_sheet(
        actor=person(TRAINER),
        sheet=None,
        code=row["code"],
        title=row["title"],
        title_en=row["title_en"],
        line=PostGroup.objects.get(code=row["line"]),
        asks=written(row),
    )


def written(row: Row) -> Sheet:
    """The sheet that a file says."""
    return sheet_of({name: row[name] for name in ("sections", "pass_percent")})


def _form_of(row: Row) -> UUID:
    """The same at every loading, so that it is made once."""
    return uuid5(FORMS, "/".join((row["who"], row["by"], row["sheet"], str(row["day"]))))


def _observe(row: Row, version: SheetVersion) -> None:
    seen_at = clock.from_today(row["day"], row["time"])
    actor, employee = person(row["by"]), person(row["who"])
    is_signed = "not_signed" not in row
    seen = Seen(
        form_id=_form_of(row),
        version=version,
        employee=employee,
        observed_at=seen_at,
        given=given(row, version.asks),
        assessor_signature=signature(actor),
        employee_signature=signature(employee) if is_signed else "",
        not_signed_because=row.get("not_signed", ""),
        remark=row.get("remark", ""),
        employee_remark=row.get("said", ""),
        shots=list(_shots(row)),
    )
    with clock.at(seen_at + SENT_AFTER):
        record_observation(actor=actor, seen=seen, device=DEVICE)


def given(row: Row, sheet: Sheet) -> list[Given]:
    """What the row does not mention was met in full; a point that asks for a picture and has none
    was not seen."""
    steps, remarks, photos = row["steps"], row.get("remarks", {}), row.get("photos", {})
    found = []
    for code, point in sheet.points.items():
        step = steps.get(code, len(point.steps) - 1)
        if point.needs_photo and code not in photos:
            step = None
        found.append(Given(code, step, remarks.get(code, "")))
    return found


def _shots(row: Row) -> Iterator[Shot]:
    for code, name in row.get("photos", {}).items():
        yield Shot(point=code, file=BytesIO((EVIDENCE / name).read_bytes()))


def signature(employee: Employee) -> str:
    """Strokes that look written, the same for the same person every time."""
    random = Random(employee.staff_number)
    strokes, left = [], 60
    for __ in range(len(employee.name)):
        high, wave = random.randint(50, 90), random.uniform(0.5, 1.4)
        points = [
            (left + 12 * step, round(high + 45 * sin(step * wave) + random.randint(-8, 8)))
            for step in range(10)
        ]
        strokes.append("M" + "L".join(f"{x} {max(0, y)}" for x, y in points))
        left += random.randint(70, 110)
    return "".join(strokes)
