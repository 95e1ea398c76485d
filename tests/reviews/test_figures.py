"""Service figures: what a sheet may say, and why a row is refused."""

import io
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import translation

from lms.ledger.actions.verify_ledger import verify
from lms.people.errors import NotAllowed
from lms.people.models import Employee
from lms.people.rules.name_keys import fold
from reviews.actions.figures.check_figures import check_figures
from reviews.actions.figures.confirm_figures import confirm_figures
from reviews.errors import (
    FiguresHaveRefusals,
    FiguresRefused,
)
from reviews.models import FigureImport, FigureRow, ServiceFigure
from reviews.policies import IMPORT_FIGURES
from reviews.queries.figures import rows_of, shown
from reviews.queries.words import MEASURES
from reviews.rules.scorecard import Measure
from reviews.rules.service_figures import MEASURE_BY_WORD, month_of
from tests.factories.people import EmployeeFactory, UnitFactory
from tests.factories.reviews import ReviewWorld, review_world
from tests.reviews.figure_sheets import HEADS, check, csv, imported, reasons, row, xlsx


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False), translation.override("en"):
        yield


@pytest.fixture
def world(db: None) -> ReviewWorld:
    return review_world()


def test_a_check_writes_no_figure(world: ReviewWorld) -> None:
    work = check(world, csv(row(world), row(world, measure="满意度")))
    assert work.counts == {"added": 2}
    assert (work.confirmed_at, ServiceFigure.objects.count()) == (None, 0)
    assert work.encoding.lower().startswith("utf-8")


def test_what_is_confirmed_is_written_and_stands_in_the_ledger(world: ReviewWorld) -> None:
    work = imported(world, row(world), row(world, measure="call_back", numerator=8, source=""))
    first, second = work.figures.order_by("row")
    assert (first.row, first.employee, first.month) == (2, world.subject, date(2026, 10, 1))
    assert (first.measure, first.numerator, first.denominator) == (Measure.CLOSURE, 15, 16)
    assert (first.source, second.source, second.measure) == ("客户系统", "", Measure.CALL_BACK)
    assert work.confirmed_at is not None
    assert not FigureRow.objects.exists()
    assert [each.person for each in shown(rows_of(world.hr, IMPORT_FIGURES, work))] == [
        world.subject,
        world.subject,
    ]
    assert verify().is_sound


def test_a_sheet_may_be_a_workbook_with_dates_and_english_names(world: ReviewWorld) -> None:
    number = world.subject.staff_number.lower()
    work = check(
        world,
        xlsx(
            [number, date(2026, 9, 1), "Satisfaction", 83, 96.0],
            ["example-1", "2026-09", "Satisfaction", 1, 1],
            [None, None, None, None, None],
            [number, 202610, "Call-back rate, major complaints", 3, 3],
            heads=["Staff number", "Month", "Measure", "Numerator", "Denominator", "Remark"],
        ),
    )
    assert (work.counts, work.ignored_columns) == ({"added": 2}, ["Remark"])
    values = [each.values for each in work.rows.all()]
    assert [each["month"] for each in values] == ["2026-09-01", "2026-10-01"]
    assert [each["measure"] for each in values] == ["satisfaction", "call_back_major"]


def test_a_chinese_csv_may_be_in_gb18030(world: ReviewWorld) -> None:
    work = check(world, csv(row(world, month="2026年10月"), encoding="gb18030"))
    assert work.counts == {"added": 1}
    assert work.encoding.lower() == "gb18030"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"denominator": 0}, "The denominator is 0."),
        ({"numerator": 17}, "The numerator 17 is larger than the denominator 16."),
        ({"numerator": -1}, "Numerator: -1 is below 0."),
        ({"numerator": "1.5"}, "Numerator: “1.5” is no whole number."),
        ({"numerator": "many"}, "Numerator: “many” is no whole number."),
        ({"denominator": ""}, "Denominator is missing."),
        ({"denominator": 1_000_001}, "Denominator: 1000001 is too large to be true."),
        ({"number": "NOBODY"}, "Nobody has the staff number “NOBODY”."),
        ({"number": ""}, "The staff number is missing."),
        ({"number": "SYSTEM"}, "Nobody has the staff number “SYSTEM”."),
        ({"month": "2026-11"}, "The month is not over yet."),
        ({"month": "2026-12"}, "The month has not come yet."),
        ({"month": "2023-12"}, "The person was hired later, on 1 January 2024."),
        ({"month": "2026-13"}, "“2026-13” is no month."),
        ({"month": "last"}, "“last” is no month."),
        ({"month": ""}, "Month is missing."),
        ({"measure": "好评率"}, "There is no measure “好评率”."),
        ({"measure": ""}, "Measure is missing."),
        ({"measure": "=A1"}, "Cell C2 holds a formula."),
        ({"source": "源" * 121}, "Source: longer than 120 characters."),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(
    world: ReviewWorld, changed: dict[str, object], reason: str
) -> None:
    work = check(world, csv(row(world, **changed), row(world, measure="满意度")))
    assert work.counts == {"refused": 1, "added": 1}
    assert any(each.startswith(reason) for each in reasons(world, work)[2])
    with pytest.raises(FiguresHaveRefusals):
        confirm_figures(actor=world.hr, work=work)
    assert not ServiceFigure.objects.exists()


