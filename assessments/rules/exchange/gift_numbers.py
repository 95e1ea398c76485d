"""Numbers as GIFT writes them: `3`, `3:0.5` with a tolerance, `2..4` as a range."""

from fractions import Fraction

from assessments.rules.kinds.number import number_in


def accepted_number(text: str) -> dict[str, str] | None:
    """The value of a key for numbers and, where there is one, its tolerance; None where it is no
    number. The middle of a range is its value."""
    if ".." in text:
        return _range(*(side.strip() for side in text.split("..", 1)))
    value, colon, tolerance = (side.strip() for side in text.partition(":"))
    if number_in(value) is None or (colon and number_in(tolerance) is None):
        return None
    return {"value": value} | ({"tolerance": tolerance} if _is_some(tolerance) else {})


def _is_some(tolerance: str) -> bool:
    return bool(tolerance) and tolerance != "0"


def _range(least: str, most: str) -> dict[str, str] | None:
    low, high = number_in(least), number_in(most)
    if low is None or high is None or low > high:
        return None
    value = decimal_text((low + high) / 2)
    tolerance = decimal_text((high - low) / 2)
    return {"value": value} | ({"tolerance": tolerance} if _is_some(tolerance) else {})


def decimal_text(number: Fraction) -> str:
    """An exact decimal number, as half of one always is."""
    digits = 0
    while number.denominator != 1 and digits < 100:
        number, digits = number * 10, digits + 1
    whole = str(abs(int(number))).rjust(digits + 1, "0")
    sign = "-" if number < 0 else ""
    return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole)
