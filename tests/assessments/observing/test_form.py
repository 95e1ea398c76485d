"""The form of an observation: who is named, what is refused in words, the pages around it."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.actions.observing.record_observation import record_observation
from assessments.actions.observing.save_sheet import save_sheet
from assessments.errors import CodeTaken
from assessments.models import InspectionSheet, Observation, SheetVersion
from lms.people.enums import Role
from lms.people.models import Employee
from tests.assessments.observing.seeing import ASKED, DRAWN, picture, seen_by, sheet_version
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db
START = reverse("assessments:observe")
FORM = reverse("assessments:observe-form", args=["reception"])
JSON = {"Accept": "application/json"}


@pytest.fixture
def assessor(db: None) -> Employee:
    return holder_of(Role.ASSESSOR, UnitFactory.create(), language="en", name="沈知秋")


@pytest.fixture
def person(assessor: Employee) -> Employee:
    return EmployeeFactory.create(unit=assessor.unit, name="周大川", latin_name="Zhou Dachuan")


@pytest.fixture
def version(db: None) -> SheetVersion:
    return sheet_version()


@pytest.fixture
def phone(client: Client, assessor: Employee) -> Client:
    client.force_login(assessor)
    return client


def filled(version: SheetVersion, who: str, **said: Any) -> dict[str, Any]:
    """What the browser sends; the third point asks for a picture."""
    return {
        "form_id": str(uuid4()),
        "version": version.pk,
        "who": who,
        "observed_at": "2026-09-02T09:30",
        "step-0": "2",
        "step-1": "1",
        "step-2": "4",
        "photos-2": SimpleUploadedFile("桌面.jpg", picture(), "image/jpeg"),
        "assessor_signature": DRAWN,
        "employee_signature": DRAWN,
    } | said


def test_from_the_form_to_the_receipt(
    phone: Client, person: Employee, version: SheetVersion
) -> None:
    notes = json.dumps([{"hash": sha256(picture()).hexdigest(), "at": "2026-09-02T01:30:00Z"}])
    said = filled(version, person.staff_number) | {"captured-2": notes, "remark-1": "已提醒"}
    answer = phone.post(FORM, said, headers=JSON)
    assert answer.status_code == 201
    row = Observation.objects.get()
    assert (row.employee, row.score, row.passed) == (person, 6, True)
    assert row.given[1] == {"point": "keys", "step": 1, "remark": "已提醒"}
    photo = row.photos.get()
    assert (photo.point, photo.captured_at is not None) == ("desk", True)
    assert answer.json()["url"] == reverse("assessments:observe-receipt", args=[row.token])
    shown = phone.get(answer.json()["url"]).text
    assert "100 %" in shown and photo.capture_hash in shown


def test_a_form_sent_again_is_the_first_only_where_it_says_the_same(
    phone: Client, person: Employee, version: SheetVersion
) -> None:
    other = EmployeeFactory.create(unit=person.unit)
    form_id = str(uuid4())
    said = filled(version, person.staff_number, form_id=form_id, **{"remark-1": "一\r\n二 "})
    first = phone.post(FORM, said, headers=JSON).json()["url"]
    for more in ({"step-0": "0"}, {"remark-1": "三"}, {"who": other.staff_number}):
        said = filled(version, person.staff_number, form_id=form_id) | more
        answer = phone.post(FORM, said, headers=JSON)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["form_id"])
    yesterday = timezone.localdate() - timedelta(days=1)
    Employee.objects.filter(pk=person.pk).update(left_on=yesterday)
    InspectionSheet.objects.update(is_retired=True)
    for named in ({}, {"who": "周大", "person": person.pk}):
        said = filled(version, "周大川", form_id=form_id, **{"remark-1": "一\r\n二 "}) | named
        again = phone.post(FORM, said, headers=JSON)
        assert (again.status_code, again.json()["url"]) == (201, first)
    assert Observation.objects.count() == 1


def test_without_javascript_what_is_not_the_first_one_may_be_sent_as_another(
    phone: Client, person: Employee, version: SheetVersion
) -> None:
    form_id = str(uuid4())
    unseen = {"step-2": "unseen", "photos-2": "", "form_id": form_id}
    phone.post(FORM, filled(version, person.staff_number) | unseen)
    answer = phone.post(FORM, filled(version, person.staff_number) | unseen | {"step-0": "0"})
    assert answer.status_code == 422
    assert "sent already" in answer.text and form_id not in answer.text


def test_without_javascript_the_browser_is_led_to_the_receipt(
    phone: Client, person: Employee, version: SheetVersion
) -> None:
    answer = phone.post(FORM, filled(version, "周大川", **{"step-2": "unseen", "photos-2": ""}))
    row = Observation.objects.get()
    assert answer.headers["Location"] == reverse("assessments:observe-receipt", args=[row.token])
    assert (row.score, row.most) == (5, 5)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"who": ""}, "who"),
        ({"who": "没有此人"}, "who"),
        ({"step-0": ""}, "step-0"),
        ({"step-0": "3"}, "step-0"),
        ({"photos-2": ""}, "photos-2"),
        ({"photos-2": SimpleUploadedFile("a.jpg", b"no picture")}, "photos-2"),
        ({"assessor_signature": ""}, "assessor_signature"),
        ({"assessor_signature": "周大川"}, "__all__"),
        ({"employee_signature": ""}, "not_signed_because"),
        ({"observed_at": "2999-01-01T00:00"}, "observed_at"),
        ({"observed_at": "2126-01-01T00:00"}, "observed_at"),
        ({"shown": "100/600 failed"}, "__all__"),
        ({"captured-2": "{"}, "captured-2"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    phone: Client, person: Employee, version: SheetVersion, more: dict[str, Any], field: str
) -> None:
    said = filled(version, person.staff_number) | more
    answer = phone.post(FORM, said, headers=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert not Observation.objects.exists()


def test_nobody_observes_themselves_or_people_elsewhere(
    phone: Client, assessor: Employee, version: SheetVersion
) -> None:
    answer = phone.post(FORM, filled(version, assessor.staff_number), headers=JSON)
    assert answer.json()["errors"] == {"who": ["Nobody observes themselves."]}
    stranger = EmployeeFactory.create(name="林小满")
    for said in ({"who": stranger.staff_number}, {"who": "x", "person": stranger.pk}):
        answer = phone.post(FORM, filled(version, "") | said, headers=JSON)
        assert list(answer.json()["errors"]) == ["who"]
    assert stranger.name not in phone.get(START, {"who": stranger.staff_number}).text
    found = phone.get(reverse("assessments:observe-people"), {"who": stranger.staff_number}).text
    assert stranger.name not in found


def test_a_badge_names_the_person_on_both_pages(
    phone: Client, person: Employee, version: SheetVersion
) -> None:
    start = phone.get(START, {"who": person.staff_number}).text
    assert f"{FORM}?who={person.staff_number}" in start and "Zhou Dachuan" in start
    form = phone.get(FORM, {"who": person.staff_number}).text
    assert f'value="{person.pk}" checked' in form
    found = phone.get(reverse("assessments:observe-people"), {"who": "dachuan"}).text
    assert person.staff_number in found


def test_what_is_kept_on_the_phone_names_nobody(
    phone: Client, person: Employee, version: SheetVersion
) -> None:
    start = phone.get(reverse("assessments:observe-offline")).text
    kept = reverse("assessments:observe-form-offline", args=["reception"])
    assert f'data-keep="{kept}"' in start
    form = phone.get(kept).text
    assert "Greets first" in form and "csrfmiddlewaretoken" not in form
    for text in (start, form):
        assert person.staff_number not in text
    worker = phone.get(reverse("assessments:observe-worker"))
    assert worker.headers["Content-Type"] == "text/javascript"
    assert "observation-pages" in worker.text


def test_a_form_that_was_begun_before_the_sheet_changed_counts_by_its_own_version(
    phone: Client, person: Employee, version: SheetVersion
) -> None:
    content = version.content | {"pass_percent": 100}
    newer = SheetVersion.objects.create(
        sheet=version.sheet, number=2, content=content, created_by=version.created_by
    )
    assert f'name="version" value="{newer.pk}"' in phone.get(FORM).text
    assert f'name="version" value="{version.pk}"' in phone.get(FORM, {"version": version.pk}).text
    phone.post(FORM, filled(version, person.staff_number))
    assert Observation.objects.get().version == version


def test_a_retired_sheet_is_not_offered_and_says_so(
    phone: Client, person: Employee, version: SheetVersion
) -> None:
    InspectionSheet.objects.update(is_retired=True)
    assert "No inspection sheet yet" in phone.get(START).text
    assert phone.get(FORM).headers["Location"] == START
    answer = phone.post(FORM, filled(version, person.staff_number), headers=JSON)
    assert answer.json()["errors"] == {"__all__": ["This sheet is no longer used."]}


def test_my_observations_cost_the_same_however_many(
    phone: Client,
    assessor: Employee,
    version: SheetVersion,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def observe() -> None:
        employee = EmployeeFactory.create(unit=assessor.unit)
        sheet = sheet_version(code=f"more-{employee.pk}")
        seen = seen_by(sheet, employee, (2, 1, None), shots=[])
        record_observation(actor=assessor, seen=seen)

    observe()
    phone.get(START)
    with django_assert_num_queries(7):
        assert phone.get(START).text.count("/observe/sent/") == 1
    observe()
    observe()
    with django_assert_num_queries(7):
        assert phone.get(START).text.count("/observe/sent/") == 3


def test_today_leads_who_may_observe_there(phone: Client, person: Employee) -> None:
    assert f'href="{START}"' in phone.get(reverse("home:today")).text
    phone.force_login(person)
    assert f'href="{START}"' not in phone.get(reverse("home:today")).text


def test_no_sheet_takes_the_address_of_another_page() -> None:
    for code in ("people", "offline", "session", "sent"):
        with pytest.raises(CodeTaken):
            save_sheet(
                actor=Employee.objects.system(), sheet=None, code=code, title="x", asks=ASKED
            )
