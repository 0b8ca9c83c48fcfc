"""Clocks: how long a duty may take, and which paper says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plugins.catalog.dates import months_after
from plugins.catalog.terms import Term
from plugins.catalog.working_days import UnknownYear, WorkingDays


class Duty(Term):
    """What is owed to the public once something has happened."""

    INTERPRETATION = "interpretation", "解读"
    RESPONSE = "response", "回应"
    RESULT = "result", "征集结果"


class Unit(Term):
    """What a clock counts."""

    WORKING_DAYS = "working_days", "个工作日"
    HOURS = "hours", "小时"
    MONTHS = "months", "个月"


@dataclass(frozen=True, slots=True)
class Clock:
    """A term: so many units from the day a duty arises, which itself does not count."""

    count: int
    unit: Unit
    basis: str
    """The paper that sets it."""
    begins: str = ""
    """What it begins with, in words."""

    @property
    def term(self) -> str:
        """The term in words: 3个工作日."""
        return f"{self.count}{self.unit.label}"

    def due(self, since: date, calendar: WorkingDays | None) -> date | None:
        """The last day of the term; None where the holidays are not known.

        Of a concern only the day is known: hours are counted from its end, as days.
        """
        match self.unit:
            case Unit.WORKING_DAYS:
                return _worked(since, self.count, calendar)
            case Unit.HOURS:
                return since + timedelta(hours=self.count)
            case Unit.MONTHS:
                return months_after(since, self.count)


CLOCKS = {
    Duty.INTERPRETATION: Clock(3, Unit.WORKING_DAYS, "国办发〔2016〕19号", "公布"),
    Duty.RESPONSE: Clock(48, Unit.HOURS, "国办发〔2016〕61号", "出现关切"),
    Duty.RESULT: Clock(3, Unit.MONTHS, "国办秘函〔2019〕19号", "截止"),
}
"""One for each duty."""


def _worked(since: date, count: int, calendar: WorkingDays | None) -> date | None:
    try:
        return calendar.after(since, count) if calendar else None
    except UnknownYear:
        return None
