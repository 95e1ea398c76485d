"""What the gates answer, and days to come."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from conduct_records.errors import GateShut
from conduct_records.models import Case
from conduct_records.policies.circumstances import Circumstances
from conduct_records.policies.gates import before_decision
from conduct_records.rules.cases.gates.verdicts import Gate, Verdict, Why


@contextmanager
def shut_by(gate: Gate, *whys: Why) -> Iterator[None]:
    """The step is refused for these reasons and no other, in words."""
    with pytest.raises(GateShut) as caught:
        yield
    refusal = caught.value
    assert {(each.gate, each.why) for each in refusal.verdicts} == {(gate, why) for why in whys}
    assert len(refusal.sentences) == len(refusal.verdicts) and all(refusal.sentences)
    assert str(refusal)


def details(gate: Gate, case: Case) -> dict[Why, dict[str, Any]]:
    """What the page of a case shows of a gate before anybody decides."""
    return {each.why: dict(each.details) for each in verdicts(case) if each.gate == gate}


def verdicts(case: Case) -> list[Verdict]:
    return list(before_decision(Circumstances.of(Case.objects.get(pk=case.pk))))


def later(**time: int) -> time_machine.travel:
    """So many days, hours, … from now."""
    return time_machine.travel(timezone.now() + timedelta(**time))
