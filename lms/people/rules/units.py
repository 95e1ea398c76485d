"""The tree of units: order of kinds, and paths ("1/4/9/": from the root down to the unit)."""

from collections.abc import Mapping

# From the largest to the smallest; values of `enums.UnitKind`.
KINDS = ("company", "region", "site", "team")


def may_contain(outer_kind: str, inner_kind: str) -> bool:
    """A unit lies in one of a larger kind; a level may be skipped (a team of the company)."""
    return KINDS.index(outer_kind) < KINDS.index(inner_kind)


def path_of(unit_id: int, parent_path: str) -> str:
    return f"{parent_path}{unit_id}/"


def is_within(path: str, outer: str) -> bool:
    """Whether the unit at `path` is the one at `outer` or lies below it."""
    return path.startswith(outer)


def moved_paths(paths: Mapping[int, str], unit_id: int, new_path: str) -> dict[int, str]:
    """The paths that change when the unit gets `new_path`: its own and those of all below it."""
    old_path = paths[unit_id]
    return {
        other_id: new_path + path.removeprefix(old_path)
        for other_id, path in paths.items()
        if is_within(path, old_path) and old_path != new_path
    }
