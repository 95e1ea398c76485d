"""The time-line of a person and the import of a roster in the back office."""

import io
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from lms.people.actions.correct_placement import correct_placement
from lms.people.actions.end_employment import end_employment
from lms.people.actions.transfer_employee import transfer_employee
from lms.people.enums import Role
from lms.people.models import Employee, Leave, RosterImport
from lms.people.rules.roster import columns_of
from lms.sheets.reading import read_sheet
from tests.factories.people import EmployeeFactory, holder_of
from tests.people.test_rosters import new, text

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/people/employees/"
ROSTER = "/admin/people/roster/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False):
        yield


@pytest.fixture
def officer(world, client):
    officer = holder_of(Role.HR_OFFICER, world.north, name="何静", language="en")
    client.force_login(officer)
    return officer


@pytest.fixture
def person(world):
    return EmployeeFactory.create(unit=world.lake, post=world.post, staff_number="Q0777")


def url(step, target):
    return f"{PEOPLE}{step}/{target.pk}/"


def place(world, **more):
    return {"unit": world.hill.pk, "post": world.post.pk} | more


def test_a_transfer(world, client, officer, person):
    assert client.get(url("transfer", person)).status_code == 200
    answer = client.post(url("transfer", person), place(world, on="2026-11-20", note="调剂"))
    assert answer.url == url("person", person)
    page = client.get(answer.url)
    assert world.hill.name_en in page.text
    assert "调剂" in page.text
    person.refresh_from_db()
    assert person.unit == world.hill


def test_a_refusal_is_an_error_of_the_form(world, client, officer, person):
    answer = client.post(url("transfer", person), place(world, on="2026-09-01"))
    assert "must begin later" in str(answer.context["form"].errors["on"])
    answer = client.post(url("transfer", person), place(world, unit=world.bay.pk, on="2026-11-20"))
    assert "unit" in answer.context["form"].errors


def test_leave_return_and_taking_back(client, officer, person):
    client.post(url("leave", person), {"kind": "sick", "from_on": "2026-11-10"})
    leave = Leave.objects.get()
    assert "On leave" in client.get(PEOPLE).text
    assert "On leave" in client.get(PEOPLE, {"presence": "on_leave"}).text
    client.post(url("return", leave), {"back_on": "2026-11-20"})
    leave.refresh_from_db()
    assert leave.until_on == date(2026, 11, 19)
    client.post(url("withdraw-leave", leave), {"reason": "误填"})
    assert not Leave.objects.exists()
    assert "误填" in client.get(url("person", person)).text


def test_correcting_and_withdrawing(world, client, officer, person):
    coming = transfer_employee(
        actor=officer, employee=person, unit=world.hill, post=world.post, on=date(2026, 12, 1)
    )
    assert client.get(url("correct-placement", coming)).status_code == 200
    values = place(world, unit=world.north.pk, from_on="2026-12-05", reason="误填")
    assert client.post(url("correct-placement", coming), values).status_code == 302
    coming.refresh_from_db()
    assert (coming.unit, coming.from_on) == (world.north, date(2026, 12, 5))
    assert client.post(url("withdraw-placement", coming), {"reason": "取消"}).status_code == 302
    page = client.get(url("person", person)).text
    assert "误填" in page
    assert "取消" in page


def test_leaving_and_coming_back(world, client, officer, person):
    client.post(url("end", person), {"on": "2026-12-31", "reason": "合同到期"})
    assert client.post(url("stay", person)).status_code == 302
    client.post(url("end", person), {"on": "2026-11-19", "reason": "辞职"})
    person.refresh_from_db()
    assert not person.is_active
    values = place(world, on="2026-11-20", employment_kind="own", own_sign_in="on")
    answer = client.post(url("rehire", person), values)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "<code>" in answer.text
    person.refresh_from_db()
    assert person.has_sign_in


