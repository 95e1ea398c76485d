"""Questions in GIFT, the text format of Moodle (https://docs.moodle.org/en/GIFT_format).

What this bank keeps and GIFT cannot say stands in a comment, which other programs pass over:
`[marks:3]`, `[difficulty:1]`, `[skill:…]`, `[language:en]`, `[credit:exact]`, and for kinds and
parts that it lacks the exact wording; see `exact`.

A missing word becomes a single choice (or a short text, a number …) with a line in place of the
gap, as in Moodle. A description asks nothing and is refused.
"""

from assessments.rules.exchange.gift_read import read
from assessments.rules.exchange.gift_write import write

__all__ = ["read", "write"]
