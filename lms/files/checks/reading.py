from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any


@contextmanager
def kept_in_place(file: IO[Any]) -> Iterator[None]:
    """Reads from the beginning, and leaves the file there for the next reader."""
    file.seek(0)
    try:
        yield
    finally:
        file.seek(0)


def start_of(file: IO[bytes], length: int) -> bytes:
    with kept_in_place(file):
        return file.read(length)


def size_of(file: IO[bytes]) -> int:
    with kept_in_place(file):
        return file.seek(0, 2)