def test_hiring_without_a_sign_in(world, client, officer):
    values = {
        "staff_number": "Q1", "name": "周姐", "unit": world.lake.pk, "post": world.post.pk,
        "hired_on": "2026-11-20", "employment_kind": "outsourced", "employer": "洁诚",
    }  # fmt: skip
    assert client.post(f"{PEOPLE}new/", values).url == PEOPLE
    hired = Employee.objects.get(staff_number="Q1")
    assert not hired.has_sign_in
    page = client.get(url("edit", hired)).text
    assert "Give a sign-in" in page
    assert "<code>" in client.post(url("new-password", hired)).text
    hired.refresh_from_db()
    assert hired.has_sign_in
    answer = client.post(f"{PEOPLE}new/", values | {"staff_number": "Q2", "employer": ""})
    assert "employer" in answer.context["form"].errors


STEPS = ["person", "transfer", "leave", "end", "stay", "rehire"]


@pytest.mark.parametrize("step", STEPS)
def test_people_of_other_units_have_no_time_line(world, client, officer, step):
    outside = EmployeeFactory.create(unit=world.bay)
    assert client.get(url(step, outside)).status_code == 404
    for name in ("correct-placement", "withdraw-placement"):
        assert client.get(url(name, outside.placements.get())).status_code == 404


def test_a_higher_role_is_seen_but_not_moved(world, client, officer):
    boss = holder_of(Role.HR_DIRECTOR, world.north)
    page = client.get(url("person", boss))
    assert page.status_code == 200
    assert "transfer/" not in page.text
    assert client.get(url("transfer", boss)).url == "/admin/"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_time_line_costs_the_same_however_long(
    world, client, officer, person, rows, django_assert_num_queries
):
    for number in range(1, rows + 1):
        transfer_employee(
            actor=officer,
            employee=person,
            unit=world.hill if number % 2 else world.lake,
            post=world.post,
            on=date(2026, 10, number),
        )
        correct_placement(
            actor=officer,
            placement=person.placements.last(),
            unit=world.hill if number % 2 else world.lake,
            post=world.post,
            from_on=date(2026, 10, number),
            reason="x",
        )
    client.get(url("person", person))
    with django_assert_num_queries(14):
        assert client.get(url("person", person)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_list_costs_the_same_however_long(
    world, client, officer, rows, django_assert_num_queries
):
    template = EmployeeFactory.build(unit=world.lake, post=world.post)
    template.keep_name_keys()
    Employee.objects.bulk_create(
        Employee(
            staff_number=f"N{number:04}",
            name=template.name,
            sort_key=template.sort_key,
            search_key=template.search_key,
            unit=world.lake,
            post=world.post,
            hired_on=template.hired_on,
        )
        for number in range(rows)
    )
    client.get(PEOPLE)
    with django_assert_num_queries(12):
        assert client.get(PEOPLE).status_code == 200


def test_the_list_goes_by_unit_then_by_name(world, client, officer):
    for name, unit in (("张伟", world.lake), ("安心", world.hill), ("顾一舟", world.lake)):
        EmployeeFactory.create(name=name, latin_name=name, unit=unit)
    page = client.get(PEOPLE).text
    places = [page.index(name) for name in ("顾一舟", "张伟", "安心")]
    assert places == sorted(places)


def test_filters_by_kind_and_presence(world, client, officer, person):
    gone = EmployeeFactory.create(unit=world.lake, staff_number="Q0888", employment_kind="rehired")
    end_employment(actor=officer, employee=gone, on=date(2026, 11, 19), reason="x")
    for query, shown, hidden in [
        ({"employment_kind": "rehired"}, gone, person),
        ({"presence": "left"}, gone, person),
        ({"presence": "present"}, person, gone),
        ({"sign_in": "closed"}, gone, person),
    ]:
        page = client.get(PEOPLE, query).text
        assert shown.staff_number in page
        assert hidden.staff_number not in page


@pytest.mark.parametrize("name", ["=1+1", "+86", "-1", "@SUM(A1)"])
def test_the_export_holds_no_formula(world, client, officer, name):
    EmployeeFactory.create(unit=world.lake, name=name, staff_number="Q0888")
    lines = b"".join(client.get(PEOPLE, {"export": "csv"})).decode()
    assert f",'{name}," in lines
    sheet = b"".join(client.get(PEOPLE, {"export": "xlsx"}))
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(sheet)).active for c in row]
    (found,) = (cell for cell in cells if cell.value == name)
    assert found.data_type == "s"


