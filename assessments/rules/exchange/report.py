"""What an import says of each question: taken over, taken over with a loss, or refused."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assessments.rules.exchange.questions import Refused


class Came(StrEnum):
    """What became of a question that was taken over: it is new, a new version, stands elsewhere in
    the bank than before, or was there already."""

    NEW = "new"
    VERSION = "version"
    MOVED = "moved"
    UNCHANGED = "unchanged"


class Group(StrEnum):
    """The three lists of a report."""

    IMPORTED = "imported"
    LOSSY = "lossy"
    REFUSED = "refused"


@dataclass(frozen=True)
class Taken:
    """What was taken over: at `place` of the source, called `name` there and `code` here."""

    place: str
    name: str
    code: str
    came: Came
    losses: tuple[str, ...] = ()


@dataclass
class Report:
    """Each question, quiz and sitting of a source once, in the order in which they were read."""

    taken: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def add(self, *found: Taken | Refused) -> None:
        for each in found:
            if isinstance(each, Refused):
                self.refused.append(each)
            else:
                self.taken.append(each)

    @property
    def lossy(self) -> list[Taken]:
        return [each for each in self.taken if each.losses]

    @property
    def whole(self) -> list[Taken]:
        return [each for each in self.taken if not each.losses]

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """The file that `--report` writes, and what `QuestionImport.report` keeps."""
        return {
            Group.IMPORTED: [_row(each) for each in self.whole],
            Group.LOSSY: [_row(each) | {"loss": list(each.losses)} for each in self.lossy],
            Group.REFUSED: list(map(_refused_row, self.refused)),
        }


def _row(taken: Taken) -> dict[str, Any]:
    return {
        "place": taken.place,
        "name": taken.name,
        "code": taken.code,
        "came": str(taken.came),
    }


def _refused_row(refused: Refused) -> dict[str, Any]:
    return {
        "place": refused.place,
        "name": refused.name,
        "line": refused.line,
        "reason": refused.reason,
    }


def without_person(
    report: Mapping[str, Any], names: Collection[str], erased: str
) -> dict[str, list[dict[str, Any]]]:
    """A kept report in which `erased` stands for each of the names by which a sitting was
    somebody's there. Capitals make no difference."""
    each = "|".join(re.escape(name) for name in names if name)
    whole = re.compile(rf"(?<![0-9A-Za-z])(?:{each})(?![0-9A-Za-z])", re.IGNORECASE)

    def said(value: Any) -> Any:
        if isinstance(value, list):
            return list(map(said, value))
        return whole.sub(erased, value) if isinstance(value, str) else value

    spoken = ("name", "reason", "loss")
    return {
        group: [row | {key: said(row[key]) for key in spoken if key in row} for row in rows]
        for group, rows in report.items()
    }


def counts(report: Mapping[str, Any]) -> dict[str, int]:
    """How many stand in each list of a report as it is kept."""
    return {str(group): len(report.get(group, ())) for group in Group}


def came(report: Mapping[str, Any]) -> dict[str, int]:
    """How many of a kept report's were new, became a version, or were there."""
    rows = [*report.get(Group.IMPORTED, ()), *report.get(Group.LOSSY, ())]
    return {str(each): sum(row["came"] == each for row in rows) for each in Came}


def rows(report: Mapping[str, Any], groups: Iterable[str] = tuple(Group)) -> Iterator[Any]:
    """The entries of a kept report as (group, entry, sentences), refused ones first."""
    order = (Group.REFUSED, Group.LOSSY, Group.IMPORTED)
    for group in (each for each in order if each in groups):
        for entry in report.get(group, ()):
            sentences = [entry["reason"]] if "reason" in entry else entry.get("loss", [])
            yield group, entry, sentences
