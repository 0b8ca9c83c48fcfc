"""Clocks: how long a duty may take, and which paper says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from plugins.catalog.dates import months_after
from plugins.catalog.terms import Term
from plugins.catalog.working_days import WorkingDays


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
        """The term in words: 3个工作日; 与政策同时 where there is no time."""
        return f"{self.count}{self.unit.label}" if self.count else "与政策同时"

    def due(self, since: date, calendar: WorkingDays | None) -> date | None:
        """The last day of the term; None where there is no calendar. Raises UnknownYear.

        Of a concern only the day is known: hours are counted from its end, as days.
        """
        match self.unit:
            case Unit.WORKING_DAYS:
                return calendar.after(since, self.count) if calendar else None
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
TOGETHER = Clock(0, Unit.HOURS, "国办发〔2016〕80号", "应同步公开")
"""Of an interpretation that its policy waits for."""
