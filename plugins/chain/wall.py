"""The wall: what is owed as rows for a terminal, as a sheet to print, as JSON and as a calendar. For the office; nothing of it is
published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugins.catalog.dates import chinese_date
from plugins.catalog.ical import Event, calendar
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.catalog.terms import Status, Term
from plugins.catalog.working_days import FILE as HOLIDAYS
from plugins.chain.clocks import CLOCKS, TOGETHER
from plugins.chain.duties import Duties, Owed

UNKNOWN = "不详"
NO_AGENCY = "没有写发布机构"
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
    state: str
    """Why the public does not see the document; empty where it does."""
    since: str
    """When and why its clock began."""
    begun: tuple[str, ...]
    """What is begun, each with its state."""
    is_overdue: bool

    @property
    def told(self) -> str:
        """The document with its number and its state, and what is begun of the missing one."""
        behind = "".join(f"（{one}）" for one in (self.document_number, self.state) if one)
        note = f"；已起草：{'、'.join(self.begun)}" if self.begun else ""
        return f"{self.title}{behind}{note}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one organ owes, soonest first."""

    lines: Sequence[Line]

    @property
    def late(self) -> int:
        """How many of them are overdue."""
        return sum(line.is_overdue for line in self.lines)


def by_agency(owed: Iterable[Owed], as_of: datetime) -> Mapping[str, Group]:
    """Each organ with what it owes. Organs in the order of their soonest."""
    groups: dict[str, list[Line]] = {}
    for one in owed:
        groups.setdefault(one.agency or NO_AGENCY, []).append(line(one, as_of))
    return {agency: Group(lines=lines) for agency, lines in groups.items()}


def line(one: Owed, as_of: datetime) -> Line:
    """It in words."""
    record, today = one.record, as_of.date()
    waits = "与解读一起等着公开" if one.clock is TOGETHER else ""
    return Line(
        left=left(one, today),
        due=one.due.isoformat() if one.due else UNKNOWN,
        weekday=WEEKDAYS[one.due.weekday()] if one.due else "",
        duty=one.duty.label,
        title=_title(record),
        document_number=record.document_number,
        state=state(record, as_of) or waits,
        since=f"{one.since}{one.clock.begins}",
        begun=tuple(_begun(found, as_of) for found in one.written if found is not record),
        is_overdue=one.is_overdue(today),
    )


def left(one: Owed, today: date) -> str:
    """How many days are left, in words."""
    days = one.days_left(today)
    if days is None:
        return "已逾期" if one.is_overdue(today) else UNKNOWN
    return f"还剩{days}天" if days > 0 else "今天到期" if days == 0 else f"逾期{-days}天"


def state(record: Record, as_of: datetime) -> str:
    """Why a document is not public by itself, in words; empty where its own file lets it be."""
    published = record.published_at
    if record.status is Status.DRAFT or published is None:
        return "草稿"
    if published <= as_of:
        return ""
    year = f"{published.year}年" if published.year != as_of.year else ""
    return f"{year}{published.month}月{published.day}日公开"


def terms(owed: Iterable[Owed]) -> str:
    """Every term with the paper that sets it, and how days are counted."""
    told = [f"{duty.label} {clock.term}（{clock.basis}）" for duty, clock in CLOCKS.items()]
    if any(one.clock is TOGETHER for one in owed):
        told.append(f"同步发布的解读 {TOGETHER.term}（{TOGETHER.basis}）")
    return f"{'；'.join(told)}。还剩、逾期几天，按自然日算"


def day(as_of: date, today: date | None) -> str:
    """The day of the wall; where it is the settings' and another than today's, that it is."""
    own = f"，是设置里 AS_OF 的日子，今天是{chinese_date(today)}" if today and today != as_of else ""
    return f"{chinese_date(as_of)}{own}"


def gaps(duties: Duties, owed: Sequence[Owed], unread: int, agency: str = "") -> Iterator[str]:
    """What the wall does not know, of one organ or of all, in sentences: a list that looks complete must be."""
    if unread:
        yield f"有 {unread} 处读不出来，可能没有列全：请运行 inv check。"
    if duties.fault:
        where = f"{HOLIDAYS} 第 {duties.fault.line} 行"
        yield f"放假安排读不出来（{duties.fault}），算不出解读的期限：请改好 {where}（见 DAT004）。"
    years = sorted({one.unknown_year for one in owed if one.unknown_year})
    for year in years:
        count = sum(one.unknown_year == year for one in owed)
        how = f"请照国务院办公厅的放假通知写进 {HOLIDAYS}（见 DAT003）"
        yield f"不知道{year}年的放假安排，有 {count} 项算不出期限：{how}。"
    unclocked = {"没有写关切日期（见 RSP003）": duties.undated(), "关切日期还没有到（见 RSP004）": duties.to_come()}
    for why, responses in unclocked.items():
        titles = "；".join(_title(one) for one in responses if agency in ("", duties.agency(one)))
        if titles:
            yield f"没有列入的回应，{why}：{titles}。"


def row(one: Owed, today: date) -> dict[str, object]:
    """One thing for JSON: what, who, since, until, days left (below 0 overdue, null unknown), the paper that asks for it."""
    record = one.record
    return {
        "duty": one.duty.value,
        "agency": one.agency,
        "title": record.title,
        "document_number": record.document_number,
        "path": record.path,
        "written": [found.path for found in one.written],
        "since": one.since.isoformat(),
        "due": one.due.isoformat() if one.due else None,
        "days_left": one.days_left(today),
        "overdue": one.is_overdue(today),
        "unknown_year": one.unknown_year,
        "basis": one.clock.basis,
    }


def ics(owed: Iterable[Owed], site: Site, as_of: datetime, notes: Iterable[str] = ()) -> bytes:
    """A calendar with an event on the last day of each. What has no day is told of in `notes`."""
    told = ((one, one.due, line(one, as_of)) for one in owed)
    events = [
        Event(
            uid=f"{one.duty.value}-{one.record.path}@{site.domain}",
            on=due,
            summary=f"{one.duty.label}到期：{words.title}",
            description=f"{one.agency or NO_AGENCY}：{words.told}。{words.since}，{one.clock.term}（{one.clock.basis}）",
            category=one.duty.label,
            stamp=as_of,
        )
        for one, due, words in told
        if due
    ]
    said = (f"截至{chinese_date(as_of.date())}的解读、回应和征求意见结果。", *notes, *(() if events else ("没有应办的事项。",)))
    return calendar(f"{site.name}应办事项", "".join(said), events)


def _begun(record: Record, as_of: datetime) -> str:
    return f"{_title(record)}（{state(record, as_of) or '等着同步发布'}）"


def _title(record: Record) -> str:
    return record.title or record.path
