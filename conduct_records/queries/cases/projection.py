"""The derived columns of a case."""

from collections.abc import Mapping
from typing import Any

from conduct_records.models import Case, Charge
from conduct_records.queries.cases.files import zone
from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.deadlines import due_at
from conduct_records.rules.cases.packs import Pack
from conduct_records.rules.cases.procedure import Office, Seat
from conduct_records.rules.cases.records import line_of, measure_in_effect, record_of
from conduct_records.rules.cases.turns import turn_of
from lms.people.models import Employee

SEAT_COLUMNS = {
    Seat.INVESTIGATOR: "investigator_id",
    Seat.DECIDER: "decider_id",
    Seat.APPEALS: "appeal_officer_id",
}


def projection(case: Case, file: CaseFile, pack: Pack) -> dict[str, Any]:
    """Column by column, what the steps say; a query where seats are held."""
    holders = Employee.objects.filter(token__in=file.seats.values())
    return columns_of(case, file, pack, dict(holders.values_list("token", "pk")))


def columns_of(case: Case, file: CaseFile, pack: Pack, keys: Mapping[str, int]) -> dict[str, Any]:
    """The same without a query: `keys` by the tokens of those who hold seats."""
    record = record_of(case.token, file, zone())
    measure = measure_in_effect(file)
    turn = turn_of(file)
    return {
        "kind": file.opened.kind,
        "state": file.state,
        "turn": turn,
        "waits": turn not in (Office.CALENDAR, Office.NOBODY),
        "due_at": due_at(file, pack, case.incident.known_at, zone()),
        "line": line_of(charge.line for charge in file.charges.values()) or "",
        "sanction": (record and record.sanction) or "",
        "points": record.points if record else 0,
        "orders_training": measure is not None and measure.training is not None,
        "decided_at": file.at(said.Decided),
        "counts_from": record.counts_from if record else None,
        "counts_until": record.counts_until if record else None,
        **{column: keys.get(file.seats.get(seat, "")) for seat, column in SEAT_COLUMNS.items()},
    }


def charges_of(case: Case, file: CaseFile) -> list[Charge]:
    """A row for each charge that stands."""
    proven = {each.rule: each.is_proven for each in file.decision.findings} if file.decision else {}
    return [
        Charge(case=case, rule_code=rule, line=charge.line, is_proven=proven.get(rule))
        for rule, charge in file.charges.items()
    ]
