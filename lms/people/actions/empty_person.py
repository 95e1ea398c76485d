from dataclasses import dataclass, field
from datetime import date
from secrets import choice
from string import ascii_uppercase, digits

from django.core.files.storage import storages
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from lms.files.storage import PRIVATE
from lms.jobs.outbox import enqueue, forget_finished
from lms.people.enums import Scheme
from lms.people.models import Employee
from lms.people.registries import Erased, all_records
from lms.people.rules.employment import EMPLOYED_BY_OTHERS

FINISH = "lms.people.tasks.finish_erasure"
# In whose name the rows stand that are left of somebody, in Chinese and in other languages.
NAME, LATIN_NAME = "已清除", "Erased"
NUMBER_LENGTH = 10


@dataclass
class Emptied:
    """What the emptying of rows leaves to be done: tokens of records whose keys are to go, and
    where the files lie that are to be deleted (storage and name)."""

    tokens: list[str] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)

    def add(self, erased: Erased) -> None:
        self.tokens += erased.tokens
        self.files += [(_storage(file), str(file.name)) for file in erased.files if file.name]


def empty_person(employee: Employee) -> Emptied:
    """Empty and delete whatever tells who somebody is, in all packages; the account stays, as the
    nameless one that rows of figures hang on. A step of `erase_person` and `repeat_erasures`: for
    an employee who is locked, in a transaction and inside `lms.ledger.actions.erasing.erasing`."""
    emptied = Emptied()
    for package in all_records():
        emptied.add(package.erase(employee))
    _make_nameless(employee)
    return emptied


def finish_later(emptied: Emptied) -> None:
    """Have the worker do the rest, and forget what finished work says of anybody."""
    forget_finished(but=FINISH)
    enqueue(FINISH, files=[list(each) for each in emptied.files])


def _storage(file: FieldFile) -> str:
    return PRIVATE if file.storage == storages[PRIVATE] else "default"


def _make_nameless(employee: Employee) -> None:
    """Unit and post stay, for figures that go by them, and the years of coming and leaving."""
    employee.groups.clear()
    employee.user_permissions.clear()
    employee.set_unusable_password()
    values = {
        "staff_number": "ERASED-" + "".join(_random_characters()),
        "name": NAME,
        "latin_name": LATIN_NAME,
        "email": "",
        "employer": "—" if employee.employment_kind in EMPLOYED_BY_OTHERS else "",
        "hired_on": _year_of(employee.hired_on),
        "left_on": _year_of(employee.left_on),
        "last_login": None,
        "is_active": False,
        "is_superuser": False,
        "must_change_password": True,
        "language": Employee._meta.get_field("language").default,
        "scheme": Scheme.SYSTEM,
        "erased_at": timezone.now(),
    }
    for name, value in values.items():
        setattr(employee, name, value)
    employee.save(update_fields=[*values, "password"])


def _random_characters() -> list[str]:
    return [choice(ascii_uppercase + digits) for __ in range(NUMBER_LENGTH)]


def _year_of(day: date | None) -> date | None:
    return day.replace(month=1, day=1) if day else None
