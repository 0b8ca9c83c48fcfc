"""The wall: what is owed as rows for a terminal, as JSON and as a calendar. For the office; nothing of it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from plugins.catalog.dates import chinese_date
from plugins.catalog.ical import Event, calendar
from plugins.catalog.site import Site
from plugins.catalog.terms import Term
from plugins.chain.clocks import CLOCKS
from plugins.chain.duties import Owed

UNKNOWN = "不详"


class Form(Term):
    """What the wall is written in."""

    TEXT = "text", "表格"
    JSON = "json", "每行一个对象"
    ICS = "ics", "日历"


def by_agency(owed: Iterable[Owed], today: date) -> Iterator[tuple[str, list[tuple[str, str, str, str]]]]:
    """Each organ with what it owes, soonest first: 还剩, 期限, 事项, 文件. Organs in the order of their soonest."""
    groups: dict[str, list[Owed]] = {}
    for one in owed:
        groups.setdefault(one.agency, []).append(one)
    for agency, found in groups.items():
        yield agency, [(left(one, today), iso(one), one.duty.label, told(one)) for one in found]


def left(one: Owed, today: date) -> str:
    """How many days are left, in words."""
    days = one.days_left(today)
    if days is None:
        return UNKNOWN
    return f"还剩{days}天" if days > 0 else "今天到期" if days == 0 else f"逾期{-days}天"


def iso(one: Owed) -> str:
    """Its last day."""
    return one.due.isoformat() if one.due else UNKNOWN


def told(one: Owed) -> str:
    """The document in words, with its number, and where the missing one is begun."""
    record = one.record
    number = f"（{record.document_number}）" if record.document_number else ""
    begun = [path for path in one.written if path != record.path]
    note = f"；已起草：{'、'.join(begun)}" if begun else ""
    return f"{record.title or record.path}{number}{note}"


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
            description=f"{one.agency}：{told(one)}。{CLOCKS[one.duty].term}（{CLOCKS[one.duty].basis}）",
            category=one.duty.label,
            stamp=as_of,
        )
        for one in owed
        if one.due
    ]
    return calendar(f"{site.name}应办事项", f"截至{chinese_date(as_of.date())}的解读、回应和征求意见结果", events)
