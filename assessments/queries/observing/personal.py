"""What observations keep about somebody, as they get to see it."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from assessments.models import Observation, ObservationPhoto
from assessments.queries.observing.desk import seen_sections
from assessments.queries.observing.words import outcome_in_words
from lms.people.models import Employee
from lms.people.registries import DataTable
from lms.ui.erased import in_words


def gather(employee: Employee) -> tuple[list[DataTable], dict[str, FieldFile]]:
    """Two queries: the tables, and the pictures by the names under which they are handed out."""
    found = Observation.objects.filter(employee=employee).order_by("observed_at")
    found = found.select_related("version__sheet", "observed_by").prefetch_related("photos")
    rows = list(found)
    names = {
        photo: _name(row, number, photo)
        for row in rows
        for number, photo in enumerate(row.photos.all(), start=1)
    }
    files = {name: photo.file for photo, name in names.items()}
    return [_observations(rows), _points(rows, names)], files


def _name(row: Observation, number: int, photo: ObservationPhoto) -> str:
    ending = PurePath(str(photo.file.name)).suffix or ".jpg"
    return f"observation-{row.observed_at:%Y-%m-%d}-{row.pk}-{number}{ending}"


def _observations(rows: Iterable[Observation]) -> DataTable:
    return DataTable.of(
        "observations",
        _("Practical observations"),
        rows,
        {
            "sheet": (_("inspection sheet"), lambda row: row.version.sheet.localised_title),
            "observed": (_("observed"), lambda row: row.observed_at),
            "assessor": (_("assessor"), lambda row: row.observed_by.localised_name),
            "score": (_("score"), lambda row: row.score),
            "max_score": (_("out of"), lambda row: row.most),
            "outcome": (_("outcome"), outcome_in_words),
            "remark": (_("remark"), lambda row: row.remark),
            "own_remark": (_("remark of the person"), lambda row: row.employee_remark),
            "statement": (_("what was signed"), lambda row: in_words(row.statement)),
            "signature": (_("signature of the person"), lambda row: row.employee_signature),
            "not_signed_because": (
                _("why the person did not sign"),
                lambda row: row.not_signed_because,
            ),
        },
    )


def _points(rows: Iterable[Observation], names: Mapping[ObservationPhoto, str]) -> DataTable:
    points = (
        (row, point)
        for row in rows
        for section in seen_sections(row, row.photos.all())
        for point in section.points
    )
    return DataTable.of(
        "observed_points",
        _("Points observed"),
        points,
        {
            "sheet": (_("inspection sheet"), lambda row: row[0].version.sheet.localised_title),
            "observed": (_("observed"), lambda row: row[0].observed_at),
            "point": (_("point"), lambda row: row[1].text),
            "said": (_("outcome"), lambda row: row[1].said),
            "remark": (_("remark"), lambda row: row[1].remark),
            "pictures": (_("pictures"), lambda row: [names[photo] for photo in row[1].photos]),
        },
    )
