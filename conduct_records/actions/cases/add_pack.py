from datetime import date

from django.db import transaction
from django.utils import timezone

from conduct_records.errors import ImpossibleFigures
from conduct_records.models import RulePack
from conduct_records.policies.cases import check_can_add_pack
from conduct_records.rules.cases.evidence import pack_added
from conduct_records.rules.cases.packs import Pack, faults_of
from lms.ledger.actions.record_entries import record_entries
from lms.people.models import Employee, Unit


def add_pack(*, actor: Employee, unit: Unit, valid_from: date, pack: Pack) -> RulePack:
    """Have regional rules hold for a unit, and all below it, from a day on; what held before stays
    as it was. The same once more is the same row.

    Raises `NotAllowed`, `ImpossibleFigures`.
    """
    check_can_add_pack(actor, unit)
    if faults := faults_of(pack):
        raise ImpossibleFigures(faults)
    with transaction.atomic(durable=True):
        unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        last = unit.rule_packs.filter(valid_from=valid_from).order_by("pk").last()
        if last is not None and last.pack == pack:
            return last
        row = RulePack.objects.create(
            unit=unit,
            valid_from=valid_from,
            content=pack.as_json(),
            added_by=actor,
            added_at=timezone.now(),
        )
        record_entries(pack_added(row))
    return row
