"""The files of `content/reviews/` (`docs/content.md`) as what the actions take: quarters are
counted back from the last one that is reviewed, texts come from lists where a person has none."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.utils import timezone

from lms.demo.files import CONTENT, read
from lms.people.models import Employee
from lms.people.rules.periods import Period, add_months, month_end
from reviews.rules.cycles import CycleKind, last_full, quarter_of
from reviews.rules.scorecard import Scorecard, of_json

FOLDER = CONTENT / "reviews"
# So long a period has been over before its reviews are under way, or were closed.
UNDER_WAY = timedelta(days=25)
CLOSED = timedelta(days=60)
QUARTERS = 4
# What a scorecard counts in whole numbers.
COUNTS = ("least", "least_peers")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Quarter:
    """`ago` quarters before the one under way."""

    ago: int
    from_on: date
    until_on: date

    def named(self, row: Row) -> dict[str, str]:
        number = (self.from_on.month + 2) // 3
        words = {
            "year": self.from_on.year,
            "number": number,
            "quarter": "一二三四"[number - 1],
        }
        return {"name": row["name"].format(**words), "name_en": row["name_en"].format(**words)}


def quarters() -> list[Quarter]:
    """The oldest first; the last one is under way."""
    day = timezone.localdate() - UNDER_WAY
    first = last_full(CycleKind.QUARTERLY, day).from_on
    periods = [quarter_of(add_months(first, -3 * ago)) for ago in range(QUARTERS)]
    return [
        Quarter(ago, period.from_on, _end(period))
        for ago, period in reversed([*enumerate(periods)])
    ]


def _end(period: Period) -> date:
    assert period.until_on is not None
    return period.until_on


def yearly_period() -> Period:
    """The last year whose reviews are closed by now."""
    return last_full(CycleKind.YEARLY, timezone.localdate() - CLOSED)


def card_of(row: Row) -> Scorecard:
    names = ("components", "grades", "red_cap", "questions", "peer_questions", "least_peers")
    return of_json(_exact({name: row[name] for name in names if name in row}))


def _exact(said: Any) -> Any:
    """Numbers as texts, so that they become decimals as they are written."""
    if isinstance(said, dict):
        return {name: each if name in COUNTS else _exact(each) for name, each in said.items()}
    if isinstance(said, list):
        return [_exact(each) for each in said]
    return str(said) if isinstance(said, (int, float)) and not isinstance(said, bool) else said


def figures_of(quarter: Quarter, last: date, people: Mapping[str, Employee]) -> str:
    """The quarter's figures as a csv file; `last` is the first day of the last month of all. Months
    in which somebody was not here yet, or no more, are left out."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(["staff_number", "month", "measure", "numerator", "denominator", "source"])
    for row in _figure_rows():
        month, employee = add_months(last, -int(row["months_ago"])), people[row["staff_number"]]
        if quarter.from_on <= month <= quarter.until_on and _was_here(employee, month):
            number = [row["staff_number"], f"{month:%Y-%m}"]
            writer.writerow(
                [*number, row["measure"], row["numerator"], row["denominator"], row["source"]]
            )
    return file.getvalue()


def _figure_rows() -> Iterator[Row]:
    with (FOLDER / "figures.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _was_here(employee: Employee, month: date) -> bool:
    assert employee.hired_on is not None
    return employee.hired_on <= month_end(month) and not employee.has_left_by(month)


class Texts:
    """What is said of somebody of whom only the points are written down."""

    def __init__(self) -> None:
        self.row: Row = read(FOLDER / "yearly.yaml")

    def of(self, number: str, points: list[int]) -> Row:
        """A row as `quarterly.yaml` has them."""
        turn = int(number)
        mean = round(sum(points) / len(points))
        return {
            "well": self.row["well"][turn % len(self.row["well"])],
            "improve": self.row["improve"][turn // 7 % len(self.row["improve"])],
            "points": points,
            "examples": [self.row["example"][each] for each in points],
            "text": self.row["text"][mean],
            "talk": self.row["text"][mean],
        }
