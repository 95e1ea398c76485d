"""What is stored of files that no row names: made for a row that was gone when it was to name them,
or by a process that was killed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField, Model
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from lms.files.storage import private_storage

# A file is saved before its row is committed; nothing takes a day in between.
AGE = timedelta(days=1)
AT_ONCE = 500


@contextmanager
def kept_with_row(file: FieldFile) -> Iterator[None]:
    """Inside, the row that names the saved file is written; if it is not, the file goes again."""
    name = str(file.name)
    try:
        yield
    except BaseException:
        file.storage.delete(name)
        raise


def sweep_private() -> int:
    """Delete the files of the private store that are older than a day and that no row names; how
    many these were."""
    storage, fields, deleted = private_storage(), naming_fields(), 0
    old = _old_names(storage, "")
    while names := set(islice(old, AT_ONCE)):
        for name in names - _named(fields, names):
            storage.delete(name)
            deleted += 1
    return deleted


def naming_fields() -> list[tuple[type[Model], FileField]]:
    """Every column that names files, of whatever package and store: one too many keeps a file, one
    too few would lose one. A column of a parent is the parent's."""
    models = apps.get_models(include_auto_created=True)
    return [
        (model, field)
        for model in models
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField)
    ]


def _named(fields: Iterable[tuple[type[Model], FileField]], names: set[str]) -> set[str]:
    found: set[str] = set()
    for model, field in fields:
        rows = model._base_manager.filter(**{f"{field.name}__in": names})
        found |= set(rows.values_list(field.name, flat=True))
    return found


def _old_names(storage: Storage, folder: str) -> Iterator[str]:
    """As rows would name them. What came with a backup is as old as the day it was put back."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in (str(PurePosixPath(folder, each)) for each in files):
        try:
            since = max(storage.get_modified_time(name), storage.get_created_time(name))
        except FileNotFoundError:
            continue
        if since < timezone.now() - AGE:
            yield name
    for each in folders:
        yield from _old_names(storage, str(PurePosixPath(folder, each)))
