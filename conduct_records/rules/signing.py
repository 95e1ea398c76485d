"""Who has to sign: a rule binds whom it was made known to, in the words and with the consequences
they saw (Labour Contract Law, article 4: rules are made public or made known to the employee)."""

from collections.abc import Iterable

from conduct_records.rules.codebook import Codebook, Place, Rule


def unsigned(
    codebook: Codebook, place: Place, signed: Iterable[tuple[Codebook, Place]]
) -> tuple[Rule, ...]:
    """The rules that bind somebody and that no signature of theirs covers, in the order of the
    lists. `signed` are the versions they signed, and where they stood when they did."""
    known = {rule.substance for each, stood in signed for rule in each.rules_for(stood)}
    return tuple(rule for rule in codebook.rules_for(place) if rule.substance not in known)


def is_known(rule: Rule, signed: Iterable[tuple[Codebook, Place]]) -> bool:
    """Whether a signature covers this rule as it stands."""
    return any(
        rule.substance == other.substance
        for each, stood in signed
        for other in each.rules_for(stood)
    )
