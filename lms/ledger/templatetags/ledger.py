"""Hashes and proofs on pages."""

from typing import Any

from django import template

from lms.ledger.queries.proofs import Proven
from lms.ledger.rules.drawing import Drawing

register = template.Library()


@register.filter
def hexadecimal(found: bytes) -> str:
    return found.hex()


@register.filter
def short_hash(found: bytes) -> str:
    """Its beginning and end: enough to compare by eye, not to rely on."""
    return f"{found.hex()[:4]}…{found.hex()[-4:]}"


@register.filter
def four_digits(found: bytes) -> str:
    return found.hex()[:4]


@register.inclusion_tag("ledger/tree.html")
def proof_tree(proof: Proven, drawing: Drawing) -> dict[str, Any]:
    """The figure of the proof."""
    return {"proof": proof, "drawing": drawing}


@register.inclusion_tag("ledger/sums.html")
def proof_sums(proof: Proven) -> dict[str, Any]:
    """The sums of the proof, step by step; the middle of many is folded away."""
    sums = list(enumerate(proof.sums, start=1))
    return {"proof": proof, "first": sums[:3], "middle": sums[3:-1], "last": sums[3:][-1:]}
