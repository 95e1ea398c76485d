"""What is kept about people, until when, and by what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lms.ledger.models import Entry
from lms.ledger.queries.register import Wanted, entries_matching
from lms.ledger.rules.types import KEY_DESTROYED
from lms.people.models import Employee, KeptUntil, RetentionTerm, Unit
from lms.people.queries import employees_reached, stands_above
from lms.people.registries import DueRecord, PersonalRecords, RecordKind, all_records
from lms.people.rules.retention import Kept, Standing, standing_of

SEE = "people.view_retention"


@dataclass(frozen=True)
class Term:
    """How long a kind of record is kept, and who said so; the package's own proposal where nobody
    did."""

    kind: RecordKind
    package: str | Promise
    said: RetentionTerm | None

    @property
    def months(self) -> int:
        return self.said.months if self.said else self.kind.months


def schedule() -> dict[str, Term]:
    """The terms in force by kind, package by package, the lowest floor first; one query."""
    terms = RetentionTerm.objects.select_related("set_by").order_by("set_at", "pk")
    newest = {term.kind: term for term in terms}
    return {
        kind.name: Term(kind, package.label, newest.get(kind.name))
        for package in reversed(all_records())
        for kind in package.kinds
    }


def kept_about(employee: Employee, terms: Mapping[str, Term]) -> list[Kept]:
    """Kind by kind what is kept about somebody, and for how long."""
    return [
        Kept(name, ended_on, term.months)
        for name, term in terms.items()
        if (ended_on := term.kind.ended_on(employee)) is not None
    ]


def standing(employee: Employee, terms: Mapping[str, Term]) -> Standing:
    return standing_of(kept_about(employee, terms))


def obstacles_to(employee: Employee, reader: Employee | None = None) -> list[str]:
    """Why somebody cannot be erased now, terms and holds apart, in the reader's words: as far as
    the reader, where one is given, may be told."""
    found = []
    if employee.is_active or employee.left_on is None:
        found.append(_("The person still works here, or the account is still open."))
    for package in all_records():
        reasons = list(package.obstacles(employee))
        if reasons and not _is_told(reader, package, employee):
            reasons = [_("Something about the person is still open.")]
        found += reasons
    return list(dict.fromkeys(found))


def _is_told(reader: Employee | None, package: PersonalRecords, employee: Employee) -> bool:
    if reader is None or not package.told_to:
        return True
    return reader.has_perm(package.told_to, employee)


def keepers_of(employee: Employee) -> set[str]:
    """Tokens of others whose legal hold keeps what somebody did and said."""
    return {token for package in all_records() for token in package.keepers(employee)}


# Lists -------------------------------------------------------------------------------------------


def people_in_view(reader: Employee, permission: str = SEE) -> QuerySet[Employee]:
    """The people within reach; not the reader, nor those above: what is open about oneself one is
    told when it is told."""
    others = employees_reached(reader, permission).exclude(pk=reader.pk)
    return others.exclude(stands_above(reader))


def people_kept(reader: Employee) -> QuerySet[KeptUntil]:
    """Those who left and are not erased, among the people whose retention the reader sees; whoever
    may go first comes first. Each with unit and post in the same query."""
    reached = people_in_view(reader).filter(erased_at=None).order_by()
    found = KeptUntil.objects.filter(employee__in=reached.values("pk"))
    return found.select_related("employee__unit", "employee__post").order_by(
        F("free_on").asc(nulls_last=True), "employee__sort_key", "employee_id"
    )


def in_unit(found: QuerySet[KeptUntil], unit: Unit) -> QuerySet[KeptUntil]:
    return found.filter(employee__unit__path__startswith=unit.path)


def to_work_out(today: date) -> QuerySet[Employee]:
    """People who left, about whom it is not known until when they are kept: never worked out, to
    be done anew, or, since then, over or without an end."""
    unknown = Q(kept_until=None) | Q(kept_until__worked_out_on=None)
    may_have_changed = Q(kept_until__free_on=None) | Q(kept_until__free_on__lte=today)
    found = Employee.objects.filter(left_on__lt=today, is_active=False, erased_at=None)
    return found.filter(
        unknown | (may_have_changed & Q(kept_until__worked_out_on__lt=today))
    ).order_by("pk")


def due_records(today: date) -> Iterator[DueRecord]:
    """Single records whose term is over while their people stay."""
    terms = schedule()
    for package in all_records():
        yield from package.due(lambda kind: terms[kind].months, today)


def due_record(token: str, today: date) -> DueRecord | None:
    return next((each for each in due_records(today) if each.token == token), None)


def subject_of(record: DueRecord) -> Employee | None:
    """Whom it is about, with unit and post."""
    found = Employee.objects.filter(token=record.subject).select_related("unit", "post")
    return found.first() if record.subject else None


def erasures() -> QuerySet[Entry]:
    """What was erased so far, the newest first; of whom, nobody can say any more."""
    return entries_matching(Wanted(type=KEY_DESTROYED))
