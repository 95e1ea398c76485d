"""The texts of what entries say."""

from collections.abc import Iterator, Mapping
from typing import Any


def texts_within(value: Any) -> Iterator[str]:
    """Every text of a plain value, and of what it holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts_within(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_within(part)