def test_merged_cells_and_errors_are_refused(world: ReviewWorld) -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for each in [HEADS, row(world), row(world, measure="满意度"), row(world, numerator="#REF!")]:
        page.append(each)
    page.merge_cells("A2:A3")
    page["D4"].data_type = "e"
    book.save(file)
    found = reasons(world, check(world, ContentFile(file.getvalue())))
    assert any("Cell A2 is merged" in each for each in found[2])
    assert any("Cell D4 holds an error" in each for each in found[4])


def test_a_month_twice_names_the_other_row_or_the_other_file(world: ReviewWorld) -> None:
    imported(world, row(world), name="早先.csv")
    again = row(world, measure="满意度", month="2026-09")
    work = check(world, csv(row(world), again, again))
    held, one, other = (reasons(world, work)[number] for number in (2, 3, 4))
    assert held == [
        "This figure was imported on 20 November 2026 already, in “早先.csv”. "
        "Withdraw that import first."
    ]
    assert one == other == ["The same person, month and measure stand in several rows: 3, 4."]


def test_nobody_imports_figures_of_themselves_or_of_strangers(world: ReviewWorld) -> None:
    stranger = EmployeeFactory.create(unit=UnitFactory.create())
    work = check(
        world,
        csv(row(world, number=world.hr.staff_number), row(world, number=stranger.staff_number)),
    )
    assert reasons(world, work) == {
        2: ["Somebody else must import figures about you."],
        3: ["This staff number belongs to somebody outside your units."],
    }
    with pytest.raises(NotAllowed):
        check_figures(actor=world.manager, file=csv(row(world)), file_name="x.csv")


def test_months_count_from_hiring_to_leaving_each_time_somebody_was_here(
    world: ReviewWorld,
) -> None:
    times = world.subject.employments.get()  # type: ignore[attr-defined]
    times.until_on = date(2026, 3, 10)
    times.save(update_fields=["until_on"])
    world.subject.employments.create(  # type: ignore[attr-defined]
        from_on=date(2026, 9, 20), noted_by=Employee.objects.system()
    )
    rows = [row(world, month=month) for month in ("2026-03", "2026-04", "2026-09")]
    assert reasons(world, check(world, csv(*rows))) == {
        3: ["The person had left by then, on 10 March 2026."]
    }


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["甲", "乙"]], "No headings were found"),
        ([["工号", "月份", "指标"], ["1", "2026-10", "满意度"]], "missing: Numerator, Denominator"),
        ([[*HEADS, "月"], ["1"] * 7], "stand there twice: 月"),
        ([HEADS], "no row with a figure"),
        ([], "The sheet is empty"),
        ([["%PDF-1.7"]], "xlsx or a csv"),
    ],
)
def test_a_file_that_is_no_sheet_of_figures_is_refused(
    world: ReviewWorld, rows: list[list[str]], reason: str
) -> None:
    content = "\n".join(",".join(each) for each in rows).encode()
    with pytest.raises(FiguresRefused, match=reason):
        check(world, ContentFile(content))
    assert not FigureImport.objects.exists()


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-09", 9),
        ("2026/9", 9),
        ("2026.09", 9),
        ("2026年9月", 9),
        ("2026年9月份", 9),
        ("202609", 9),
        ("2026-09-30", 9),
        ("2026-9-30 00:00:00", 9),
        ("2026-00", None),
        ("9月", None),
        ("26-09", None),
        ("2026-09-30 11:00", None),
    ],
)
def test_months_are_read_as_people_write_them(text: str, month: int | None) -> None:
    assert month_of(text) == (date(2026, month, 1) if month else None)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_measure_is_known_by_the_name_on_the_pages(language: str) -> None:
    with translation.override(language):
        for measure in set(MEASURE_BY_WORD.values()):
            assert MEASURE_BY_WORD[fold(str(MEASURES[measure]))] == measure
