"""Kinds of lesson block that higher packages add in their `apps.ready`."""

from typing import Any

# Made when the lessons' stream is first asked for: by then every package is ready.
_kinds: dict[str, Any] = {}


def add_lesson_block(name: str, block: Any) -> None:
    """Offer a `courses.blocks.LessonBlock` of another package to authors. `name` is kept with each
    lesson that uses it and so never changes. With `Meta.is_live` it is drawn anew for each reader,
    by a template that gets `request` and `position` beside `value`."""
    _kinds[name] = block


def lesson_block_kinds() -> list[tuple[str, Any]]:
    return list(_kinds.items())
