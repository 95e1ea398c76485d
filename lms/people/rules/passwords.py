"""Temporary passwords: read out once, typed once on a phone, then replaced."""

import secrets
from collections.abc import Callable, Sequence

# No 0/o, 1/l/i: they are mistaken when read from paper. 30 characters, 12 of them: 58 bits.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxy"
GROUPS = 3
GROUP_LENGTH = 4


def temporary_password(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Three groups of four characters such as "k4mx-92hd-wq7p"."""
    return "-".join("".join(choose(ALPHABET) for __ in range(GROUP_LENGTH)) for __ in range(GROUPS))
