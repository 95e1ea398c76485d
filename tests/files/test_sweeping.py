"""Files that no row names are deleted, and no other."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.db.models import FileField
from django.utils import timezone

from conduct_records.models import Evidence, EvidenceView
from lms.files.storage import private_storage
from lms.files.sweeping import naming_fields, sweep_private
from lms.files.tasks import sweep_private as task
from lms.jobs.long_work import keep_result
from lms.jobs.schedule import recurring
from lms.people.models import PersonalExport, RosterImport
from tests.conduct_records.cases.reports import photo, reported
from tests.factories.people import CompanyFactory, EmployeeFactory, holder_of

pytestmark = pytest.mark.django_db
TWO_DAYS = timedelta(days=2)


def stored(name: str = "results/2026/01/01/left.zip", content: bytes = b"x") -> str:
    return private_storage().save(name, ContentFile(content))


def swept(after: timedelta = TWO_DAYS) -> int:
    with time_machine.travel(timezone.now() + after):
        return sweep_private()


@pytest.fixture(autouse=True)
def store_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests store just now is not to be swept. Columns keep the storage they were made
    with, also when a test has had settings of its own and `private_storage` is made anew."""
    place = private_storage().location
    stores = [private_storage(), *(field.storage for __, field in naming_fields())]
    for store in stores:
        if store.location == place:
            for name in ("location", "base_location"):
                monkeypatch.setitem(store.__dict__, name, str(tmp_path))


def test_what_no_row_names_goes_after_a_day() -> None:
    name = stored()
    assert swept(timedelta(hours=23)) == 0
    assert private_storage().exists(name)
    assert swept() == 1
    assert not private_storage().exists(name)


def test_it_runs_every_day() -> None:
    found = {each.task_path: each.every for each in recurring()}
    assert found[task.module_path] == timedelta(days=1)


def test_what_rows_name_stays_whoever_names_it() -> None:
    """Also two rows one file, and rows of a table that is not looked at every day."""
    company = CompanyFactory.create()
    director = holder_of("hr_director", company)
    reported(director, photo("a.jpg"), person=None)
    piece = Evidence.objects.get()
    EvidenceView.objects.update_or_create(
        evidence=piece, defaults={"state": "ready", "file": stored("evidence-views/a.jpg")}
    )
    shared = stored()
    for __ in range(2):
        PersonalExport.objects.create(owner=director, employee=director, result=shared)
    roster = RosterImport.objects.create(asked_by=director, digest="x", file=stored("rosters/a"))
    names = {piece.file.name, piece.view.file.name, shared, roster.file.name}
    assert swept() == 0
    assert all(private_storage().exists(name) for name in names)
    PersonalExport.objects.first().delete()
    assert swept() == 0
    PersonalExport.objects.all().delete()
    assert swept() == 1


def test_every_column_of_private_files_is_asked() -> None:
    """Whatever model it is on: where the store is found by its place on the disk."""
    place = Path(private_storage().location)
    wanted = {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, FileField) and Path(field.storage.location) == place
    }
    found = {(model._meta.db_table, field.column) for model, field in naming_fields()}
    assert found >= wanted
    assert {table for table, __ in found} >= {
        "conduct_records_evidence",
        "conduct_records_evidenceview",
        "conduct_records_codebooksignature",
        "conduct_records_adoptiondocument",
        "conduct_records_draftdocument",
        "courses_acknowledgement",
        "people_rosterimport",
    }


def test_a_file_of_any_of_them_is_looked_for() -> None:
    """The statement of the sweep holds for each table."""
    for model, field in naming_fields():
        rows = model._base_manager.filter(**{f"{field.name}__in": {"a", "b"}})
        assert list(rows.values_list(field.name, flat=True)) == []


def test_media_are_not_touched() -> None:
    name = default_storage.save("recordings/left.txt", ContentFile(b"x"))
    private = stored("recordings/left.txt")
    assert swept() == 1
    assert default_storage.exists(name) and not private_storage().exists(private)
    default_storage.delete(name)


def test_the_result_of_work_that_is_gone_is_not_kept() -> None:
    """Such as of somebody who was erased while it was made."""
    person = EmployeeFactory.create()
    export = PersonalExport.objects.create(owner=person, employee=person)
    PersonalExport.objects.all().delete()
    with pytest.raises(DatabaseError):
        keep_result(export, "export.zip", ContentFile(b"all of it"))
    assert export.result.name and not private_storage().exists(export.result.name)
