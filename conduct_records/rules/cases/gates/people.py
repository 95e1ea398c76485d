"""Gate 2: who reports, is accused, investigates, decides and hears the appeal are different."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.case_file import CaseFile
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why, shut
from conduct_records.rules.cases.procedure import Office, Seat


@dataclass(frozen=True)
class Person:
    """Somebody who acts or is to be appointed, as far as the case is concerned: by token;
    `is_below_subject` where the subject manages them, `is_below_concerned` where somebody else does
    whom the incident is about."""

    token: str
    is_below_subject: bool = False
    is_below_concerned: bool = False
    has_right: bool = True


@dataclass(frozen=True)
class Parties:
    """`concerned` are all whom the incident is about: the subjects of its cases, and whoever is
    named in the report."""

    subject: str
    reporter: str | None
    concerned: frozenset[str] = frozenset()


def may_act(person: Person, file: CaseFile, parties: Parties) -> Iterator[Verdict]:
    """Nobody acts on their own case, their superior's, or one they declared an interest in; nor
    on one that comes of the same incident as such a case."""
    if person.token == parties.subject:
        yield shut(Gate.SEPARATE_ROLES, Why.OWN_CASE)
    elif person.token in parties.concerned:
        yield shut(Gate.SEPARATE_ROLES, Why.IS_CONCERNED)
    if person.is_below_subject:
        yield shut(Gate.SEPARATE_ROLES, Why.SUPERIORS_CASE)
    elif person.is_below_concerned:
        yield shut(Gate.SEPARATE_ROLES, Why.IS_CONCERNED)
    if person.token in file.recused:
        yield shut(Gate.SEPARATE_ROLES, Why.INTEREST)


def may_sit(person: Person, seat: Seat, file: CaseFile, parties: Parties) -> Iterator[Verdict]:
    """Reporter, subject, investigator, decider and appeal officer are different persons. Whoever
    held one seat takes no other, and who decides an appeal took no part before."""
    yield from may_act(person, file, parties)
    if person.token == parties.reporter:
        yield shut(Gate.SEPARATE_ROLES, Why.IS_REPORTER)
    for held in sorted(file.seats_ever.get(person.token, frozenset()) - {seat}):
        yield shut(Gate.SEPARATE_ROLES, Why.HOLDS_SEAT, seat=held)
    if seat == Seat.APPEALS:
        yield from took_no_part(person, file)
    if not person.has_right:
        yield shut(Gate.SEPARATE_ROLES, Why.LACKS_RIGHT, seat=seat)


def took_no_part(person: Person, file: CaseFile) -> Iterator[Verdict]:
    """Asked of who decides an appeal, when they are appointed and again when they decide: they
    may have shaped the case since."""
    if person.token in _took_part(file):
        yield shut(Gate.SEPARATE_ROLES, Why.TOOK_PART)


def _took_part(file: CaseFile) -> frozenset[str]:
    """Those who shaped the case; opening it, appointing and serving papers shape nothing."""
    shaping = (
        said.Interviewed,
        said.Charged,
        said.ChargeDropped,
        said.Overridden,
        said.Stated,
        said.CounselNoted,
        said.Decided,
    )
    return frozenset(step.actor for step in file.steps if isinstance(step.content, shaping))


def holds_office(offices: Iterable[Office], held: Iterable[Office]) -> Iterator[Verdict]:
    offices = frozenset(offices)
    if not offices & frozenset(held):
        yield shut(Gate.SEPARATE_ROLES, Why.NOT_YOUR_OFFICE, offices=sorted(offices))
