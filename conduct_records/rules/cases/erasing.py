"""What is left of a step when people are erased.

What the ledger holds under the key of somebody who stays (`rules.cases.evidence.PERSONS`) stays in
the row as well, or the two would differ: who investigated, who was appointed, who witnessed. It
goes when that person is erased. Whom an interview was with has a key of its own, and goes with the
case, or with that person; interviews from before have none.
"""

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import Any

from conduct_records.rules.cases.evidence import persons_in

# The name that stands beside the token of whom was interviewed, under their key.
NAME, NAMED = "name", "person"


def left_of(
    data: Mapping[str, Any], gone: Collection[str], *, has_own_key: bool = False
) -> dict[str, Any]:
    """Of a step of a case that is erased; `gone` are the tokens of those who are. `has_own_key`
    says of an interview whether the key of whom it was with is destroyed with the case."""
    if has_own_key:
        return {}
    kept = {field: token for field, token in persons_in(data).items() if token not in gone}
    if NAME in data and NAMED in kept:
        kept[NAME] = data[NAME]
    return kept


def without_name(data: Mapping[str, Any], *, has_own_key: bool) -> dict[str, Any]:
    """An interview, once whoever was asked is erased. Of one without a key of its own their token
    stays: it leads to nobody any more."""
    return {**data, NAME: "", NAMED: ""} if has_own_key else {**data, NAME: ""}


def neutral_name(kind: str, name: str) -> str:
    """For a file whose name may tell who handed it in."""
    return f"{kind}{PurePosixPath(name).suffix.lower()}"


def is_left_alone(cases: Collection[bool], is_named: bool, named_is_gone: bool) -> bool:
    """Whether an incident concerns nobody any more who stays. `cases` says of each of its cases
    whether it is erased; whoever is named in the report and had a case goes with that one."""
    return all(cases) and (not is_named or named_is_gone)
