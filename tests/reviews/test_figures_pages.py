"""The pages of service figures: sending, looking, confirming, withdrawing; the sheets."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.people.enums import Role
from lms.people.models import Employee
from lms.people.rules.periods import add_months
from reviews.models import FigureImport, ServiceFigure
from reviews.queries.figures import address_of_row
from reviews.rules.scorecard import Measure
from tests.factories.people import EmployeeFactory, UnitFactory, holder_of
from tests.factories.reviews import HIRED, ReviewWorld, figures, review_world

HEADS = "工号,月份,指标,分子,分母,来源"
LIST_QUERIES = 5
CHECK_QUERIES = 7
FIGURES_QUERIES = 6

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> ReviewWorld:
    world = review_world()
    Employee.objects.update(language="en")
    return world


@pytest.fixture
def desk(client: Client, world: ReviewWorld) -> Client:
    client.force_login(Employee.objects.get(pk=world.hr.pk))
    return client


def month_before(count: int = 1) -> date:
    return add_months(timezone.localdate().replace(day=1), -count)


def line(employee: Employee, number: int = 1, good: int = 15, of: int = 16) -> str:
    return f"{employee.staff_number},{month_before(number):%Y-%m},投诉关闭率,{good},{of},客户系统"


def sent(*lines: str) -> dict[str, Any]:
    content = "\n".join([HEADS, *lines]).encode("gb18030")
    return {"file": SimpleUploadedFile("十月.csv", content)}


def send(desk: Client, *lines: str) -> Any:
    return desk.post(reverse("reviews:figures-new"), sent(*lines), follow=True)


def page_of(work: FigureImport, name: str = "import") -> str:
    return reverse(f"reviews:figures-{name}", args=[work.pk])


def test_from_sending_to_withdrawing(desk: Client, world: ReviewWorld) -> None:
    page = send(desk, line(world.subject), line(world.subject, 2))
    assert "<strong>2 figures</strong> can be written" in page.text
    assert "Read as GB18030" in page.text
    work = FigureImport.objects.get()
    page = desk.post(page_of(work, "confirm"), follow=True)
    assert "2 figures, imported" in page.text
    assert "Write all of it" not in page.text
    page = desk.get(page_of(work, "withdraw"))
    assert "All 2 figures of “十月.csv”" in page.text
    assert desk.post(page_of(work, "withdraw"), {"reason": " "}).status_code == 422
    page = desk.post(page_of(work, "withdraw"), {"reason": "口径有误"}, follow=True)
    assert "These figures count no more." in page.text
    assert "口径有误" in page.text
    assert "Withdrawn" in desk.get(reverse("reviews:figures")).text


def test_refused_rows_are_filtered_and_keep_the_whole_file_back(
    desk: Client, world: ReviewWorld
) -> None:
    page = send(desk, line(world.subject), line(world.subject, 2, 3, 0), line(world.subject, -1))
    assert "Some rows are refused, so nothing can be written." in page.text
    assert "Write all of it" not in page.text
    work = FigureImport.objects.get()
    refused = desk.get(page_of(work), {"outcome": "refused"}).text
    assert "The denominator is 0." in refused
    assert "The month has not come yet." in refused
    assert refused.count('<tr id="row-') == 2
    page = desk.post(page_of(work, "confirm"), follow=True)
    assert "Correct the file and send it again." in page.text
    page = desk.post(page_of(work, "discard"), follow=True)
    assert "The check is discarded." in page.text
    assert not FigureImport.objects.exists()


def test_a_bad_file_is_refused_on_the_form(desk: Client) -> None:
    page = desk.post(reverse("reviews:figures-new"), {"file": SimpleUploadedFile("x.csv", b"a,b")})
    assert (page.status_code, "No headings were found" in page.text) == (422, True)


def test_the_template_comes_back_as_an_import(desk: Client, world: ReviewWorld) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(_content(desk.get(reverse("reviews:figures-template"))))
    )
    first, second = book.worksheets
    heads = [cell.value for cell in first[1]]
    example = [cell.value for cell in first[2]]
    assert heads == ["Staff number", "Month", "Measure", "Numerator", "Denominator", "Source"]
    assert [row[1].value for row in second.iter_rows(min_row=2)] == [
        "closure",
        "satisfaction",
        "call_back",
        "call_back_major",
        "within_limits",
    ]
    assert [row[4].value for row in second.iter_rows(min_row=2)] == [
        "—",
        "90 %",
        "50 %",
        "100 %",
        "—",
    ]
    first.append([world.subject.staff_number, *example[1:5], "CRM"])
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("filled.xlsx", file.getvalue())
    page = desk.post(reverse("reviews:figures-new"), {"file": upload}, follow=True)
    assert "<strong>1 figure</strong> can be written" in page.text


def test_the_result_is_a_sheet_with_reasons(desk: Client, world: ReviewWorld) -> None:
    send(desk, line(world.subject), line(world.subject, 2, 17))
    work = FigureImport.objects.get()
    book = openpyxl.load_workbook(io.BytesIO(_content(desk.get(page_of(work, "result")))))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in rows] == [
        (2, "Added", world.subject.staff_number),
        (3, "Refused", world.subject.staff_number),
    ]
    assert rows[0][5:9] == (15, 16, "客户系统", "陈静")
    assert rows[1][9] == "The numerator 17 is larger than the denominator 16."


def _content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_figure_leads_to_its_row(desk: Client, world: ReviewWorld) -> None:
    people = [EmployeeFactory.create(unit=world.site) for __ in range(60)]
    Employee.objects.filter(pk__in=[each.pk for each in people]).update(hired_on=date(2024, 1, 1))
    work = figures(
        world.subject,
        *((add_months(date(2024, 1, 1), number), Measure.CLOSURE, 1, 2) for number in range(60)),
    )
    figure = work.figures.get(row=58)
    address = address_of_row(figure)
    assert address.endswith("?row=58#row-58")
    assert '<tr id="row-58"' in desk.get(address).text
    assert '<tr id="row-58"' not in desk.get(page_of(work)).text


def test_others_see_the_figures_of_their_people_and_no_check(
    client: Client, world: ReviewWorld
) -> None:
    elsewhere = UnitFactory.create(parent=world.company)
    officer = holder_of(Role.HR_OFFICER, elsewhere, language="en")
    stranger = EmployeeFactory.create(unit=elsewhere)
    work = figures(world.subject, (date(2026, 1, 1), Measure.CLOSURE, 1, 2))
    client.force_login(officer)
    assert client.get(page_of(work)).status_code == 404
    ServiceFigure.objects.create(
        work=work,
        row=9,
        employee=stranger,
        month=date(2026, 1, 1),
        measure=Measure.CLOSURE,
        numerator=1,
        denominator=2,
    )
    page = client.get(page_of(work)).text
    assert stranger.staff_number in page
    assert world.subject.staff_number not in page
    assert page.count('<tr id="row-') == 1
    assert client.get(page_of(work, "withdraw")).status_code == 403
    client.force_login(Employee.objects.get(pk=world.hr.pk))
    send(client, line(world.subject))
    check = FigureImport.objects.get(confirmed_at=None)
    for actor in (officer, world.other_hr):
        client.force_login(Employee.objects.get(pk=actor.pk))
        assert client.get(page_of(check)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_however_long(
    desk: Client,
    world: ReviewWorld,
    count: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    for __ in range(count):
        people = [EmployeeFactory.create(unit=world.site, hired_on=HIRED) for __ in range(count)]
        send(desk, *(line(each) for each in people))
    desk.get(reverse("reviews:figures"))
    with django_assert_num_queries(LIST_QUERIES):
        desk.get(reverse("reviews:figures"))
    work = FigureImport.objects.all()[0]
    with django_assert_num_queries(CHECK_QUERIES):
        assert desk.get(page_of(work)).text.count('<tr id="row-') == count
    desk.post(page_of(work, "confirm"))
    desk.get(page_of(work))
    with django_assert_num_queries(FIGURES_QUERIES):
        assert desk.get(page_of(work)).text.count('<tr id="row-') == count
