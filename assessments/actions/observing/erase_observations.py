from django.db.models.fields.files import FieldFile

from assessments.models import Observation, ObservationPhoto
from lms.people.models import Employee
from lms.ui.erased import ERASED


def erase_observations(employee: Employee) -> list[FieldFile]:
    """Empties what was written, drawn and photographed when somebody was observed, by both; the
    step of each point stays, and so does who observed. Gives the files to delete. Part of a larger
    action, as `erase_personal` is."""
    own = Observation.objects.filter(employee=employee)
    for row in own:
        silent = [point | {"remark": ""} if point.get("remark") else point for point in row.given]
        if silent != row.given:
            Observation.objects.filter(pk=row.pk).redact(given=silent)
    own.redact(
        device="",
        remark="",
        employee_remark="",
        statement=ERASED,
        statement_hash="",
        assessor_signature=ERASED,
    )
    own.exclude(employee_signature="").redact(employee_signature=ERASED)
    own.exclude(not_signed_because="").redact(not_signed_because=ERASED)
    photos = ObservationPhoto.objects.filter(observation__employee=employee)
    files = [photo.file for photo in photos]
    photos.remove()
    return files