# Rosters --------------------------------------------------------------------------------------


def send(client, *rows, **more):
    file = SimpleUploadedFile("花名册.csv", text(*rows).read())
    return client.post(ROSTER, {"file": file} | more)


def test_from_the_file_to_the_people(world, client, officer, run_jobs):
    answer = send(client, new("n1", world), new("n2", world))
    page = client.get(answer.url)
    assert "N1" in page.text
    assert "Write all of it" in page.text
    assert client.post(f"{answer.url}confirm/").url == answer.url
    assert "Waiting" in client.get(answer.url).text
    run_jobs()
    assert "Everything was written" in client.get(answer.url).text
    assert Employee.objects.filter(staff_number__in=["N1", "N2"]).count() == 2


def test_refused_rows_are_shown_and_nothing_can_be_written(world, client, officer):
    answer = send(client, new("n100001", world), new("n2", world, 单位="没有"))
    page = client.get(answer.url)
    assert "There is no unit" in page.text
    assert "Write all of it" not in page.text
    assert "N100001" not in client.get(answer.url, {"kind": "refused"}).text
    client.post(f"{answer.url}confirm/")
    assert RosterImport.objects.get().confirmed_at is None


def test_a_file_that_is_no_roster(client, officer):
    file = SimpleUploadedFile("x.csv", b"a,b\n1,2\n")
    answer = client.post(ROSTER, {"file": file})
    assert "No headings were found" in str(answer.context["form"].errors["file"])
    answer = client.post(ROSTER, {"file": file, "is_complete": "on"})
    assert "unit" in answer.context["form"].errors


def test_the_check_as_a_sheet(world, client, officer):
    answer = send(client, new("n1", world), new("n2", world, 单位="没有"))
    content = b"".join(client.get(f"{answer.url}download/"))
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    assert [row[:3] for row in rows[1:]] == [(2, "Added", "N1"), (3, "Refused", "N2")]
    assert "There is no unit" in rows[2][5]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_template_can_be_filled_in_and_read_again(world, client, officer, language):
    Employee.objects.filter(pk=officer.pk).update(language=language)
    content = b"".join(client.get(f"{ROSTER}template/"))
    sheet = read_sheet(io.BytesIO(content))
    columns = columns_of(sheet.rows)
    assert len(columns.places) == 12
    assert not columns.ignored
    with translation.override(language):
        answer = client.post(ROSTER, {"file": SimpleUploadedFile("t.xlsx", content)})
        assert client.get(answer.url).status_code == 200
    choices = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[1].values)
    assert world.lake.code in {row[1] for row in choices}
    assert world.bay.code not in {row[1] for row in choices}


def test_a_roster_is_there_for_who_sent_it(world, client, officer):
    answer = send(client, new("n1", world))
    client.force_login(holder_of(Role.HR_OFFICER, world.north))
    for page in ("", "download/"):
        assert client.get(f"{answer.url}{page}").status_code == 404
    assert client.post(f"{answer.url}confirm/").status_code == 404
    client.force_login(holder_of(Role.TRAINER, world.north))
    assert client.get(ROSTER).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_the_check_costs_the_same_however_long(
    world, client, officer, rows, django_assert_num_queries
):
    answer = send(client, *(new(f"n{number}", world) for number in range(rows)))
    client.get(answer.url)
    with django_assert_num_queries(11):
        assert client.get(answer.url).status_code == 200
