"""How much may be kept back of a month's wage, in fen (hundredths of a yuan), exact.

Provisional Regulations on Wage Payment (1994), article 16: at most 20 % of the month's wage, and
what is left is not below the local minimum wage.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

FEN = 100
YUAN = re.compile(r"(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?")
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class Basis(StrEnum):
    """What a deduction rests on."""

    VARIABLE_PAY = "variable_pay"
    CONTRACT_AND_LOSS = "contract_and_loss"


class Rest(StrEnum):
    """What becomes of what the month cannot bear."""

    CARRIED_OVER = "carried_over"
    WAIVED = "waived"


class NotExact(ValueError):
    """An amount with fractions of a fen, or no amount at all."""


def fen_of(text: str) -> int:
    """An amount in yuan as typed ("1234.5", with or without thousands commas) in fen.

    Raises `NotExact`: nothing is rounded."""
    found = YUAN.fullmatch(text.strip().replace("，", ","))
    if found is None:
        raise NotExact(text)
    return int(found[1].replace(",", "")) * FEN + int((found[2] or "").ljust(2, "0"))


def in_yuan(fen: int) -> str:
    """Always with two decimals."""
    return f"{fen // FEN}.{fen % FEN:02d}"


def ceiling(wage: int, minimum: int, percent: int) -> int:
    """The most that may be kept back of a month's wage; all in fen, rounded down."""
    return max(0, min(wage * percent // 100, wage - minimum))


@dataclass(frozen=True)
class Deduction:
    """`amount` is what was decided; `month` ("2026-11") the first month it is kept back from, with
    that month's `wage`, the local `minimum` wage and the ceiling in percent as they were known;
    `elsewhere` is what other cases keep back of the same month.
    `bonus` is that month's variable pay (for `VARIABLE_PAY`), `loss` the proven loss (for
    `CONTRACT_AND_LOSS`), `reference` the scheme or clause. All money in fen."""

    basis: Basis
    reference: str
    amount: int
    month: str
    wage: int
    minimum: int
    percent: int
    rest_is: Rest
    bonus: int | None = None
    loss: int | None = None
    elsewhere: int = 0

    @property
    def taken(self) -> int:
        """What the first month bears."""
        most = max(0, ceiling(self.wage, self.minimum, self.percent) - self.elsewhere)
        if self.basis == Basis.VARIABLE_PAY:
            # One bonus is not kept back twice.
            most = min(most, max(0, (self.bonus or 0) - self.elsewhere))
        return min(self.amount, most)

    @property
    def rest(self) -> int:
        return self.amount - self.taken

    @property
    def carried_over(self) -> int:
        return self.rest if self.rest_is == Rest.CARRIED_OVER else 0
