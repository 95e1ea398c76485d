"""Inspection sheets in the back office: written row by row, versions, retired."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from assessments.actions.observing.save_sheet import save_sheet
from assessments.errors import CodeTaken, NoPoints, SheetRefused
from assessments.models import InspectionSheet
from assessments.queries.observing.sheets import sheets, sheets_in_use
from assessments.rules.observing.sheet import Sheet
from lms.people.enums import Role
from lms.people.errors import NotAllowed
from lms.people.models import Employee, Unit
from tests.factories.observing import ASKS, observed, sheet_made
from tests.factories.people import EmployeeFactory, PostFactory, UnitFactory, holder_of

pytestmark = pytest.mark.django_db

ADD = reverse("inspection_sheets:add")
EMPTY = {"what": "point", "weight": "1", "scale": "three"}


@pytest.fixture
def site() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def author(site: Unit, sign_in: Callable[[Employee], Client]) -> Client:
    return sign_in(holder_of(Role.TRAINER, site))


def posted(*rows: dict[str, str], initial: int = 0, **about: str) -> dict[str, str]:
    """What the form sends; what a row does not say is as in an empty one."""
    data = {
        "code": "desk",
        "title": "前台检查表",
        "pass_percent": "80",
        "rows-TOTAL_FORMS": str(len(rows)),
        "rows-INITIAL_FORMS": str(initial),
    }
    for index, row in enumerate(rows):
        fields = {"position": str(index + 1)} | EMPTY | row
        data |= {f"rows-{index}-{name}": value for name, value in fields.items()}
    return data | about


SECTION = {"what": "section", "text": "接待", "text_en": "Receiving"}
GREETS = {"text": "先招呼", "standard": "三步之内", "weight": "4", "is_critical": "on"}
NOTES = {"text": "记录完整", "scale": "five", "needs_photo": "on", "code": "note"}


def saved(client: Client, url: str, data: dict[str, str]) -> InspectionSheet:
    response = client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    return InspectionSheet.objects.get(code=data["code"])


def edit(sheet: InspectionSheet) -> str:
    return reverse("inspection_sheets:edit", args=[sheet.pk])


def rows_of(client: Client, sheet: InspectionSheet) -> dict[str, Any]:
    """What the form of a sheet would send unchanged."""
    form = client.get(edit(sheet)).context["form"]
    data = {name: form.initial[name] or "" for name in ("code", "title", "pass_percent")}
    data |= {"rows-TOTAL_FORMS": str(len(form.rows.forms)), "rows-INITIAL_FORMS": "0"}
    data["rows-INITIAL_FORMS"] = str(form.rows.initial_form_count())
    for row in form.rows.forms:
        for field in row:
            value = field.value()
            if value not in (None, False, ""):
                data[field.html_name] = "on" if value is True else value
    return data


class TestWriting:
    def test_rows_become_sections_and_points(self, author: Client) -> None:
        sheet = saved(author, ADD, posted(SECTION, GREETS, NOTES, {}))
        (section,) = sheet.current_version.asks.sections
        assert (section.title, section.title_en) == ("接待", "Receiving")
        greets, notes = section.points
        assert (greets.code, greets.weight, greets.is_critical) == ("p1", 4, True)
        assert (notes.code, notes.scale, notes.needs_photo) == ("note", "five", True)

    def test_unchanged_makes_no_version(self, author: Client) -> None:
        sheet = sheet_made()
        saved(author, edit(sheet), rows_of(author, sheet))
        assert sheet.versions.count() == 1
        assert sheet.current_version.asks == ASKS

    def test_moved_added_and_left_out_makes_the_next(self, author: Client) -> None:
        sheet = sheet_made()
        data = rows_of(author, sheet)
        count = int(data["rows-TOTAL_FORMS"])
        empty = count - 3
        # The second point first, the last one away, a new one between the sections.
        data |= {"rows-1-position": "3", "rows-2-position": "2", "rows-5-DELETE": "on"}
        data |= {f"rows-{empty}-text": "问清姓名", f"rows-{empty}-position": "3"}
        saved(author, edit(sheet), data)
        sheet.refresh_from_db()
        newest = sheet.current_version
        assert newest.number == 2
        assert [[p.code for p in s.points] for s in newest.asks.sections] == [
            ["ring", "greet", "p1"],
            ["note"],
        ]

    def test_a_code_that_was_given_away_is_not_given_again(self, author: Client) -> None:
        sheet = saved(author, ADD, posted(SECTION, GREETS, NOTES))
        saved(author, edit(sheet), posted(SECTION, GREETS | {"DELETE": "on"}, NOTES, initial=3))
        saved(author, edit(sheet), posted(SECTION, NOTES, {"text": "新的一点"}, initial=2))
        sheet = InspectionSheet.objects.get()
        assert [*sheet.current_version.asks.points] == ["note", "p2"]

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            ((GREETS, SECTION), "A sheet begins with the heading of a section"),
            ((SECTION, {"standard": "没有名字"}), "Write what the section or the point is called"),
            ((SECTION,), "A sheet needs a section, and every section a point."),
            ((SECTION, NOTES, NOTES), "Every point needs a text and a code"),
            ((), "A sheet needs a section, and every section a point."),
        ],
    )
    def test_refused_in_words(
        self, author: Client, rows: tuple[dict[str, str], ...], said: str
    ) -> None:
        Employee.objects.update(language="en")
        response = author.post(ADD, posted(*rows))
        assert response.status_code == 200
        assert said in response.content.decode()
        assert not InspectionSheet.objects.exists()

    def test_two_of_one_code_are_refused(self, site: Unit) -> None:
        sheet_made()
        with pytest.raises(CodeTaken):
            sheet_made()
        with pytest.raises(NoPoints):
            sheet_made("empty", Sheet(()))
        with pytest.raises(SheetRefused):
            sheet_made("strict", Sheet(ASKS.sections, 0))

    @pytest.mark.parametrize("role", [Role.ASSESSOR, Role.SITE_MANAGER, Role.HR_OFFICER])
    def test_who_observes_does_not_write_sheets(self, site: Unit, role: Role) -> None:
        with pytest.raises(NotAllowed):
            save_sheet(
                actor=holder_of(role, site), sheet=None, code="mine", title="我的", asks=ASKS
            )


class TestVersions:
    def test_what_changed_stands_beside_each(self, author: Client) -> None:
        sheet = sheet_made()
        data = rows_of(author, sheet) | {"rows-1-text": "先开口招呼", "pass_percent": "75"}
        saved(author, edit(sheet), data)
        address = reverse("inspection_sheets:versions", args=[sheet.pk])
        rows = author.get(address).context["rows"]
        newest, first = rows
        assert not first[1]
        said = {
            each.label: "".join(piece.text for piece in each.after if piece.is_other)
            for each in newest[1]
        }
        assert len(said) == 2
        assert "开口" in "".join(said.values())

    def test_the_preview_shows_every_point(self, author: Client) -> None:
        version = sheet_made().current_version
        address = reverse("inspection_sheets:preview", args=[version.pk])
        page = author.get(address).content.decode()
        assert all(point.code in page for point in ASKS.points.values())

    def test_retired_is_offered_no_longer_and_none_is_deleted(self, author: Client) -> None:
        sheet = sheet_made()
        post = PostFactory.create()
        assert [*sheets_in_use(post)] == [sheet]
        saved(author, edit(sheet), rows_of(author, sheet) | {"is_retired": "on"})
        assert not sheets_in_use(post).exists()
        assert sheet.versions.count() == 1
        with pytest.raises(NoReverseMatch):
            reverse("inspection_sheets:delete", args=[sheet.pk])

    def test_ones_own_line_comes_first_and_others_not_at_all(self, site: Unit) -> None:
        post, other = PostFactory.create(), PostFactory.create()
        sheet_made("all")
        sheet_made("other", line=other.group)
        sheet_made("own", line=post.group)
        assert [sheet.code for sheet in sheets_in_use(post)] == ["own", "all"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(
    author: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    employee = EmployeeFactory.create()
    for number in range(count):
        sheet = sheet_made(f"s{number}")
        observed(employee, sheet)
    author.get(reverse("inspection_sheets:index"))
    with django_assert_num_queries(2):
        assert all(sheet.current_version.number == 1 for sheet in sheets())
    with django_assert_num_queries(INDEX):
        author.get(reverse("inspection_sheets:index"))


INDEX = 12
