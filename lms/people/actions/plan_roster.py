"""What a roster comes to at this moment: a step of checking it and of carrying it out."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _t

from lms.people.enums import RosterColumn
from lms.people.errors import RosterRefused
from lms.people.models import Employee, Post, Unit
from lms.people.policies import can_change_employee
from lms.people.queries import people_employed, prefetch_grants, units_reached, with_stays
from lms.people.rules import roster, roster_plan
from lms.people.rules.places import Directory
from lms.people.rules.roster import Line, Remark
from lms.people.rules.roster_terms import Plan, Standing, Stay
from lms.sheets.reading import Sheet

AT_ONCE = 500


def lines_of(sheet: Sheet, today: date) -> tuple[list[Line], list[str]]:
    """The rows of the sheet, bad cells noted with them, and the headings that are not read.
    Raises `RosterRefused` where the columns are not clear."""
    columns = roster.columns_of(sheet.rows)
    if columns is None:
        raise RosterRefused(
            _t("No headings were found: the first row names “Staff number” and “Full name”.")
        )
    if columns.twice:
        words = _t("These headings stand there twice: %(names)s.")
        raise RosterRefused(words % {"names": ", ".join(columns.twice)})
    if columns.missing:
        words = _t("These columns are missing: %(names)s.")
        names = [str(RosterColumn(name).label) for name in columns.missing]
        raise RosterRefused(words % {"names": ", ".join(names)})
    if problems := sheet.problems_in(columns.row):
        raise RosterRefused(str(problems[0][1].label).format(cell=problems[0][0]))
    lines = []
    for number, row in islice(enumerate(sheet.rows), columns.row + 1, None):
        bad = [Remark(what.value, {"cell": at}) for at, what in sheet.problems_in(number)]
        line = roster.read_line(number + 1, row, columns, today)
        if line is not None:
            lines.append(roster.with_remarks(line, bad))
        elif bad:
            lines.append(Line(number + 1, "", "", remarks=tuple(bad)))
    return _marked_twice(lines), list(columns.ignored)


def _marked_twice(lines: Sequence[Line]) -> list[Line]:
    twice = roster.numbered_twice(lines)
    return [
        roster.with_remarks(line, [Remark("twice", {"rows": twice[line.staff_number]})])
        if line.staff_number in twice
        else line
        for line in lines
    ]


class Planner:
    """Compares lines with how people stand. `people` says how they are read: locked, where the
    plans are carried out at once."""

    def __init__(self, actor: Employee, people: QuerySet[Employee], today: date) -> None:
        self.actor, self.people, self.today = actor, people, today
        self.units = Unit.objects.in_bulk()
        self.posts = Post.objects.select_related("group").in_bulk()
        reached = units_reached(actor, "people.add_employee").values_list("pk", flat=True)
        self.reached = set(self.units) if actor.is_system else set(reached)
        seen = units_reached(actor, "people.view_employee").values_list("pk", flat=True)
        self.seen = set(self.units) if actor.is_system else set(seen)
        self._directory_of_units, self._directory_of_posts = Directory(), Directory()
        self._fill()

    def _fill(self) -> None:
        for unit in self.units.values():
            path = [self.units[int(pk)] for pk in unit.path.rstrip("/").split("/")]
            self._directory_of_units.add_code(unit.pk, unit.code)
            self._directory_of_units.add(unit.pk, [each.name for each in path])
            if all(each.name_en for each in path):
                self._directory_of_units.add(unit.pk, [each.name_en for each in path])
        for post in self.posts.values():
            self._directory_of_posts.add_code(post.pk, post.code)
            self._directory_of_posts.add(post.pk, [post.group.name, post.name])
            if post.name_en:
                self._directory_of_posts.add(post.pk, [post.group.name_en, post.name_en])

    def plans(self, lines: Sequence[Line], complete_unit: Unit | None) -> list[Plan]:
        """One for each line, in their order, and for those whom the complete roster leaves out."""
        known: dict[str, Standing] = {}
        self.known: dict[str, Employee] = {}
        for numbers in _batches(dict.fromkeys(line.staff_number for line in lines)):
            known |= self._standings(self.people.filter(staff_number__in=numbers))
        plans = [self._plan(line, known.get(line.staff_number)) for line in lines]
        if complete_unit is not None:
            plans += self._missing({line.staff_number for line in lines}, complete_unit)
        return plans

    def place_of(self, line: Line) -> tuple[Unit, Post]:
        """The unit and post of a line that was not refused."""
        (unit_id,) = self._units_meant(line.unit)
        (post_id,) = self._directory_of_posts.find(line.post)
        return self.units[unit_id], self.posts[post_id]

    def _plan(self, line: Line, standing: Standing | None) -> Plan:
        unit_id, post_id, remarks = self._place(line, standing)
        line = roster.with_remarks(line, remarks)
        if standing is not None:
            return roster_plan.plan_for_known(line, standing, unit_id, post_id, self.today)
        place = (unit_id, post_id) if unit_id and post_id else None
        return roster_plan.plan_for_new(line, place, self.today)

    def _place(
        self, line: Line, standing: Standing | None
    ) -> tuple[int | None, int | None, list[Remark]]:
        remarks = []
        units, posts = self._units_meant(line.unit), self._directory_of_posts.find(line.post)
        value = {"value": line.unit[:60]}
        present = standing.stays[-1].place[0] if standing and standing.stays else None
        if line.unit and not units:
            remarks.append(Remark("unknown_unit", value))
        elif len(units) > 1:
            remarks.append(Remark("ambiguous_unit", value))
        elif units and not units <= self.reached | {present}:
            remarks.append(Remark("unit_out_of_reach", value))
        if line.post and len(posts) != 1:
            code = "ambiguous_post" if posts else "unknown_post"
            remarks.append(Remark(code, {"value": line.post[:60]}))
        return next(iter(units), None), next(iter(posts), None), remarks

    def _units_meant(self, text: str) -> set[int]:
        """Of several units of a name, the one in reach if there is just one."""
        units = self._directory_of_units.find(text) if text else set()
        near = units & self.reached
        return near if len(units) > 1 and len(near) == 1 else units

    def _standings(self, people: QuerySet[Employee]) -> dict[str, Standing]:
        found = {}
        for employee in with_stays(prefetch_grants(people)):
            if employee.is_system:
                continue
            # Read already, and no join that would be locked as well.
            if employee.unit_id is not None and employee.post_id is not None:
                employee.unit = self.units[employee.unit_id]
                employee.post = self.posts[employee.post_id]
            self.known[employee.staff_number] = employee
            found[employee.staff_number] = self._standing(employee)
        return found

    def _standing(self, employee: Employee) -> Standing:
        return Standing(
            name=employee.name,
            latin_name=employee.latin_name,
            email=employee.email,
            hired_on=employee.hired_on or self.today,
            left_on=employee.left_on,
            employment_kind=employee.employment_kind,
            employer=employee.employer,
            has_sign_in=employee.has_usable_password(),
            stays=[
                Stay((each.unit_id, each.post_id), each.period, each.pk)
                for each in employee.stays  # type: ignore[attr-defined]
            ],
            is_reached=employee.unit_id in self.seen,
            is_looked_after=can_change_employee(self.actor, employee),
            is_oneself=employee.pk == self.actor.pk,
        )

    def _missing(self, present: set[str], unit: Unit) -> Iterator[Plan]:
        there = self.people.filter(unit__in=Unit.objects.within(unit).values("pk"))
        there = people_employed(there, self.today).exclude(
            Q(left_on__isnull=False) | Q(unit__isnull=True)
        )
        standings = self._standings(there.order_by("staff_number"))
        for number, standing in standings.items():
            if number not in present:
                line = Line(0, number, standing.name)
                yield roster_plan.plan_for_missing(line, standing, self.today)


def changes_of(plan: Plan, planner: Planner) -> list[dict[str, str]]:
    """The fields that the plan changes, each with what stands there and what will."""
    employee = planner.known.get(plan.line.staff_number)
    changes = [
        {"field": name, "old": _text(getattr(employee, name, "")), "new": _text(value)}
        for name, value in plan.details.items()
    ]
    if plan.outcome == "added":
        unit, post = planner.place_of(plan.line)
        changes.append({"field": "place", "old": "", "new": f"{unit.name} · {post.name}"})
    for place, day in _places(plan):
        new = f"{planner.units[place[0]].name} · {planner.posts[place[1]].name}"
        since = {"on": day.isoformat()} if day else {}
        changes.append({"field": "place", "old": _stands(employee), "new": new} | since)
    if plan.leaves:
        changes.append({"field": "left_on", "old": "", "new": _text(plan.left_on)})
    if plan.loses_sign_in:
        changes.append({"field": "sign_in", "old": "yes", "new": "no"})
    return changes


def _places(plan: Plan) -> Iterator[tuple[tuple[int, int], date | None]]:
    if plan.correction is not None:
        yield plan.correction.place, plan.correction.period.from_on
    if plan.move is not None:
        yield plan.move.place, plan.move.on


def _stands(employee: Employee | None) -> str:
    if employee is None or employee.unit is None or employee.post is None:
        return ""
    return f"{employee.unit.name} · {employee.post.name}"


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def digest_of(rows: Iterable[Sequence[object]]) -> str:
    """Stands for all that a check found, whatever the day on which it is found."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()


def _batches(numbers: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(numbers)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch
