"""The regional rules with what they are on a day."""

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from conduct_records.enums import PackState
from conduct_records.models import RulePack


def packs_on(day: date) -> QuerySet[RulePack]:
    """By unit, the newest first, each with its `state`."""
    of_unit = RulePack.objects.filter(unit=OuterRef("unit"))
    holding = of_unit.filter(valid_from__lte=day).order_by("-valid_from", "-pk")
    corrected = of_unit.filter(valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk"))
    state = Case(
        When(Q(pk=F("holding")), then=Value(PackState.IN_FORCE)),
        When(Q(valid_from__gt=day) & ~Exists(corrected), then=Value(PackState.TO_COME)),
        default=Value(PackState.PAST),
    )
    rows = RulePack.objects.select_related("unit", "added_by")
    return rows.annotate(holding=Subquery(holding.values("pk")[:1]), state=state)
