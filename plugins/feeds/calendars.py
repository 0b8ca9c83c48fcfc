"""Calendars, as any calendar takes them: the days on which policies take effect or end and consultations close.

One for each year, and one that goes on from year to year, for whoever subscribes once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from plugins.catalog.addresses import file_of
from plugins.catalog.catalog import Catalog
from plugins.catalog.ical import Event, calendar
from plugins.catalog.lists import CALENDAR
from plugins.catalog.marks import Marks, digest
from plugins.catalog.record import ASKING, Record
from plugins.catalog.site import Site
from plugins.catalog.terms import Kind
from plugins.engine.page import Batch, Page
from plugins.feeds.characters import legal
from plugins.frame.timeline import Milestone, calendar_of, terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of a document, as a calendar shows it."""

    milestone: Milestone
    on: date
    key: str
    """What the document is known by and never changes: the index number, or the address where there is none."""
    title: str
    address: str
    document_number: str
    agency: str
    updated_at: datetime
    corrections: int


Dated = tuple[Milestone, date, Record]
"""What falls on a day, the day, and the document that says so."""


def by_year(catalog: Catalog) -> Mapping[int, Sequence[Dated]]:
    """The days of each year in order."""
    found: dict[int, list[Dated]] = defaultdict(list)
    for milestone, on, record in sorted(_dated(catalog), key=lambda one: (one[1], one[2].path, one[0])):
        found[on.year].append((milestone, on, record))
    return found


def pages(days: Mapping[int, Sequence[Dated]], marks: Marks) -> Iterator[Batch]:
    """The calendar of each year that has days."""
    for year, dated in days.items():
        said = (f"{milestone} {on}" for milestone, on, _ in dated)
        key = digest(str(year), marks.faces(record for _, _, record in dated), *said)
        yield Batch(f"calendar {year}", key, partial(_page, year, dated))


def rolling(days: Mapping[int, Sequence[Dated]], today: date) -> Iterator[Batch]:
    """The calendar that goes on: the days of this year and all that are to come; none where no year has any.

    Where neither has one yet, the last year with days stays: a calendar without events is none (RFC 5545, 3.6).
    """
    if days:
        since = min(today.year, max(days))
        shown = tuple(_day(*one) for year, dated in days.items() if year >= since for one in dated)
        yield Batch("calendar", digest(*map(repr, shown)), partial(_rolling, shown))


def ics(site: Site, year: int, days: tuple[Day, ...]) -> bytes:
    """The maker of the calendar of a year."""
    return _calendar(site, f"{site.name}{year}年日历", f"{year}年", days)


def ics_from_now(site: Site, days: tuple[Day, ...]) -> bytes:
    """The maker of the calendar that goes on. It names no year: it is the same until a day comes or goes."""
    return _calendar(site, f"{site.name}政策日历", "今年和以后", days)


def _calendar(site: Site, name: str, when: str, days: Iterable[Day]) -> bytes:
    description = f"{site.name}：{when}政策的施行日期、有效期和征求意见的截止日期"
    return calendar(name, description, (_event(site, day) for day in days))


def _event(site: Site, day: Day) -> Event:
    return Event(
        uid=f"{day.milestone.value}-{day.key}@{site.domain}",
        on=day.on,
        summary=f"{day.milestone.label}：{day.title}",
        description="　".join(filter(None, (day.document_number, day.agency))),
        url=site.absolute(day.address),
        category=day.milestone.label,
        stamp=day.updated_at,
        sequence=day.corrections,
    )


def _page(year: int, dated: Sequence[Dated]) -> Iterator[Page]:
    yield Page(calendar_of(year).address.lstrip("/"), ics, {"year": year, "days": tuple(_day(*one) for one in dated)})


def _rolling(days: tuple[Day, ...]) -> Iterator[Page]:
    yield Page(file_of(CALENDAR), ics_from_now, {"days": days})


def _day(milestone: Milestone, on: date, record: Record) -> Day:
    assert record.updated_at is not None
    return Day(
        milestone=milestone,
        on=on,
        key=legal(record.index_number) or record.address,
        title=legal(record.title),
        address=record.address,
        document_number=record.document_number,
        agency=legal(record.issuing_agency),
        updated_at=record.updated_at,
        corrections=len(record.corrections),
    )


def _dated(catalog: Catalog) -> Iterator[Dated]:
    for policy in catalog.of_kind(Kind.POLICY):
        yield from ((milestone, on, policy) for milestone, on in terms(policy, catalog))
    for kind in ASKING:
        yield from ((Milestone.CLOSED, asked.closes_on, asked) for asked in catalog.of_kind(kind) if asked.closes_on)
