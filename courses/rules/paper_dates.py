"""Dates as a certificate writes them, whatever language the reader has chosen."""

from datetime import date

DIGITS = "〇一二三四五六七八九"
MONTHS = (
    "January February March April May June July August September October November December"
).split()


def in_characters(day: date) -> str:
    """2026-11-28 as 二〇二六年十一月二十八日: the year digit by digit, month and day as numbers."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_number(day.month)}月{_number(day.day)}日"


def in_digits(day: date) -> str:
    """2026-11-28 as 2026年11月28日."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_english(day: date) -> str:
    """2026-11-28 as 28 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _number(value: int) -> str:
    """1 to 31 in characters."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")
