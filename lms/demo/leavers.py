"""The demo's people who left long ago: one whose retention is over, one under a legal hold."""

from dataclasses import dataclass

from django.utils import timezone

from lms.demo import clock
from lms.people.actions.end_employment import end_employment
from lms.people.actions.hire_employee import hire_employee
from lms.people.actions.hold_records import place_hold
from lms.people.models import Employee, Post, Unit

YEAR = 365


@dataclass(frozen=True)
class Leaver:
    """`hired` and `left` are years ago."""

    number: str
    name: str
    latin: str
    unit: str
    post: str
    hired: int
    left: int
    hold: str = ""


LEAVERS = (
    Leaver("10311", "范秋生", "Fan Qiusheng", "yunting-security", "patrol", 11, 7),
    Leaver(
        "10342", "丁若兰", "Ding Ruolan", "hupan-service", "area-steward", 9, 6,
        hold="因加班费争议申请仲裁，未结案前保留全部记录。",
    ),
)  # fmt: skip


def load_leavers(system: Employee) -> None:
    """Add who is missing: hired, left and held on the days on which that happened."""
    for leaver in LEAVERS:
        if not Employee.objects.filter(staff_number=leaver.number).exists():
            _load(system, leaver)


def _load(system: Employee, leaver: Leaver) -> None:
    with clock.at(clock.from_today(-YEAR * leaver.hired)):
        employee = hire_employee(
            actor=system,
            staff_number=leaver.number,
            name=leaver.name,
            latin_name=leaver.latin,
            unit=Unit.objects.get(code=leaver.unit),
            post=Post.objects.get(code=leaver.post),
            hired_on=timezone.localdate(),
            password=None,
        )
    with clock.at(clock.from_today(-YEAR * leaver.left)):
        employee = end_employment(
            actor=system, employee=employee, on=timezone.localdate(), reason="合同期满，不再续签"
        )
    if leaver.hold:
        with clock.at(clock.from_today(-YEAR)):
            place_hold(actor=system, employee=employee, reason=leaver.hold)
