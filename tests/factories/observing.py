"""Inspection sheets and observations by the actions, never made up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from assessments.actions.observing.record_observation import Seen, Shot, record_observation
from assessments.actions.observing.save_sheet import save_sheet
from assessments.models import InspectionSheet, Observation
from assessments.rules.observing.sheet import Given, Point, Sheet, SheetSection
from lms.people.models import Employee

POINTS = (
    Point("greet", "先招呼", "Greets first", "三步之内抬头问好。", weight=2, scale="three"),
    Point("ring", "三声之内接起", "Three rings", weight=1, scale="met"),
    Point("note", "记录完整", "Complete notes", weight=4, scale="five"),
    Point("privacy", "资料不外露", "No data in sight", weight=3, scale="met", is_critical=True),
)
ASKS = Sheet((SheetSection("接待", POINTS[:2], "Receiving"), SheetSection("资料", POINTS[2:])), 80)


def sheet_made(code: str = "desk", asks: Sheet = ASKS, **about: Any) -> InspectionSheet:
    return save_sheet(
        actor=Employee.objects.system(),
        sheet=None,
        code=code,
        title="前台检查表",
        asks=asks,
        **about,
    )


def observed(
    employee: Employee,
    sheet: InspectionSheet,
    *,
    by: Employee | None = None,
    steps: Mapping[str, int | None] | None = None,
    at: datetime | None = None,
    shots: Sequence[Shot] = (),
    **said: Any,
) -> Observation:
    """What `steps` does not mention was met in full; signed by both with their names."""
    actor = by or Employee.objects.system()
    version = sheet.versions.order_by("-number")[0]
    found = [
        Given(code, (steps or {}).get(code, len(point.steps) - 1))
        for code, point in version.asks.points.items()
    ]
    signed = {} if "not_signed_because" in said else {"employee_signature": employee.name}
    seen = Seen(
        form_id=uuid4(),
        version=version,
        employee=employee,
        observed_at=at or timezone.now() - timedelta(minutes=1),
        given=found,
        assessor_signature=actor.name,
        shots=shots,
        **signed,
        **said,
    )
    return record_observation(actor=actor, seen=seen)
