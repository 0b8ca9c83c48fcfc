"""The sandbox's idea of time: Beijing time from a callable that tests may replace."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "UTC+8")

Clock = Callable[[], datetime]
"""Gives the present moment as an aware datetime."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def beijing_now() -> datetime:
    """The real present moment in Beijing."""
    return datetime.now(BEIJING)


def from_epoch(seconds: float) -> datetime:
    """The Beijing time of a stored moment, given in seconds since 1970 UTC."""
    return datetime.fromtimestamp(seconds, BEIJING)


def china_day(moment: datetime) -> str:
    """The calendar day in China, the period of WeChat's daily quotas: ``2026-11-20``."""
    return moment.astimezone(BEIJING).date().isoformat()


def weibo_time(moment: datetime) -> str:
    """Weibo's ``created_at``: ``Wed Oct 24 23:49:17 +0800 2012``, English whatever the locale."""
    local = moment.astimezone(BEIJING)
    day, month = _DAYS[local.weekday()], _MONTHS[local.month - 1]
    return f"{day} {month} {local.day:02d} {local:%H:%M:%S} +0800 {local.year:04d}"
