"""How far somebody reaches, said in a way in which both databases find the rows quickly: a part of
the company by the keys of its units, most of it by the path, all of it by nothing."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lms.people.models import Employee, Unit
from lms.people.queries import reach

# A unit of a hundred people each: so many people’s cases are looked through one by one.
MOST_UNITS = 150


@dataclass(frozen=True)
class Reached:
    """The units below these paths; `keys` names them where they are a part of the company."""

    paths: tuple[str, ...]
    keys: tuple[int, ...] | None
    is_whole: bool = False

    @property
    def is_part(self) -> bool:
        return self.keys is not None

    def units(self, field: str) -> Q:
        """Where `field` names one of them."""
        if self.is_whole:
            return Q(**{f"{field}__isnull": False})
        if self.keys is not None:
            return Q(**{f"{field}__in": self.keys})
        within = Q()
        for path in self.paths:
            within |= Q(**{f"{field}__path__startswith": path})
        return within

    def people(self) -> QuerySet[Employee]:
        return Employee.objects.order_by().filter(self.units("unit"))

    def about(self, field: str = "subject") -> Q:
        """Where `field` names somebody who works in one of them."""
        if self.is_part:
            return Q(**{f"{field}__in": self.people().values("pk")})
        return self.units(f"{field}__unit")


def reached(paths: list[str]) -> Reached:
    """One query, where there are paths."""
    outermost = [
        path
        for path in sorted(set(paths))
        if not any(path != other and path.startswith(other) for other in paths)
    ]
    if not outermost:
        return Reached((), ())
    if any(path.count("/") == 1 for path in outermost):
        tops = Unit.objects.filter(parent__isnull=True).order_by()
        is_whole = set(tops.values_list("path", flat=True)) <= set(outermost)
        return Reached(tuple(outermost), None, is_whole)
    below = Q()
    for path in outermost:
        below |= Q(path__startswith=path)
    keys = Unit.objects.filter(below).order_by().values_list("pk", flat=True)[: MOST_UNITS + 1]
    found = tuple(keys)
    return Reached(tuple(outermost), found if len(found) <= MOST_UNITS else None)


def reach_of(employee: Employee, permission: str) -> Reached:
    return reached(reach(employee, permission))
