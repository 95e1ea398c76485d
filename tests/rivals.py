"""Somebody else who is quicker, at the one moment where it matters."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def overtaken(table: str, create: Callable[[], Any], *, after: int = 1) -> Iterator[None]:
    """Run `create` as soon as the code under test has asked `after` times whether a row of `table`
    exists: it has its answer by then, and has not written yet."""
    looks = 0

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal looks
        answer = execute(sql, params, many, context)
        if f' AS "a" FROM "{table}"' in sql:  # how `exists` asks
            looks += 1
            if looks == after:
                create()
        return answer

    with connection.execute_wrapper(watch):
        yield
    assert looks >= after
