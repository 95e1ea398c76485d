"""What observations keep about somebody, as they get to see it."""

from collections.abc import Iterable

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
    files = {_name(row, number): photo.file for row in rows for number, photo in _photos(row)}
    return [_observations(rows), _points(rows)], files


def _photos(row: Observation) -> Iterable[tuple[int, ObservationPhoto]]:
    return enumerate(row.photos.all(), start=1)


def _name(row: Observation, number: int) -> str:
    photo = list(row.photos.all())[number - 1]
    ending = str(photo.file.name).rpartition(".")[2] or "jpg"
    return f"observations/{row.observed_at:%Y-%m-%d}-{row.pk}-{number}.{ending}"


def _observations(rows: Iterable[Observation]) -> DataTable:
    return DataTable(
        "observations",
        _("Practical observations"),
        {
            "sheet": _("inspection sheet"),
            "observed": _("observed"),
            "assessor": _("assessor"),
            "score": _("score"),
            "max_score": _("out of"),
            "outcome": _("outcome"),
            "remark": _("remark"),
            "own_remark": _("remark of the person"),
            "statement": _("what was signed"),
            "signature": _("signature of the person"),
            "not_signed_because": _("why the person did not sign"),
        },
        [
            {
                "sheet": row.version.sheet.localised_title,
                "observed": row.observed_at,
                "assessor": row.observed_by.localised_name,
                "score": row.score,
                "max_score": row.most,
                "outcome": outcome_in_words(row),
                "remark": row.remark,
                "own_remark": row.employee_remark,
                "statement": in_words(row.statement),
                "signature": row.employee_signature,
                "not_signed_because": row.not_signed_because,
            }
            for row in rows
        ],
    )


def _points(rows: Iterable[Observation]) -> DataTable:
    return DataTable(
        "observed_points",
        _("Points observed"),
        {
            "sheet": _("inspection sheet"),
            "observed": _("observed"),
            "point": _("point"),
            "said": _("outcome"),
            "remark": _("remark"),
            "pictures": _("pictures"),
        },
        [
            {
                "sheet": row.version.sheet.localised_title,
                "observed": row.observed_at,
                "point": point.text,
                "said": point.said,
                "remark": point.remark,
                "pictures": [
                    _name(row, number) for number, photo in _photos(row) if photo in point.photos
                ],
            }
            for row in rows
            for section in seen_sections(row, row.photos.all())
            for point in section.points
        ],
    )
