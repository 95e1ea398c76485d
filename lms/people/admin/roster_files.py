"""The sheets that go with roster imports: the template, and what a check found."""

from collections.abc import Iterator
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _t

from lms.people.admin.roster_words import changes_in_words, remarks_in_words
from lms.people.enums import EmploymentKind, RosterColumn
from lms.people.models import Employee, RosterImport, Unit
from lms.people.queries import posts_in_order, units_reached
from lms.people.rules.roster import EXAMPLE_NUMBER
from lms.sheets.writing import Cell, Column, Row, Sheet, write_xlsx

REQUIRED = {RosterColumn.STAFF_NUMBER, RosterColumn.NAME, RosterColumn.UNIT, RosterColumn.POST}
WIDTHS = {RosterColumn.UNIT: 30, RosterColumn.POST: 18, RosterColumn.EMAIL: 24}


def write_template(file: IO[bytes], actor: Employee) -> None:
    """Headings and an example, then all that may be entered as unit, post and employment kind."""
    units = list(units_reached(actor, "people.add_employee"))
    posts = list(posts_in_order())
    columns = [Column(str(each.label), WIDTHS.get(each, 16)) for each in RosterColumn]
    write_xlsx(
        file,
        [
            Sheet(_t("Roster"), columns, [_example(units, str(posts[0]) if posts else "")]),
            Sheet(
                _t("What may be entered"),
                [
                    Column(_t("Unit"), 40),
                    Column(_t("Unit code"), 24),
                    Column(_t("Post"), 24),
                    Column(_t("Post code"), 24),
                    Column(_t("Employment kind"), 24),
                ],
                _choices(units, [(str(post), post.code) for post in posts]),
            ),
        ],
    )


def _example(units: list[Unit], post: str) -> Row:
    today = timezone.localdate()
    values: dict[str, Cell] = {
        RosterColumn.STAFF_NUMBER: EXAMPLE_NUMBER,
        RosterColumn.NAME: _t("This row is an example and is passed over"),
        RosterColumn.UNIT: _paths(units)[-1] if units else "",
        RosterColumn.POST: post,
        RosterColumn.EMPLOYMENT_KIND: str(EmploymentKind.OWN.label),
        RosterColumn.HIRED_ON: today,
        RosterColumn.FROM_ON: today,
        RosterColumn.SIGN_IN: _t("yes"),
    }
    return [values.get(each) for each in RosterColumn]


def _choices(units: list[Unit], posts: list[tuple[str, str]]) -> Iterator[Row]:
    kinds = [str(label) for label in EmploymentKind.labels]
    paths = _paths(units)
    for number in range(max(len(units), len(posts), len(kinds))):
        unit = (paths[number], units[number].code) if number < len(units) else (None, None)
        post = posts[number] if number < len(posts) else (None, None)
        yield [*unit, *post, kinds[number] if number < len(kinds) else None]


def _paths(units: list[Unit]) -> list[str]:
    """The names from the company down; of units above the reader's own only what they may see."""
    names = {str(unit.pk): unit.localised_name for unit in units}
    return [
        "/".join(names[pk] for pk in unit.path.rstrip("/").split("/") if pk in names)
        for unit in units
    ]


def write_result(file: IO[bytes], roster: RosterImport) -> None:
    """Every row of the check with its outcome and the reasons."""
    columns = [
        Column(_t("Row"), 8),
        Column(_t("Outcome"), 12),
        Column(_t("Staff number"), 14),
        Column(_t("Full name"), 16),
        Column(_t("What changes"), 60),
        Column(_t("Remarks"), 60),
    ]
    rows = (
        [
            row.number or None,
            str(row.get_outcome_display()),
            row.staff_number,
            row.name,
            "\n".join(changes_in_words(row)),
            "\n".join(remarks_in_words(row)),
        ]
        for row in roster.rows.iterator(chunk_size=1000)
    )
    write_xlsx(file, [Sheet(_t("Roster check"), columns, rows)])
