"""Keeping an observation: once, with its pictures drawn anew, and never of oneself."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image

from assessments.actions.observing.record_observation import as_shown, record_observation
from assessments.errors import (
    AnotherResult,
    NotObservable,
    NotOneself,
    NotSigned,
    ObservationIsFixed,
    ObservationRefused,
    ObservedByAnother,
    ObservedInTheFuture,
    PhotoChanged,
    PhotoMissing,
    PhotoUnreadable,
    SamePhotoTwice,
    SentBefore,
    SheetRetired,
    TooManyPhotos,
)
from assessments.models import InspectionSheet, Observation, ObservationPhoto, SheetVersion
from assessments.rules.observing.sheet import result
from lms.notify.models import Notice
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from tests.assessments.observing.seeing import (
    ASKED,
    GPS_IFD,
    given,
    picture,
    seen_by,
    sheet_version,
    shot,
)
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.ledger.reading import check_agreement, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessor(db: None) -> Employee:
    return holder_of(Role.ASSESSOR, UnitFactory.create(), name="沈知秋")


@pytest.fixture
def person(assessor: Employee) -> Employee:
    return EmployeeFactory.create(unit=assessor.unit, name="周大川", language="en")


@pytest.fixture
def version(db: None) -> SheetVersion:
    return sheet_version()


def test_what_was_seen_is_kept_with_its_result_and_told(
    assessor: Employee, person: Employee, version: SheetVersion
) -> None:
    row = record_observation(actor=assessor, seen=seen_by(version, person), device="Test")
    assert (row.score, row.most, row.passed, row.failed) == (6, 6, True, [])
    assert (row.unit, row.post, row.device) == (person.unit, person.post, "Test")
    assert "周大川" in row.statement and "通过" in row.statement
    notice = Notice.objects.get(recipient_id=person.pk)
    assert "Reception" in notice.title and row.token in notice.url
    assert check_agreement() == 3  # the role, the observation and its picture
    assert said("observation.made")[0].values["score"] == "6.00"


def test_a_critical_point_missed_fails(
    assessor: Employee, person: Employee, version: SheetVersion
) -> None:
    row = record_observation(actor=assessor, seen=seen_by(version, person, (2, 0, 4)))
    assert (row.passed, row.failed) == (False, ["keys"])


def test_what_was_not_seen_needs_no_picture_and_counts_neither_way(
    assessor: Employee, person: Employee, version: SheetVersion
) -> None:
    seen = seen_by(version, person, (1, 1, None), shots=[])
    row = record_observation(actor=assessor, seen=seen)
    assert (row.score, row.most) == (4, 5)


def test_the_same_form_sent_again_is_the_same_observation(
    assessor: Employee, person: Employee, version: SheetVersion
) -> None:
    seen = seen_by(version, person)
    first = record_observation(actor=assessor, seen=seen)
    InspectionSheet.objects.update(is_retired=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    Employee.objects.filter(pk=person.pk).update(left_on=yesterday)
    assert record_observation(actor=assessor, seen=seen) == first
    assert Observation.objects.count() == ObservationPhoto.objects.count() == 1
    other = holder_of(Role.ASSESSOR, assessor.unit)  # type: ignore[arg-type]
    with pytest.raises(ObservedByAnother):
        record_observation(actor=other, seen=seen)
    for more in ({"given": given(2, 0, 4)}, {"employee": other}, {"remark": "又一次"}):
        with pytest.raises(SentBefore):
            record_observation(actor=assessor, seen=replace(seen, **more))
    assert Observation.objects.count() == 1


def test_a_picture_loses_its_place_and_keeps_the_hash_of_when_it_was_taken(
    assessor: Employee, person: Employee, version: SheetVersion
) -> None:
    taken = picture(place=True)
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(GPS_IFD)
    taken_hash, at = sha256(taken).hexdigest(), timezone.now() - timedelta(hours=1)
    seen = seen_by(version, person, shots=[shot(taken, capture_hash=taken_hash, captured_at=at)])
    photo = record_observation(actor=assessor, seen=seen).photos.get()
    kept = photo.file.read()
    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("WEBP", (60, 40), {})
    assert b"Phone" not in kept and b"Exif" not in kept
    assert (photo.capture_hash, photo.sha256) == (taken_hash, sha256(kept).hexdigest())
    assert photo.captured_at == at


def pictures(*contents: bytes, point: str = "desk") -> dict[str, Any]:
    return {"shots": [shot(content, point) for content in contents]}


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        (lambda: {"shots": []}, PhotoMissing),
        (lambda: pictures(picture(), picture()), SamePhotoTwice),
        (lambda: pictures(b"no picture"), PhotoUnreadable),
        (lambda: pictures(picture(size=(400, 300))[:900]), PhotoUnreadable),
        (lambda: pictures(*[picture()] * 25), TooManyPhotos),
        (lambda: {"shots": [shot(capture_hash="0" * 64)]}, PhotoChanged),
        (lambda: {"assessor_signature": "somebody else"}, NotSigned),
        (lambda: {"assessor_signature": ""}, NotSigned),
        (lambda: {"employee_signature": ""}, NotSigned),
        (lambda: {"employee_signature": "沈知秋"}, NotSigned),
        (lambda: {"observed_at": timezone.now() + timedelta(hours=1)}, ObservedInTheFuture),
        (lambda: {"shown": "100/600 failed"}, AnotherResult),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(
    assessor: Employee,
    person: Employee,
    version: SheetVersion,
    more: Callable[[], dict[str, Any]],
    refusal: type[ObservationRefused],
) -> None:
    with pytest.raises(refusal) as refused:
        record_observation(actor=assessor, seen=seen_by(version, person, **more()))
    assert str(refused.value)
    assert not Observation.objects.exists() and not ObservationPhoto.objects.exists()
    assert not Notice.objects.exists()


def test_the_result_that_was_shown_is_the_one_that_is_kept(
    assessor: Employee, person: Employee, version: SheetVersion
) -> None:
    shown = as_shown(result(ASKED, given(2, 0, 4)))
    assert shown == "300/600 failed keys"
    seen = seen_by(version, person, (2, 0, 4), shown=shown)
    assert record_observation(actor=assessor, seen=seen).failed == ["keys"]


def test_who_does_not_sign_says_why_and_a_name_may_be_typed(
    assessor: Employee, person: Employee, version: SheetVersion
) -> None:
    unsigned = seen_by(
        version, person, employee_signature="", not_signed_because=" 不同意 ", employee_remark="忙"
    )
    row = record_observation(actor=assessor, seen=unsigned)
    assert (row.employee_signature, row.not_signed_because) == ("", "不同意")
    typed = seen_by(version, person, assessor_signature="沈知秋", employee_signature="周大川")
    assert record_observation(actor=assessor, seen=typed).employee_signature == "周大川"
    assert check_agreement() == 5


def test_nobody_observes_themselves_or_people_elsewhere(
    assessor: Employee, person: Employee, version: SheetVersion
) -> None:
    with pytest.raises(NotOneself):
        record_observation(actor=assessor, seen=seen_by(version, assessor))
    yesterday = timezone.localdate() - timedelta(days=1)
    for other in (
        EmployeeFactory.create(),
        EmployeeFactory.create(unit=assessor.unit, left_on=yesterday),
    ):
        with pytest.raises(NotObservable):
            record_observation(actor=assessor, seen=seen_by(version, other))
    with pytest.raises(NotAllowed):
        record_observation(actor=person, seen=seen_by(version, assessor))


def test_a_retired_sheet_takes_no_observation_and_none_is_ever_changed(
    assessor: Employee, person: Employee, version: SheetVersion
) -> None:
    row = record_observation(actor=assessor, seen=seen_by(version, person))
    row.remark = "else"
    with pytest.raises(ObservationIsFixed):
        row.save()
    InspectionSheet.objects.update(is_retired=True)
    version.refresh_from_db()
    with pytest.raises(SheetRetired):
        record_observation(actor=assessor, seen=seen_by(version, person))


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_once_is_one_observation() -> None:
    assessor = holder_of(Role.ASSESSOR, UnitFactory.create())
    person = EmployeeFactory.create(unit=assessor.unit)
    seen = seen_by(sheet_version(), person, (2, 1, None), shots=[])
    together = Barrier(4)

    def send() -> Observation:
        together.wait(timeout=20)
        try:
            return record_observation(actor=assessor, seen=seen)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda __: send(), range(4)))
    assert len({row.pk for row in rows}) == Observation.objects.count() == 1
    assert (Notice.objects.count(), check_agreement()) == (1, 2)
