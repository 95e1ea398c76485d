"""What the gates say, in words: why, and what would lift it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from conduct_records.queries.cases.gate_sentences import GATES, WORDS
from conduct_records.queries.cases.words import (
    ACTS,
    LEAVING,
    OFFICES,
    PROTECTIONS,
    RESTS,
    SEATS,
    STATES,
)
from conduct_records.queries.words import SANCTIONS
from conduct_records.rules.cases.deductions import in_yuan
from conduct_records.rules.cases.gates.verdicts import Verdict


def reason(verdict: Verdict) -> str:
    return str(WORDS[verdict.why][0]) % _details(verdict)


def lifted_by(verdict: Verdict) -> str:
    """Empty for what is open."""
    return "" if verdict.is_open else str(WORDS[verdict.why][1]) % _details(verdict)


def in_words(verdict: Verdict) -> str:
    """Gate, reason, and what would lift it."""
    return _("Gate %(number)d, %(name)s: %(reason)s %(lifted_by)s") % {
        "number": verdict.gate,
        "name": GATES[verdict.gate],
        "reason": reason(verdict),
        "lifted_by": lifted_by(verdict),
    }


NAMED: dict[str, Mapping[Any, Any]] = {
    "state": STATES,
    "needed": STATES,
    "offices": OFFICES,
    "seat": SEATS,
    "act": ACTS,
    "from": SANCTIONS,
    "to": SANCTIONS,
    "step": SANCTIONS,
    "protections": PROTECTIONS,
    "way": LEAVING,
    "rest_is": RESTS,
}
MONEY = {"elsewhere", "minimum", "loss", "most", "left", "taken", "rest"}


def _details(verdict: Verdict) -> dict[str, str]:
    return {name: _said(name, value) for name, value in verdict.details.items()}


def _said(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if name in MONEY:
        return _("¥%(yuan)s") % {"yuan": in_yuan(value)}
    names = NAMED.get(name, {})
    if isinstance(value, Iterable) and not isinstance(value, str):
        return _(", ").join(str(names.get(each, each)) for each in value)
    return str(names.get(value, value))
