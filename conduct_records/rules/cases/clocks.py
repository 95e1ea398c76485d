"""Days and months as the procedure counts them."""

from datetime import date, datetime, time, timedelta, tzinfo

from lms.people.rules.periods import add_months


def month_of(day: date) -> str:
    """As payroll writes it: 2026-11."""
    return f"{day:%Y-%m}"


def next_month(month: str) -> str:
    """After a month written so; the same text where there is none."""
    return month_of(add_months(date.fromisoformat(f"{month}-01"), 1)) if month else month


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last minute of a day, in the company's time zone."""
    return datetime.combine(day, time(23, 59), zone)


def days_after(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The end of the day so many days later; the day itself does not count."""
    return end_of(moment.astimezone(zone).date() + timedelta(days=days), zone)


def months_after(moment: datetime, months: int, zone: tzinfo) -> datetime:
    return end_of(add_months(moment.astimezone(zone).date(), months), zone)
