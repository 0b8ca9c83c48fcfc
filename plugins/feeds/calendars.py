"""Calendars: for each year the days on which policies take effect or end and consultations close, as any calendar takes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from plugins.catalog.catalog import Catalog
from plugins.catalog.ical import Event, calendar
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


def ics(site: Site, year: int, days: tuple[Day, ...]) -> bytes:
    """The maker of a calendar."""
    name = f"{site.name}{year}年日历"
    return calendar(name, f"{site.name}：{year}年政策的施行日期、有效期和征求意见的截止日期", (_event(site, day) for day in days))


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
