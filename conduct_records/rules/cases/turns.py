"""Whose turn it is."""

from enum import StrEnum

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.procedure import OWNERS, SEAT_OF, Office
from conduct_records.rules.cases.records import to_pay_back


class Remainder(StrEnum):
    """What an appeal leaves to be done once it is decided."""

    TO_SERVE = "to_serve"
    TO_PAY_BACK = "to_pay_back"


def remainders(file: CaseFile) -> frozenset[Remainder]:
    found = set()
    if file.step(said.AppealDecided) and not file.step(said.AppealServed):
        found.add(Remainder.TO_SERVE)
    if to_pay_back(file):
        found.add(Remainder.TO_PAY_BACK)
    return frozenset(found)


def turn_of(file: CaseFile) -> Office:
    """The owner of the state; HR for a seat that nobody holds, and for what an appeal leaves."""
    owner = OWNERS[file.state]
    seat = SEAT_OF.get(owner)
    is_vacant = seat is not None and seat not in file.seats
    return Office.HR if is_vacant or remainders(file) else owner
