"""The code by which whoever reported something without their name comes back to it.

80 random bits, in the 32 letters and digits of Crockford's Base32, which leaves out those that
look like others. So many bits cannot be tried out, neither at the page nor on the stored hash:
that is a plain SHA-256, without a salt, so that a code finds its report.
"""

import re
import secrets
import unicodedata
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
# What is read for something else off a slip of paper.
MEANT = str.maketrans("OILU", "011V")
BETWEEN = re.compile(r"[\s\-‐‑‒–—_.·,，。、]+")


def new_code() -> str:
    """As it is kept nowhere: without gaps."""
    return "".join(secrets.choice(ALPHABET) for __ in range(LENGTH))


def in_groups(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def code_in(typed: str) -> str | None:
    """The code that was typed, with whatever gaps, in small letters or full width; None where it
    can be none."""
    plain = BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(MEANT)
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else None


def hash_of(code: str) -> str:
    return sha256(code.encode("ascii")).hexdigest()
