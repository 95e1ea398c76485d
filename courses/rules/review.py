"""Who may approve courseware."""

from collections.abc import Iterable


def is_own_work(
    reviewer: int, *, submitted_by: Iterable[int | None], written_by: Iterable[int | None]
) -> bool:
    """Whether the reviewer would judge themselves: they submitted the page, now or the first
    time, or wrote part of what was submitted. Ids of employees; None for a closed account."""
    return reviewer in {*submitted_by, *written_by}
