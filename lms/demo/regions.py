"""The demo's regional rules, from `content/company.yaml`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from conduct_records.actions.cases.add_pack import add_pack
from conduct_records.rules.cases.deductions import fen_of
from conduct_records.rules.cases.packs import Pack
from lms.people.models import Employee, Unit


def load_regions(system: Employee, company: dict[str, Any]) -> None:
    """For each unit that has no rules of its own yet."""
    for row in company["regional_rules"]:
        unit = Unit.objects.get(code=row["unit"])
        if unit.rule_packs.exists():
            continue
        rules = row["rules"]
        add_pack(
            actor=system,
            unit=unit,
            valid_from=timezone.localdate() + timedelta(days=row["valid_from"]),
            pack=Pack.of_json({**rules, "minimum_wage": fen_of(rules["minimum_wage"])}),
        )
