"""Importing a roster: checked, confirmed, written; all of it or nothing."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import translation

from courses.models import Enrolment
from lms.jobs.models import LongWork
from lms.people.actions.check_roster import check_roster
from lms.people.actions.confirm_roster import confirm_roster
from lms.people.actions.forget_rosters import forget_rosters
from lms.people.actions.run_roster import run_roster
from lms.people.actions.transfer_employee import transfer_employee
from lms.people.admin.roster_words import remarks_in_words, row_in_words
from lms.people.enums import Role, RosterOutcome
from lms.people.errors import (
    NotAllowed,
    RosterConfirmed,
    RosterHasRefusals,
    RosterRefused,
)
from lms.people.models import Employee, Placement, RosterImport, RosterRow
from lms.people.queries import roster_counts
from tests.factories.courses import make_course
from tests.factories.people import EmployeeFactory, PostFactory, holder_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
HEADS = ["工号", "姓名", "单位", "岗位", "用工形式", "用人单位", "入职日期", "到岗日期", "离职日期"]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20 12:00+08:00", tick=False), translation.override("en"):
        yield


@pytest.fixture
def officer(world):
    return holder_of(Role.HR_OFFICER, world.north, name="何静", language="en")


def text(*rows, heads=HEADS, encoding="utf-8"):
    filled = [[*row, *[""] * (len(heads) - len(row))] for row in rows]
    return ContentFile("\n".join(",".join(row) for row in [heads, *filled]).encode(encoding))


def new(number, world, **more):
    values = {
        "工号": number, "姓名": "顾一舟", "单位": "湖畔", "岗位": world.post.code,
        "入职日期": "2026-11-01",
    } | more  # fmt: skip
    return [values.get(head, "") for head in HEADS]


def check(actor, file, **more):
    return check_roster(actor=actor, file=file, file_name="花名册.csv", **more)


def run(actor, file, **more):
    roster = check(actor, file, **more)
    roster = confirm_roster(actor=actor, roster=roster, by_worker=False)
    run_roster(actor=Employee.objects.system(), roster=roster)
    return roster


def counts(roster):
    return {kind: count for kind, count in roster_counts(roster).items() if count}


def reasons(roster):
    return {row.number: [code for code, __ in row.remarks] for row in roster.rows.all()}


def test_a_check_changes_nobody(world, officer):
    roster = check(officer, text(new("n1", world), new("n2", world)))
    assert counts(roster) == {"added": 2}
    assert not Employee.objects.filter(staff_number="N1").exists()
    assert roster.state == LongWork.State.WAITING


def test_added_people_stand_in_their_place_and_are_enrolled(world, officer, run_jobs):
    course = make_course(is_onboarding=True)
    rows = [
        new("n1", world, 到岗日期="2026-11-05"),
        new("n2", world, 用工形式="劳务派遣", 用人单位="安信劳务"),
    ]
    roster = confirm_roster(actor=officer, roster=check(officer, text(*rows)))
    run_jobs()
    roster.refresh_from_db()
    assert (roster.state, roster.done, roster.total) == (LongWork.State.DONE, 2, 2)
    first, second = Employee.objects.filter(staff_number__in=["N1", "N2"]).order_by("staff_number")
    assert (first.unit, first.post, first.latin_name) == (world.lake, world.post, "Gu Yizhou")
    assert first.placements.get().from_on == date(2026, 11, 5)
    assert first.employments.get().from_on == date(2026, 11, 1)
    assert not first.has_sign_in
    assert (second.employment_kind, second.employer) == ("dispatched", "安信劳务")
    assert Enrolment.objects.filter(course_key=course.translation_key).count() == 2
    assert "gyz" in first.search_key
    assert first.sort_key


def test_the_second_time_nothing_changes(world, officer):
    known = EmployeeFactory.create(unit=world.lake, post=world.post, staff_number="Q7")
    rows = [
        new("n1", world),
        new("q7", world, 姓名="林小满", 单位="山居", 入职日期="2026-09-01", 到岗日期="2026-11-10"),
        new("n2", world, 到岗日期="2026-11-05", 离职日期="2026-12-31"),
    ]
    assert run(officer, text(*rows)).state == LongWork.State.DONE
    known.refresh_from_db()
    assert known.unit == world.hill
    assert counts(check(officer, text(*rows))) == {"unchanged": 3}
    with time_machine.travel("2026-12-20 12:00+08:00"):
        assert counts(check(officer, text(*rows))) == {"unchanged": 3}


def test_changes_are_shown_from_what_to_what(world, officer):
    EmployeeFactory.create(unit=world.lake, post=world.post, staff_number="Q7")
    row = new("q7", world, 姓名="林晓满", 单位="山居", 入职日期="2026-09-01", 到岗日期="2026-11-10")
    roster = check(officer, text(row))
    words = row_in_words(roster.rows.get())
    assert "林小满 → 林晓满" in words
    assert f"湖畔 · {world.post.name} → 山居 · {world.post.name}" in words


def test_leaving_and_coming_back_by_roster(world, officer):
    gone = EmployeeFactory.create(unit=world.lake, post=world.post, staff_number="Q7")
    row = new("q7", world, 姓名="林小满", 入职日期="2026-09-01", 离职日期="2026-11-10")
    roster = run(officer, text(row))
    assert counts(roster) == {"ended": 1}
    assert row_in_words(roster.rows.get()) == "Left on: 10 November 2026"
    gone.refresh_from_db()
    assert (gone.is_active, gone.left_on) == (False, date(2026, 11, 10))
    assert counts(check(officer, text(row))) == {"unchanged": 1}
    back = new("q7", world, 姓名="林小满", 单位="山居", 入职日期="2026-11-15")
    assert counts(run(officer, text(back))) == {"changed": 1}
    gone.refresh_from_db()
    assert (gone.is_active, gone.unit, gone.has_sign_in) == (True, world.hill, False)
    assert counts(check(officer, text(back))) == {"unchanged": 1}


def test_a_complete_roster_ends_whoever_is_missing(world, officer):
    for number, unit in (("Q7", world.lake), ("Q8", world.lake), ("Q9", world.hill)):
        EmployeeFactory.create(unit=unit, post=world.post, staff_number=number)
    row = new("q7", world, 姓名="林小满", 入职日期="2026-09-01")
    assert counts(check(officer, text(row))) == {"unchanged": 1}
    roster = run(officer, text(row), complete_unit=world.lake)
    assert counts(roster) == {"ended": 1, "unchanged": 1}
    assert Employee.objects.get(staff_number="Q8").left_on == TODAY
    assert Employee.objects.get(staff_number="Q9").left_on is None
    again = check(officer, text(row), complete_unit=world.lake)
    assert counts(again) == {"unchanged": 1}
    with pytest.raises(NotAllowed):
        check(officer, text(row), complete_unit=world.bay)


def test_refused_rows_are_named_and_nothing_runs(world, officer):
    EmployeeFactory.create(unit=world.bay, staff_number="B1")
    holder_of(Role.HR_DIRECTOR, world.north, staff_number="D1", post=world.post)
    PostFactory.create(name="双岗"), PostFactory.create(name="双岗")
    rows = [
        new("n1", world),
        new("n2", world, 单位="没有"),
        new("n3", world, 岗位="没有"),
        new("n4", world, 岗位="双岗"),
        new("n5", world, 单位="海湾"),
        new("b1", world),
        new("d1", world, 单位="北区", 入职日期="2026-09-01"),
        new("n6", world),
        new("n6", world),
        new("n7", world, 入职日期=""),
        new("n8", world, 单位=""),
        new("n9", world, 用工形式="外包"),
        new("n10", world, 入职日期="2026-02-30"),
        new("n11", world, 离职日期="2026-11-10"),
    ]
    roster = check(officer, text(*rows))
    assert reasons(roster) == {
        2: [],
        3: ["unknown_unit"],
        4: ["unknown_post"],
        5: ["ambiguous_post"],
        6: ["unit_out_of_reach"],
        7: ["out_of_reach"],
        8: ["not_looked_after"],
        9: ["twice"],
        10: ["twice"],
        11: ["no_hiring_day"],
        12: ["no_place"],
        13: ["no_employer"],
        14: ["bad_date"],
        15: ["left_long_ago"],
    }
    assert all(words for row in roster.rows.all() for words in remarks_in_words(row))
    assert roster.rows.get(number=15).outcome == RosterOutcome.UNCHANGED
    with pytest.raises(RosterHasRefusals):
        confirm_roster(actor=officer, roster=roster)


def test_bad_cells_are_named(world, officer):
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    for row in (new("n1", world), new("n2", world), new("n3", world)):
        book.active.append(row)
    book.active["B2"] = '="顾"&"一舟"'
    book.active.merge_cells("C3:C4")
    file = io.BytesIO()
    book.save(file)
    roster = check(officer, ContentFile(file.getvalue()))
    found = reasons(roster)
    assert "formula" in found[2]
    assert "merged" in found[3]
    assert "merged" in found[4]
    assert "B2" in row_in_words(roster.rows.get(number=2))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings(world, officer, encoding):
    assert counts(check(officer, text(new("n1", world), encoding=encoding))) == {"added": 1}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "Staff number"),
        ("工号,姓名\n1,2\n".encode(), "missing"),
        ("工号,姓名,单位,岗位,姓名\n1,2\n".encode(), "twice"),
        ("工號,姓名\n1,陳\n".encode("big5"), "GB18030"),
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "password"),
        ("工号,姓名\n".encode() + b"1,a\n" * 50_000, "20000"),
    ],
)
def test_files_refused_as_a_whole(officer, content, words):
    with pytest.raises(RosterRefused) as refusal:
        check(officer, ContentFile(content))
    assert words in str(refusal.value)
    assert not RosterImport.objects.exists()


def test_what_changed_since_the_check_stops_it(world, officer):
    known = EmployeeFactory.create(unit=world.lake, post=world.post, staff_number="Q7")
    rows = [
        new("n1", world),
        new("q7", world, 姓名="林小满", 单位="山居", 入职日期="2026-09-01", 到岗日期="2026-11-10"),
    ]
    roster = check(officer, text(*rows))
    transfer_employee(
        actor=officer, employee=known, unit=world.north, post=world.post, on=date(2026, 11, 5)
    )
    roster = confirm_roster(actor=officer, roster=roster, by_worker=False)
    run_roster(actor=world.system, roster=roster)
    assert roster.state == LongWork.State.FAILED
    assert "nothing was written" in roster.outcome
    assert not Employee.objects.filter(staff_number="N1").exists()


@pytest.mark.parametrize("breakdown", [RuntimeError("power"), KeyboardInterrupt()])
def test_nothing_is_half_imported(world, officer, breakdown):
    """Broken off in the middle, after people were added and before the last one is moved."""
    from lms.people.signals import employees_hired

    known = EmployeeFactory.create(unit=world.lake, post=world.post, staff_number="Q7")
    rows = [
        new("q7", world, 姓名="林小满", 单位="山居", 入职日期="2026-09-01", 到岗日期="2026-11-10"),
        new("n1", world),
    ]
    roster = confirm_roster(actor=officer, roster=check(officer, text(*rows)), by_worker=False)

    def break_off(sender, **kwargs):
        assert Employee.objects.filter(staff_number="N1").exists()
        raise breakdown

    before = list(Placement.objects.values_list("pk", "until_on"))
    employees_hired.connect(break_off)
    try:
        with pytest.raises(type(breakdown)):
            run_roster(actor=world.system, roster=roster)
    finally:
        employees_hired.disconnect(break_off)
    assert not Employee.objects.filter(staff_number="N1").exists()
    assert list(Placement.objects.values_list("pk", "until_on")) == before
    known.refresh_from_db()
    assert known.unit == world.lake
    roster.refresh_from_db()
    assert roster.state != LongWork.State.DONE


def test_confirmed_once_and_by_who_asked(world, officer):
    roster = check(officer, text(new("n1", world)))
    with pytest.raises(NotAllowed):
        confirm_roster(actor=holder_of(Role.HR_OFFICER, world.north), roster=roster)
    confirm_roster(actor=officer, roster=roster)
    with pytest.raises(RosterConfirmed):
        confirm_roster(actor=officer, roster=roster)
    with pytest.raises(NotAllowed):
        check(holder_of(Role.TRAINER, world.north), text(new("n1", world)))


def test_run_twice_by_the_worker_it_writes_once(world, officer):
    roster = run(officer, text(new("n1", world)))
    run_roster(actor=world.system, roster=roster)
    assert Employee.objects.filter(staff_number="N1").count() == 1


def test_hiring_many_costs_a_constant_number_of_queries(
    world, officer, django_assert_max_num_queries
):
    rows = [new(f"n{number}", world) for number in range(120)]
    roster = confirm_roster(actor=officer, roster=check(officer, text(*rows)), by_worker=False)
    with django_assert_max_num_queries(45):
        run_roster(actor=world.system, roster=roster)
    assert roster.state == LongWork.State.DONE


def test_rosters_are_forgotten_in_time(world, officer):
    only_checked = check(officer, text(new("n1", world)))
    written = run(officer, text(new("n2", world)))
    assert forget_rosters(actor=world.system) == 0
    with time_machine.travel(f"{TODAY + timedelta(days=8)} 12:00+08:00"):
        assert forget_rosters(actor=world.system) == 2
        assert forget_rosters(actor=world.system) == 0
    assert not RosterImport.objects.filter(pk=only_checked.pk).exists()
    written.refresh_from_db()
    assert not written.file
    assert not RosterRow.objects.exists()


# The command ----------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path, world):
    path = tmp_path / "roster.csv"
    path.write_bytes(text(new("n1", world), new("n2", world, 单位="海湾")).read())
    return path


def test_the_command_shows_and_writes(world, file, capsys):
    call_command("import_roster", str(file), "--dry-run")
    assert "N1" in capsys.readouterr().out
    assert not Employee.objects.filter(staff_number="N1").exists()
    call_command("import_roster", str(file))
    assert Employee.objects.filter(staff_number__in=["N1", "N2"]).count() == 2
    capsys.readouterr()
    call_command("import_roster", str(file), "--dry-run")
    assert "N1" not in capsys.readouterr().out
    call_command("import_roster", str(file), "--complete", world.bay.code)


def test_the_command_refuses(world, tmp_path, file):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(text(new("n1", world, 单位="没有")).read())
    for arguments in ([str(bad)], [str(tmp_path / "none.csv")], [str(file), "--complete", "x"]):
        with pytest.raises(CommandError):
            call_command("import_roster", *arguments)
    assert not Employee.objects.filter(staff_number="N1").exists()
