"""Who signed what, and who has to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from conduct_records.models import CodebookSignature, CodebookVersion
from conduct_records.queries.versions import to_sign
from conduct_records.rules.codebook import Codebook, Place, Rule
from conduct_records.rules.signing import unsigned
from lms.people.models import Employee

# A version and where its signer stood.
Signed = frozenset[tuple[int, Place]]


def place_of(employee: Employee) -> Place | None:
    """None for who stands at no post: no rule of the codebook binds them."""
    return Place(employee.post.standing, employee.post.code) if employee.post else None


def signatures_of(employee: Employee) -> list[CodebookSignature]:
    found = CodebookSignature.objects.filter(employee=employee)
    return list(found.select_related("version").order_by("attested_at"))


def signatures_with_proof(employee: Employee) -> QuerySet[CodebookSignature]:
    """What somebody signed, newest first, with how it is known."""
    found = CodebookSignature.objects.filter(employee=employee)
    return found.select_related("version", "attended__witness", "entered_by")


def owed_by(employee: Employee, version: CodebookVersion) -> tuple[Rule, ...]:
    """The rules of the version that bind somebody and that they have not signed."""
    place = place_of(employee)
    if place is None:
        return ()
    signed = [(each.version.codebook, each.place) for each in signatures_of(employee)]
    return unsigned(version.codebook, place, signed)


def owed_now(employee: Employee) -> tuple[Rule, ...]:
    """What somebody has to sign of the newest published version; two queries at most."""
    version = to_sign() if employee.post_id else None
    return owed_by(employee, version) if version else ()


@dataclass(frozen=True)
class Debt:
    """That somebody has rules to sign, and how many."""

    employee_id: int
    unit_id: int | None
    rules: int


def debts(employees: QuerySet[Employee], version: CodebookVersion) -> Iterator[Debt]:
    """Those of the employees who have something to sign, in their order. Three queries and memory
    for the employees' signatures; what is owed is worked out once for all who stand alike."""
    signed = _signed_by(employees)
    books = {each.pk: each.codebook for each in CodebookVersion.objects.all()}
    worked_out: dict[tuple[Place, Signed], int] = {}
    stand = employees.filter(post__isnull=False).values_list(
        "pk", "unit", "post__standing", "post__code"
    )
    for pk, unit, standing, post in stand:
        place, own = Place(standing, post), frozenset(signed.get(pk, ()))
        if (place, own) not in worked_out:
            worked_out[place, own] = len(_owed(version.codebook, place, own, books))
        if rules := worked_out[place, own]:
            yield Debt(pk, unit, rules)


@dataclass(frozen=True)
class Debtor:
    """Somebody who has rules to sign, and how many."""

    employee: Employee
    rules: int


def debtors(employees: QuerySet[Employee], version: CodebookVersion) -> Iterator[Debtor]:
    """The same, each with the person: one query more."""
    owing = {each.employee_id: each.rules for each in debts(employees, version)}
    for employee in employees if owing else ():
        if employee.pk in owing:
            yield Debtor(employee, owing[employee.pk])


def _signed_by(employees: QuerySet[Employee]) -> dict[int, set[tuple[int, Place]]]:
    found: dict[int, set[tuple[int, Place]]] = defaultdict(set)
    rows = CodebookSignature.objects.filter(employee__in=employees.order_by().values("pk"))
    for employee, version, standing, post in rows.values_list(
        "employee", "version", "standing", "post_code"
    ):
        found[employee].add((version, Place(standing, post)))
    return found


def _owed(
    codebook: Codebook, place: Place, own: Iterable[tuple[int, Place]], books: dict[int, Codebook]
) -> tuple[Rule, ...]:
    return unsigned(codebook, place, [(books[version], stood) for version, stood in own])
