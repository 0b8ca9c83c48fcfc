"""The wall: what is owed as rows for a terminal, as a sheet to print, as JSON and as a calendar. For the office; nothing of it is
published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugins.catalog.dates import chinese_date
from plugins.catalog.ical import Event, calendar
from plugins.catalog.site import Site
from plugins.catalog.terms import Term
from plugins.chain.clocks import CLOCKS
from plugins.chain.duties import Owed

UNKNOWN = "不详"
WEEKDAYS = tuple("周一 周二 周三 周四 周五 周六 周日".split())


class Form(Term):
    """What the wall is written in."""

    TEXT = "text", "表格"
    HTML = "html", "打印用的网页"
    JSON = "json", "每行一个对象"
    ICS = "ics", "日历"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is owed, in words."""

    left: str
    due: str
    weekday: str
    """Of its last day; empty where that is unknown."""
    duty: str
    title: str
    document_number: str
    since: str
    """When and why its clock began."""
    begun: tuple[str, ...]
    """Files in which it is begun."""
    is_overdue: bool

    @property
    def told(self) -> str:
        """The document with its number, and where the missing one is begun."""
        number = f"（{self.document_number}）" if self.document_number else ""
        note = f"；已起草：{'、'.join(self.begun)}" if self.begun else ""
        return f"{self.title}{number}{note}"


def by_agency(owed: Iterable[Owed], today: date) -> Mapping[str, Sequence[Line]]:
    """Each organ with what it owes, soonest first. Organs in the order of their soonest."""
    groups: dict[str, list[Line]] = {}
    for one in owed:
        groups.setdefault(one.agency, []).append(line(one, today))
    return groups


def line(one: Owed, today: date) -> Line:
    """It in words."""
    record = one.record
    return Line(
        left=left(one, today),
        due=one.due.isoformat() if one.due else UNKNOWN,
        weekday=WEEKDAYS[one.due.weekday()] if one.due else "",
        duty=one.duty.label,
        title=record.title or record.path,
        document_number=record.document_number,
        since=f"{one.since}{CLOCKS[one.duty].begins}",
        begun=tuple(path for path in one.written if path != record.path),
        is_overdue=one.is_overdue(today),
    )


def left(one: Owed, today: date) -> str:
    """How many days are left, in words."""
    days = one.days_left(today)
    if days is None:
        return UNKNOWN
    return f"还剩{days}天" if days > 0 else "今天到期" if days == 0 else f"逾期{-days}天"


def terms() -> str:
    """Every term with the paper that sets it."""
    return "；".join(f"{duty.label} {clock.term}（{clock.basis}）" for duty, clock in CLOCKS.items())


def row(one: Owed, today: date) -> dict[str, object]:
    """One thing for JSON: what, who, since, until, days left (below 0 overdue, null unknown), the paper that asks for it."""
    record, clock = one.record, CLOCKS[one.duty]
    return {
        "duty": one.duty.value,
        "agency": one.agency,
        "title": record.title,
        "document_number": record.document_number,
        "path": record.path,
        "written": list(one.written),
        "since": one.since.isoformat(),
        "due": one.due.isoformat() if one.due else None,
        "days_left": one.days_left(today),
        "basis": clock.basis,
    }


def ics(owed: Iterable[Owed], site: Site, as_of: datetime) -> bytes:
    """A calendar with an event on the last day of each."""
    events = [
        Event(
            uid=f"{one.duty.value}-{one.record.path}@{site.domain}",
            on=one.due,
            summary=f"{one.duty.label}到期：{one.record.title}",
            description=f"{one.agency}：{line(one, as_of.date()).told}。{CLOCKS[one.duty].term}（{CLOCKS[one.duty].basis}）",
            category=one.duty.label,
            stamp=as_of,
        )
        for one in owed
        if one.due
    ]
    return calendar(f"{site.name}应办事项", f"截至{chinese_date(as_of.date())}的解读、回应和征求意见结果", events)
