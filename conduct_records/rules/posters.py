"""Which lists hang where, and how tight they have to be set."""

from collections.abc import Sequence

from conduct_records.rules.codebook import Audience, Codebook, RuleList

# Up to so many rules in the longest column a poster is set that wide.
DENSITIES = ((8, "wide"), (15, "even"), (22, "tight"), (30, "close"))


def audience_of(codebook: Codebook, code: str) -> Audience:
    """Raises `KeyError` for a code that the codebook does not know."""
    return {each.code: each for each in codebook.audiences}[code]


def lists_of(codebook: Codebook, audience: Audience) -> tuple[RuleList, ...]:
    """The audience's own lists, and before them those for everybody."""
    return tuple(
        each
        for each in codebook.lists
        if each.audience == audience or not (each.audience.standing or each.audience.posts)
    )


def density(counts: Sequence[int], *, runs_long: bool = False) -> str:
    """How a poster is set whose columns have so many rules. A language that runs long, such as
    English beside Chinese, is set one step closer."""
    longest = max(counts, default=0)
    fitting = [name for most, name in DENSITIES if longest <= most] or [DENSITIES[-1][1]]
    return fitting[min(1, len(fitting) - 1)] if runs_long else fitting[0]
