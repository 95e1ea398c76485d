from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """Scans, results of long work: files that only a view with a question of its own hands out."""
    return storages["private"]
