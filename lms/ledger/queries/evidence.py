from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from lms.ledger.rules.envelope import Record

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class RowEvidence(Generic[Row]):
    """`registries.Evidence` where each entry of the type has one row of a table.

    `rows` are those that must have an entry, with all that `record` reads of a row, so that many
    rows cost no more queries than one; `record` makes what the entry says: for the action that
    writes it and for the comparison alike. `case` is the column that the entry names.
    """

    rows: Callable[[], QuerySet[Row]]
    record: Callable[[Row], Record]
    case: str = "case"
    fleeting: Collection[str] = ()

    def cases(self) -> Iterator[str]:
        bare = self.rows().select_related(None).prefetch_related(None).order_by("pk")
        for case in bare.values_list(self.case, flat=True).iterator():
            yield str(case)

    def records_of(self, cases: Collection[str]) -> dict[str, Record]:
        rows = self.rows()
        column: Any = rows.model._meta.get_field(self.case)
        found = rows.filter(**{f"{self.case}__in": list(_possible(column, cases))})
        return {str(getattr(row, self.case)): self.record(row) for row in found}


def _possible(column: Any, cases: Collection[str]) -> Iterator[Any]:
    """Of the cases, which may come from an altered entry, those that the column can hold."""
    for case in cases:
        try:
            yield column.to_python(case)
        except ValidationError:
            continue
