"""The demo's inspection sheets and what was observed by them."""

from collections import Counter
from typing import Any

import pytest

from assessments.models import InspectionSheet, Observation, ObservationPhoto
from assessments.queries.observing.agreement import agreements, joint_observations
from assessments.rules.observing.sheet import check_given, result
from lms.demo.files import read
from lms.demo.observations import OBSERVATIONS, SHEETS, given, load_observations, written

ROWS = {path.stem: read(path) for path in SHEETS.glob("*.yaml")}


@pytest.mark.parametrize("row", ROWS.values(), ids=[*ROWS])
def test_every_sheet_is_sound_and_in_both_languages(row: dict[str, Any]) -> None:
    sheet = written(row)
    sheet.check()
    points = sheet.points.values()
    assert 10 <= len(points) <= 16
    assert all(point.text_en and point.standard and point.standard_en for point in points)
    assert any(point.is_critical for point in points)
    assert any(point.needs_photo for point in points)


def test_every_observation_fits_its_sheet() -> None:
    sheets = {row["code"]: written(row) for row in ROWS.values()}
    found = Counter()
    for row in read(OBSERVATIONS)["observations"]:
        sheet = sheets[row["sheet"]]
        said = given(row, sheet)
        assert {*row["steps"], *row.get("remarks", {})} <= set(sheet.points)
        check_given(sheet, said, list(row.get("photos", {})))
        found[row["sheet"]] += 1
        found["failed"] += bool(result(sheet, said).failed)
        found["unsigned"] += "not_signed" in row
    assert found["failed"] and found["unsigned"]
    assert all(found[code] for code in sheets)


@pytest.mark.usefixtures("demo_world")
def test_loaded_once_with_enough_joint_ones_to_say_something() -> None:
    kinds = (InspectionSheet, Observation, ObservationPhoto)
    before = [kind.objects.count() for kind in kinds]
    assert before[0] == len(ROWS)
    load_observations()
    assert [kind.objects.count() for kind in kinds] == before
    found = agreements(joint_observations(Observation.objects.all()))
    enough = {each.sheet.code: each.found.is_enough for each in found}
    assert enough == {"customer-service": True, "engineering": False, "security": True}
