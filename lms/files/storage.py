from pathlib import PurePath
from uuid import uuid4

from django.core.files.storage import FileSystemStorage, Storage, storages

PRIVATE = "private"


class NamelessStorage(FileSystemStorage):
    """What people hand in is called as they like, often by somebody's name; here it gets a name
    that says nothing. Whoever shows the file keeps its own name in a column."""

    def get_valid_name(self, name: str) -> str:
        return super().get_valid_name(f"{uuid4()}{PurePath(name).suffix.lower()}")


def private_storage() -> Storage:
    """Scans, results of long work: files that only a view with a question of its own hands out."""
    return storages[PRIVATE]
