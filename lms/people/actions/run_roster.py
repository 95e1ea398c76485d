from collections.abc import Mapping, Sequence
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _t
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from lms.jobs.long_work import advance, under_way
from lms.jobs.models import LongWork
from lms.ledger.actions.record_entries import record_entries
from lms.ledger.rules.envelope import Record
from lms.people.actions.change_employee import change_details
from lms.people.actions.check_roster import digest_of_rows, read_roster, rows_of
from lms.people.actions.correct_placement import put_right
from lms.people.actions.end_employment import end
from lms.people.actions.hire_employee import begin
from lms.people.actions.plan_roster import Planner, lines_of
from lms.people.actions.rehire_employee import take_back
from lms.people.actions.transfer_employee import move
from lms.people.enums import EmploymentKind
from lms.people.errors import PeopleError, RosterChanged, RosterRefused
from lms.people.models import Employee, Post, RosterImport, Unit
from lms.people.policies import check_may
from lms.people.rules.evidence import roster_imported
from lms.people.rules.pinyin import latin_name as in_latin_letters
from lms.people.rules.roster import Line
from lms.people.rules.roster_terms import Plan
from lms.people.signals import employees_hired

AT_ONCE = 500


def run_roster(*, actor: Employee, roster: RosterImport) -> None:
    """Write a confirmed roster, all of it or nothing: in one transaction, in the name of who asked
    for it, and only if it comes to what they confirmed. The outcome stands in the roster; an
    unexpected error is raised as well."""
    check_may(actor, "people.add_employee")
    if roster.is_over or roster.confirmed_at is None:
        return
    with (
        translation.override(roster.asked_by.language),
        under_way(roster, total=roster.total, refusals=PeopleError),
    ):
        with roster.file.open("rb") as file:
            lines, __ = lines_of(read_roster(file), timezone.localdate())
        names = _prepared(roster, lines)
        with transaction.atomic(durable=True):
            _write(roster, lines, names)


def _prepared(roster: RosterImport, lines: Sequence[Line]) -> dict[str, Employee]:
    """An unsaved employee for each line, with what is slow to work out: outside the transaction,
    so that others wait less and progress can be seen."""
    prepared = {}
    for number, line in enumerate(lines, start=1):
        latin_name = line.latin_name or in_latin_letters(line.name)
        employee = Employee(
            staff_number=line.staff_number,
            name=line.name,
            latin_name=latin_name,
            email=line.email,
            hired_on=line.hired_on,
            employment_kind=line.employment_kind or EmploymentKind.OWN,
            employer=line.employer,
            password=make_password(None),
        )
        employee.keep_name_keys()
        prepared[line.staff_number] = employee
        if number % AT_ONCE == 0:
            advance(roster, number)
    advance(roster, len(lines))
    return prepared


def _write(roster: RosterImport, lines: Sequence[Line], prepared: Mapping[str, Employee]) -> None:
    people = Employee.objects.select_for_update(no_key=True).order_by("pk")
    planner = Planner(roster.asked_by, people, timezone.localdate())
    plans = planner.plans(lines, roster.complete_unit)
    if digest_of_rows(rows_of(plans, planner)) != roster.digest:
        raise RosterChanged
    reason = _t("Roster “%(file)s”") % {"file": roster.file_name[-100:]}
    added = [plan for plan in plans if plan.outcome == "added"]
    records = _add(added, planner, prepared, reason)
    for plan in plans:
        if plan.outcome != "added" and plan.does_something:
            try:
                records += _carry_out(plan, planner, reason)
            except PeopleError as refusal:
                words = _t("Row %(row)d: %(why)s Nothing was written.")
                values = {"row": plan.line.number, "why": refusal}
                raise RosterRefused(words % values) from refusal
    # Together with what is written: a worker that dies right after finds it done.
    roster.state, roster.outcome = LongWork.State.DONE, _t("Everything was written.")
    roster.save(update_fields=["state", "outcome"])
    record_entries(*records, roster_imported(roster))


def _add(
    plans: Sequence[Plan], planner: Planner, prepared: Mapping[str, Employee], reason: str
) -> list[Record]:
    employees = []
    for plan in plans:
        employee = prepared[plan.line.staff_number]
        employee.unit, employee.post = planner.place_of(plan.line)
        employees.append(employee)
    if not employees:
        return []
    try:
        with transaction.atomic():
            Employee.objects.bulk_create(employees, batch_size=AT_ONCE)
    except IntegrityError as error:  # somebody else took a staff number meanwhile
        raise RosterChanged from error
    days = [plan.line.from_on or plan.line.hired_on for plan in plans]
    begin(planner.actor, employees, [day for day in days if day is not None])
    _log_hiring(planner.actor, employees)
    employees_hired.send(sender=Employee, employees=employees, actor=planner.actor)
    return [
        record
        for plan, employee in zip(plans, employees, strict=True)
        if plan.leaves and plan.left_on
        for record in end(planner.actor, employee, plan.left_on, reason)
    ]


def _log_hiring(actor: Employee, employees: Sequence[Employee]) -> None:
    """As `log` would, but for all of them at once."""
    content_type = ContentType.objects.get_for_model(Employee)
    now, together = timezone.now(), uuid4()
    ModelLogEntry.objects.bulk_create(
        (
            ModelLogEntry(
                content_type=content_type,
                object_id=str(each.pk),
                label=str(each),
                action="people.hire",
                timestamp=now,
                user=actor,
                uuid=together,
            )
            for each in employees
        ),
        batch_size=AT_ONCE,
    )


def _carry_out(plan: Plan, planner: Planner, reason: str) -> list[Record]:
    """The steps of the plan in the order in which they follow from each other. Returns what is to
    be recorded of them."""
    records: list[Record] = []
    actor, employee = planner.actor, planner.known[plan.line.staff_number]
    if plan.comes_back:
        _take_back(plan, planner, employee)
        return records
    if plan.details:
        change_details(actor, employee, dict(plan.details))
    if plan.correction is not None:
        unit, post = _place(planner, plan.correction.place)
        from_on = plan.correction.period.from_on
        put_right(actor, employee, plan.correction.pk, unit, post, from_on, reason)
    if plan.move is not None:
        unit, post = _place(planner, plan.move.place)
        move(actor, employee, unit, post, plan.move.on or planner.today, reason)
    if plan.leaves:
        records += end(actor, employee, plan.left_on or planner.today, reason)
    if plan.loses_sign_in:
        employee.set_unusable_password()
        employee.save(update_fields=["password"])
        log(employee, "people.close_sign_in", user=actor)
    return records


def _take_back(plan: Plan, planner: Planner, employee: Employee) -> None:
    assert plan.move is not None and plan.move.on is not None
    unit, post = _place(planner, plan.move.place)
    details = dict(plan.details)
    kind = str(details.pop("employment_kind", employee.employment_kind))
    employer = str(details.pop("employer", employee.employer))
    if details:
        change_details(planner.actor, employee, details)
    take_back(planner.actor, employee, unit, post, plan.move.on, kind, employer)
    employee.set_unusable_password()
    employee.save(update_fields=["password"])
    employees_hired.send(sender=Employee, employees=[employee], actor=planner.actor)


def _place(planner: Planner, place: tuple[int, int]) -> tuple[Unit, Post]:
    return planner.units[place[0]], planner.posts[place[1]]
