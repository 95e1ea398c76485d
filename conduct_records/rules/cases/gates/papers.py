"""Gate 10: how it is shown that a paper was served, and that a statement is the person's."""

from collections.abc import Iterator

from conduct_records.rules.cases import steps as said
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why, shut


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


def statement_proven(stated: said.Stated, subject: str, actor: str) -> Iterator[Verdict]:
    """What somebody else writes down as the person's was said in a hearing, or is on paper."""
    if actor != subject and not stated.held and not stated.scan:
        yield shut(Gate.EVIDENCE, Why.NOT_SIGNED)
