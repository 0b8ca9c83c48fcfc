"""The clock of the portal, and how dates are shown, to people and to machines."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The time of all of the country; it knows no summer time since 1991."""


def chinese_date(value: date) -> str:
    """2026年2月27日, as a sentence writes dates (GB/T 9704—2012 7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def block_date(value: date) -> str:
    """2026年02月27日, as the official block writes dates."""
    return f"{value.year}年{value.month:02}月{value.day:02}日"


def clock(value: datetime) -> str:
    """2026-03-01 09:00; the first minute of a day stands for the day alone."""
    return value.strftime("%Y-%m-%d %H:%M" if value.hour or value.minute else "%Y-%m-%d")


def iso(value: date | datetime) -> str:
    """ISO 8601, for `<time datetime>`."""
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def months_before(value: date, months: int) -> date:
    """The same day so many months before, or the last of that month where it has no such day."""
    year, month = divmod(value.year * 12 + value.month - 1 - months, 12)
    return date(year, month + 1, min(value.day, monthrange(year, month + 1)[1]))


def months_after(value: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    return months_before(value, -months)
