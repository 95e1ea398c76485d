"""Reading the rows of a roster, and what they come to."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.enums import RosterColumn, RosterRemark
from lms.people.rules.name_keys import fold
from lms.people.rules.periods import Period
from lms.people.rules.places import Directory
from lms.people.rules.roster import HEADINGS, columns_of, day_of, numbered_twice, read_line, text_of
from lms.people.rules.roster_plan import plan_for_known, plan_for_missing
from lms.people.rules.roster_terms import Standing, Stay

TODAY = date(2026, 11, 20)
HEADS = ["工号", "姓名", "单位", "岗位", "用工形式", "用人单位", "入职日期", "邮箱", "到岗日期",
         "离职日期", "登录"]  # fmt: skip
GOOD = ["20416", "林小满", "云庭里", "门岗", "自有", "", "2026-09-01", "", "", "", ""]


def line(**cells):
    row = dict(zip(HEADS, GOOD, strict=True)) | cells
    return read_line(2, list(row.values()), columns_of([HEADS]), TODAY)


def codes(**cells):
    return [remark.code for remark in line(**cells).remarks]


def test_columns_in_any_order_and_language_below_a_title():
    rows = [["青檐物业花名册"], [], ["Post", "員工編號", "full name", "部门", "手机", "Hire date"]]
    found = columns_of(rows)
    assert found.row == 2
    assert found.places == {"post": 0, "staff_number": 1, "name": 2, "unit": 3, "hired_on": 5}
    assert found.ignored == ["手机"]
    assert not found.missing
    assert columns_of([["工号", "姓名", "姓名"]]).twice == ["姓名"]
    assert columns_of([["工号", "姓名"]]).missing == ["unit", "post"]
    assert columns_of([["a", "b"]]) is None


def test_every_heading_means_one_column():
    owners = {}
    for name, heads in HEADINGS.items():
        for word in heads:
            assert owners.setdefault(fold(word), name) == name
    assert set(HEADINGS) == set(RosterColumn.values)


@pytest.mark.parametrize(
    "value",
    ["2026-09-01", "2026/9/1", "2026.9.1", "2026年9月1日", "20260901", 20260901.0,
     date(2026, 9, 1), datetime(2026, 9, 1),  # noqa: DTZ001
     "2026-09-01 00:00:00"],
)  # fmt: skip
def test_days_as_they_are_written(value):
    assert day_of(value) == date(2026, 9, 1)


@pytest.mark.parametrize("value", ["2026-02-30", "1/9/2026", "soon", 46266.0, "2026-13-01", True])
def test_impossible_days(value):
    with pytest.raises(ValueError, match=r".*"):
        day_of(value)


@given(st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.dates(), st.booleans()))
def test_any_cell_can_be_read(value):
    assert isinstance(text_of(value), str)
    found = read_line(2, [value] * len(HEADS), columns_of([HEADS]), TODAY)
    assert found is None or all(one.code in RosterRemark.values for one in found.remarks)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, []),
        ({"工号": ""}, ["no_staff_number"]),
        ({"工号": "20 416"}, ["bad_staff_number"]),
        ({"工号": "x" * 21}, ["bad_staff_number"]),
        ({"工号": "system"}, ["system_number"]),
        ({"姓名": " "}, ["no_name"]),
        ({"姓名": "长" * 61}, ["too_long"]),
        ({"用工形式": "临时"}, ["unknown_kind"]),
        ({"用人单位": "安信劳务"}, ["employer_of_own"]),
        ({"入职日期": "2026-02-30"}, ["bad_date"]),
        ({"入职日期": "1900-01-01"}, ["unlikely_date"]),
        ({"入职日期": "2036-01-01"}, ["unlikely_date"]),
        ({"离职日期": "2026-08-31"}, ["left_before_hired"]),
        ({"到岗日期": "2026-08-31"}, ["placed_before_hired"]),
        ({"到岗日期": "2026-10-01", "离职日期": "2026-09-30"}, ["left_before_placed"]),
        ({"邮箱": "lin@"}, ["bad_email"]),
        ({"登录": "也许"}, ["bad_sign_in"]),
    ],
)
def test_what_is_wrong_with_a_row(cells, expected):
    assert codes(**cells) == expected


def test_all_that_is_wrong_is_said_at_once():
    assert codes(姓名="", 邮箱="x", 入职日期="2026-02-30") == ["no_name", "bad_date", "bad_email"]


def test_empty_rows_and_the_example_are_passed_over():
    columns = columns_of([HEADS])
    assert read_line(2, [None, "", " "], columns, TODAY) is None
    assert read_line(2, ["EXAMPLE-1", "x"], columns, TODAY) is None


def test_values_as_people_type_them():
    read = line(工号=20416.0, 用工形式="勞務派遣", 用人单位="安信劳务", 登录="否")
    assert (read.staff_number, read.employment_kind) == ("20416", "dispatched")
    assert read.sign_in is False


def test_rows_with_one_number_name_each_other():
    lines = [line(), line(工号="7"), line()]
    assert numbered_twice(lines) == {"20416": "2, 2"}


def test_a_directory_finds_by_code_name_and_path():
    directory = Directory()
    directory.add_code(1, "lake")
    for key, path in ((1, ["青檐", "东区", "客服组"]), (2, ["青檐", "西区", "客服组"])):
        directory.add(key, path)
    assert directory.find("LAKE") == {1}
    assert directory.find("客服组") == {1, 2}
    assert directory.find("東區 / 客服组") == {1}
    assert directory.find("青檐＞西区＞客服组") == {2}
    assert directory.find("青檐") == directory.find("") == set()


# Plans ----------------------------------------------------------------------------------------

HIRED = date(2026, 9, 1)


def standing(*stays, **more):
    values = {
        "name": "林小满", "latin_name": "Lin Xiaoman", "email": "", "hired_on": HIRED,
        "left_on": None, "employment_kind": "own", "employer": "", "has_sign_in": True,
        "stays": stays or (Stay((1, 1), Period(HIRED), 9),),
    }  # fmt: skip
    return Standing(**values | more)


def plan(known=None, place=(1, 1), **cells):
    return plan_for_known(line(**cells), known or standing(), *place, TODAY)


def outcome(found):
    return (found.outcome, *(remark.code for remark in found.remarks))


def test_the_same_again_changes_nothing():
    assert outcome(plan()) == ("unchanged",)
    assert outcome(plan(到岗日期="2026-09-01")) == ("unchanged",)
    assert not plan().does_something


def test_what_changes():
    found = plan(姓名="林晓满", 用工形式="外包", 用人单位="洁诚", 邮箱="lin@example.org")
    assert found.outcome == "changed"
    assert found.details == {
        "name": "林晓满", "latin_name": "Lin Xiaoman", "email": "lin@example.org",
        "employment_kind": "outsourced", "employer": "洁诚",
    } or set(found.details) == {"name", "email", "employment_kind", "employer"}  # fmt: skip


def test_empty_cells_change_nothing():
    found = plan(standing(email="a@b.cn"), (None, None), 单位="", 岗位="", 用工形式="", 入职日期="")
    assert outcome(found) == ("unchanged",)


def test_moves():
    assert plan(place=(2, 1)).move == plan(place=(2, None)).move
    assert plan(place=(2, 1), 到岗日期="2026-11-01").move.on == date(2026, 11, 1)
    assert plan(到岗日期="2026-10-01").correction.period == Period(date(2026, 10, 1))
    assert plan(place=(2, 1), 到岗日期="2026-09-01").correction.place == (2, 1)
    two = standing(
        Stay((1, 1), Period(HIRED, date(2026, 10, 31))), Stay((2, 1), Period(date(2026, 11, 1)))
    )
    assert outcome(plan(two, (3, 1), 到岗日期="2026-10-15")) == ("refused", "moved_too_early")
    coming = standing(Stay((1, 1), Period(HIRED, TODAY)), Stay((2, 1), Period(date(2026, 11, 21))))
    assert outcome(plan(coming, (1, 1))) == outcome(plan(coming, (2, 1))) == ("unchanged",)
    assert outcome(plan(coming, (3, 1))) == ("refused", "move_pending")


def test_a_day_of_hiring_takes_the_first_placement_along():
    found = plan(入职日期="2026-08-01", 到岗日期="2026-08-01")
    assert (found.outcome, found.correction) == ("changed", None)
    two = standing(
        Stay((1, 1), Period(HIRED, date(2026, 10, 31))), Stay((2, 1), Period(date(2026, 11, 1)))
    )
    assert outcome(plan(two, (2, 1), 入职日期="2026-11-05")) == ("refused", "no_room")


def test_leaving():
    assert outcome(plan(离职日期="2026-11-19")) == ("ended",)
    assert outcome(plan(离职日期="2026-12-31")) == ("ended",)
    gone = standing(Stay((1, 1), Period(HIRED, TODAY)), left_on=TODAY)
    assert outcome(plan(gone, 离职日期="2026-11-20")) == ("unchanged",)
    assert outcome(plan(gone, 离职日期="2026-11-19")) == ("refused", "already_left")
    assert outcome(plan(gone)) == ("refused", "has_left")
    back = plan(gone, (2, 1), 入职日期="2026-11-21")
    assert (back.outcome, back.comes_back, back.move.place) == ("changed", True, (2, 1))


def test_rights_and_oneself():
    assert outcome(plan(standing(is_reached=False))) == ("refused", "out_of_reach")
    assert outcome(plan(standing(is_looked_after=False))) == ("unchanged",)
    changed = plan(standing(is_looked_after=False), 姓名="林晓满")
    assert outcome(changed) == ("refused", "not_looked_after")
    assert outcome(plan(standing(is_oneself=True), 离职日期="2026-11-19")) == ("refused", "oneself")
    assert outcome(plan(standing(is_oneself=True), 登录="否")) == ("refused", "oneself")


def test_signing_in():
    assert plan(登录="否").loses_sign_in
    assert outcome(plan(standing(has_sign_in=False), 登录="是")) == ("unchanged", "sign_in_later")
    assert outcome(plan(standing(has_sign_in=False), 登录="否")) == ("unchanged",)


def test_those_whom_a_complete_roster_leaves_out():
    assert outcome(plan_for_missing(line(), standing(), TODAY)) == ("ended", "missing_in_file")
    for known in (
        standing(is_oneself=True),
        standing(is_looked_after=False),
        standing(Stay((1, 1), Period(date(2026, 12, 1)))),
    ):
        assert plan_for_missing(line(), known, TODAY).outcome == "refused"


@given(
    st.integers(1, 3), st.dates(HIRED, date(2026, 12, 31)), st.booleans(),
    st.sampled_from(["", "自有", "返聘"]), st.sampled_from(["", "2026-08-15", "2026-09-01"]),
)  # fmt: skip
def test_what_a_plan_leads_to_comes_to_unchanged(unit, from_on, is_dated, kind, hired_on):
    """Carried out on the snapshot, the same row changes nothing more."""
    cells = {"用工形式": kind, "入职日期": hired_on}
    cells |= {"到岗日期": from_on.isoformat()} if is_dated else {}
    known = standing()
    found = plan(known, (unit, 1), **cells)
    if found.outcome == "refused":
        return
    hired = found.details.get("hired_on", HIRED)
    stays = [Stay((1, 1), Period(hired), 9)]
    if found.correction:
        stays = [found.correction]
    if found.move:
        on = found.move.on or TODAY
        stays = [
            Stay((1, 1), Period(hired, date.fromordinal(on.toordinal() - 1))),
            Stay(found.move.place, Period(on)),
        ]
    after = standing(*stays, **found.details)
    assert outcome(plan(after, (unit, 1), **cells)) == ("unchanged",)
