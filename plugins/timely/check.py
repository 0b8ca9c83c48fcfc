"""Whether documents were public in time, and whether the register of releases bears out what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import BESIDE, Finding
from plugins.catalog.numbers import year_of_document_number
from plugins.catalog.record import Record
from plugins.catalog.register import FILE as REGISTER
from plugins.catalog.register import Registered
from plugins.catalog.rules import UNKNOWN_YEAR
from plugins.catalog.terms import DisclosureMode, Status
from plugins.catalog.values import NO, YES
from plugins.catalog.working_days import FILE as HOLIDAYS
from plugins.catalog.working_days import BadHolidays, UnknownYear, WorkingDays, open_working_days
from plugins.timely import rules

LIMIT = 20
"""Working days from formation to publication (政府信息公开条例 article 26); as many days of any sort need no calendar."""
YEAR = 366
"""Days in which any twenty working days pass: beyond them no calendar need be known."""
REASON = 4
"""字 of the shortest reason that says anything."""


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every rule of this room."""
    proactive = [record for record in catalog.records if record.disclosure_mode is DisclosureMode.PROACTIVE]
    yield from in_time(proactive, catalog)
    yield from reasons(proactive, catalog)
    yield from registered(proactive, catalog)


def in_time(records: list[Record], catalog: Catalog) -> Iterator[Finding]:
    """Twenty working days. Imported history and late entries say themselves that they came late."""
    unknown: dict[int, list[Record]] = defaultdict(list)
    try:
        calendar = open_working_days(catalog.home)
    except BadHolidays as error:
        yield rules.BAD_HOLIDAYS.at(f"{BESIDE}{HOLIDAYS}", error.line, problem=str(error))
        return
    for record in records:
        issued, public = record.issued_on, catalog.as_of if record.status is Status.DRAFT else record.published_at
        if issued and public and (public.date() - issued).days > LIMIT:
            try:
                yield from _late(record, issued, public.date(), catalog, calendar)
            except UnknownYear as error:
                unknown[error.year].append(record)
    for year, waiting in sorted(unknown.items()):
        words = {"year": year, "count": len(waiting), "what": "公开", "file": HOLIDAYS}
        yield catalog.finding(UNKNOWN_YEAR, waiting[0], "issued_on", **words)


def reasons(records: list[Record], catalog: Catalog) -> Iterator[Finding]:
    """补录 gives a reason, which the page shows; a withdrawn document shows none."""
    for record in records:
        reason = "" if record.withdrawn else record.late_entry
        if reason and (len(reason) < REASON or reason.lower() in YES + NO):
            yield catalog.finding(rules.REASON_MISSING, record, "late_entry", value=reason)


def registered(records: list[Record], catalog: Catalog) -> Iterator[Finding]:
    """What the register of releases bears witness to; a build for a day before its last line can ask nothing of it."""
    register = catalog.register
    for fault in register.faults:
        yield rules.REGISTER_BROKEN.at(f"{BESIDE}{REGISTER}", fault.line, problem=fault.problem, file=REGISTER)
    if not register.last or register.last > catalog.as_of.isoformat(timespec="minutes"):
        return
    there, began = set[int](), register.began
    for record in records:
        if record.status is Status.DRAFT or record.published_at is None or record.path in catalog.waiting:
            continue
        entry, published = register.find(record), record.published_at.isoformat()[:10]
        if entry:
            there.add(entry.line)
        if entry and entry.published_at[:10] == published and (entry.seen == began or entry.seen[:10] == published):
            continue
        yield from _witnessed(record, published, entry, catalog)
    yield from _gone(there, catalog)


def _late(record: Record, issued: date, public: date, catalog: Catalog, calendar: WorkingDays) -> Iterator[Finding]:
    if record.withdrawn or record.first_published or record.late_entry:
        return
    numbered = year_of_document_number(record.document_number)
    # A date that its own number belies, and a draft that was public once, have findings that say what to mend.
    if (numbered and numbered != issued.year) or (record.status is Status.DRAFT and catalog.register.find(record)):
        return
    if (public - issued).days > YEAR:
        why = f"比发文日期 {issued} 晚了一年以上"
    elif public > (deadline := calendar.after(issued, LIMIT)):
        why = f"发文日期 {issued} 起第{LIMIT}个工作日是 {deadline}"
    else:
        return
    rule, attribute = (rules.LATE_DRAFT, "issued_on") if record.status is Status.DRAFT else (rules.LATE, "published_at")
    yield catalog.finding(rule, record, attribute, published=public, why=why)


def _witnessed(record: Record, published: str, entry: Registered | None, catalog: Catalog) -> Iterator[Finding]:
    """The day a document says it was published, against the days on which it was seen, and not seen. ISO 8601, as they sort."""
    register, excused = catalog.register, record.late_entry or record.first_published
    if entry is None:
        last = register.last[:10]
        if published < last and not excused:
            yield catalog.finding(rules.BACK_DATED_RELEASE, record, "published_at", published=published, last=last)
        return
    first, told, is_older = entry.seen[:10], entry.published_at[:10], register.is_older(entry)
    words = {"published": published, "first": first, "told": told}
    honest = published == told or (published == first and not is_older) or (record.late_entry and published < first)
    if not honest:
        yield catalog.finding(rules.DATE_REWRITTEN, record, "published_at", **words)
    elif published < first and not excused and not is_older:
        yield catalog.finding(rules.RELEASED_LATER, record, "published_at", **words)


def _gone(there: set[int], catalog: Catalog) -> Iterator[Finding]:
    """What was released once and is not now; one that was put off again is said to have another date."""
    gone = [entry for entry in catalog.register.entries if entry.line not in there]
    by_path = {record.path: record for record in catalog.records} if gone else {}
    for entry in gone:
        if record := by_path.get(entry.path):
            now = "现在写着 状态: 草稿，" if record.status is Status.DRAFT else "现在"
            yield catalog.finding(rules.GONE, record, "status", gone=entry.path, first=entry.seen_on, now=now)
        else:
            yield rules.GONE.at(f"{BESIDE}{REGISTER}", entry.line, gone=entry.path, first=entry.seen_on, now="现在没有这份文件，")
