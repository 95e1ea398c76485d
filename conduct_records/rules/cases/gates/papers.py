"""Gate 10: how it is shown that a paper was served, and that a statement is the person's."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why, shut

DAYS_TO_NOTE = 3


def service_proven(service: said.Service, subject: str, actor: str) -> Iterator[Verdict]:
    """A paper was served: signed, refused before two witnesses, sent by courier or e-mail."""
    if service.way == said.ServiceWay.REFUSED:
        witnesses = {each.strip() for each in service.witnesses} - {subject, ""}
        if len(witnesses) < 2:
            yield shut(Gate.EVIDENCE, Why.WITNESSES)
    elif service.way in (said.ServiceWay.COURIER, said.ServiceWay.EMAIL):
        if not service.detail.strip():
            yield shut(Gate.EVIDENCE, Why.NO_NUMBER)
    elif actor != subject and not service.scan:
        yield shut(Gate.EVIDENCE, Why.NOT_SIGNED)


def noted_in_time(service: said.Service, at: datetime, now: datetime) -> Iterator[Verdict]:
    """What HR alone says was served starts a time that runs against the person: it is noted
    within days, not weeks later with an early day."""
    if service.way != said.ServiceWay.SIGNED and now - at > timedelta(days=DAYS_TO_NOTE):
        yield shut(Gate.EVIDENCE, Why.NOTED_LATE, days=DAYS_TO_NOTE)


def statement_proven(stated: said.Stated, subject: str, actor: str) -> Iterator[Verdict]:
    """What somebody else writes down as the person's was said in a hearing, or is on paper."""
    if actor != subject and not stated.held and not stated.scan:
        yield shut(Gate.EVIDENCE, Why.NOT_SIGNED)
