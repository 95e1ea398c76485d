"""What the form of an observation is made of, and what an assessor has sent."""

from django.db.models import QuerySet

from assessments.models import InspectionSheet, Observation, SheetVersion
from assessments.queries.observing.sheets import sheets_in_use
from lms.people.models import Employee


def sheets_for(person: Employee | None) -> list[InspectionSheet]:
    """All that are offered, those of the person's service line first. Two queries."""
    group = person.post.group_id if person and person.post else None
    found = sheets_in_use().order_by("line__position", "code")
    return sorted(found, key=lambda sheet: group is not None and sheet.line_id != group)


def version_asked(sheet: InspectionSheet, pk: str) -> SheetVersion:
    """The version that a form was made of; the newest where none of the sheet's is named."""
    found = sheet.versions.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    return found or sheet.current_version


def observations_made(actor: Employee) -> QuerySet[Observation]:
    """What somebody observed, the newest first, each with sheet and person in the same query."""
    return actor.observations_made.select_related("version__sheet", "employee__unit")
