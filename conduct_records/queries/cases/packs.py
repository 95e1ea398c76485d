"""Which regional rules hold where."""

from datetime import date, datetime

from conduct_records.models import RulePack
from conduct_records.rules.cases.packs import DEFAULT, Pack
from lms.people.models import Unit


def pack_for(unit: Unit | None, day: date, *, entered_by: datetime | None = None) -> Pack:
    """Of the packs for the unit and those above it, the nearest unit's newest that holds on the
    day; the defaults where there is none. `entered_by` leaves out what was entered later. One
    query."""
    if unit is None:
        return DEFAULT
    above = [int(pk) for pk in unit.path.split("/") if pk]
    rows = RulePack.objects.filter(unit__in=above, valid_from__lte=day).select_related("unit")
    if entered_by is not None:
        rows = rows.filter(added_at__lte=entered_by)
    found = max(rows, key=lambda row: (len(row.unit.path), row.valid_from, row.pk), default=None)
    return found.pack if found else DEFAULT
