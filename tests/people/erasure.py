"""Erasing somebody from the records of one package, and looking whether anything is left."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import FileField, Model
from django.utils import timezone

from lms.files.storage import private_storage
from lms.ledger.actions.erasing import destroy_keys, erasing
from lms.people.models import Employee
from lms.people.registries import Erased, PersonalRecords, all_records


def records_named(name: str) -> PersonalRecords:
    (found,) = (each for each in all_records() if each.name == name)
    return found


def erase_from(name: str, employee: Employee) -> Erased:
    """What the package keeps, and what names them on their own row; their key is destroyed and the
    files are deleted."""
    token = employee.token
    with transaction.atomic():
        with erasing():
            found = records_named(name).erase(employee)
            Employee.objects.filter(pk=employee.pk).update(
                name="gone",
                latin_name="",
                staff_number=f"X-GONE-{employee.pk}",
                erased_at=timezone.now(),
            )
        actor = Employee.objects.system().token
        destroy_keys(actor=actor, subject=token, records=found.tokens, reason="retention over")
    for file in found.files:
        assert file.storage.exists(file.name)
        file.storage.delete(file.name)
    employee.refresh_from_db()
    return found


def left_of(package: str, *planted: str) -> list[str]:
    """The tables, and the stored files that their rows name, in which one of the texts stands."""
    said = {
        model._meta.db_table: repr(list(model._default_manager.values_list()))
        for model in _models(package)
    }
    said |= {
        name: private_storage().open(name).read().decode("latin-1") for name in _files(package)
    }
    return [
        f"{where}: {text}"
        for where, what in said.items()
        for text in planted
        if text in what or text.encode().decode("latin-1") in what
    ]


def _models(package: str) -> Iterable[type[Model]]:
    return apps.get_app_config(package).get_models(include_auto_created=True)


def _files(package: str) -> Iterator[str]:
    for model in _models(package):
        fields = (each for each in model._meta.concrete_fields if isinstance(each, FileField))
        for field in fields:
            names = model._default_manager.values_list(field.name, flat=True)
            yield from (name for name in names if name and private_storage().exists(name))
