"""Taking out all that is kept about somebody."""

import io
import json
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from lms.ledger.actions.note_look import sequence_looks
from lms.ledger.queries.looks import looks_at
from lms.people.enums import Role
from lms.people.models import Employee, PersonalExport
from lms.people.rules.export import safe_names
from tests.factories.people import CompanyFactory, EmployeeFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def xiaoman() -> Employee:
    return EmployeeFactory.create(unit=CompanyFactory.create(), email="xiaoman@example.com")


def archive_at(client: Client, url: str) -> ZipFile:
    found = client.get(url)
    assert found.status_code == 200
    return ZipFile(io.BytesIO(b"".join(found.streaming_content)))


def test_everybody_takes_out_what_is_kept_about_them(
    xiaoman: Employee, client: Client, run_jobs
) -> None:
    client.force_login(xiaoman)
    progress = client.post(reverse("people:own-data")).url
    assert client.get(progress).status_code == 200
    assert client.get(f"{progress}file/").status_code == 404
    run_jobs()
    assert f"{progress}file/" in client.get(progress).content.decode()
    archive = archive_at(client, f"{progress}file/")
    said = json.loads(archive.read("data.json"))
    assert said["staff_number"] == xiaoman.staff_number
    [person] = said["packages"]["people"]["tables"]["person"]["rows"]
    assert person["email"] == "xiaoman@example.com"
    assert set(said["packages"]) >= {
        "people",
        "assessments",
        "courses",
        "conduct_records",
        "reviews",
    }
    pages = archive.read("index.html").decode()
    assert "xiaoman@example.com" in pages and "<script" not in pages
    assert 'lang="zh-hans"' in pages
    sequence_looks()
    assert not looks_at(xiaoman.token).exists()


def test_nobody_fetches_what_another_asked_for(xiaoman: Employee, client: Client, run_jobs) -> None:
    client.force_login(xiaoman)
    progress = client.post(reverse("people:own-data")).url
    run_jobs()
    client.force_login(holder_of(Role.HR_DIRECTOR, xiaoman.unit))
    assert client.get(progress).status_code == 404
    assert client.get(f"{progress}file/").status_code == 404


def test_hr_takes_it_out_for_people_of_their_units_and_that_is_noted(
    xiaoman: Employee, client: Client, run_jobs
) -> None:
    officer = holder_of(Role.HR_OFFICER, xiaoman.unit)
    client.force_login(officer)
    stranger = EmployeeFactory.create(unit=UnitFactory.create())
    assert client.get(reverse("people:person-data", args=[stranger.pk])).status_code == 404
    progress = client.post(reverse("people:person-data", args=[xiaoman.pk])).url
    run_jobs()
    archive_at(client, f"{progress}file/")
    sequence_looks()
    assert looks_at(xiaoman.token).count() == 2
    officer.role_grants.update(revoked_by=officer, revoked_at="2026-01-01T00:00Z")
    assert client.get(f"{progress}file/").status_code == 404


def test_a_second_one_waits_for_the_first(xiaoman: Employee, client: Client) -> None:
    client.force_login(xiaoman)
    for __ in range(2):
        client.post(reverse("people:own-data"))
    assert PersonalExport.objects.count() == 1


def test_names_of_files_can_be_unpacked_anywhere() -> None:
    names = safe_names(["a/../b.txt", "A.txt", "a.txt", "..", "岗亭.jpg", "x" * 300 + ".pdf"])
    assert len({name.casefold() for name in names.values()}) == 6
    assert not any("/" in name or name.startswith(".") for name in names.values())
    assert names["岗亭.jpg"] == "岗亭.jpg" and max(map(len, names.values())) <= 136
