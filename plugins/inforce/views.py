"""What the pages of this room show: a line for each document, a row of counts for each rank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plugins.catalog.normative import Member, Rank, counted
from plugins.catalog.record import Record
from plugins.catalog.terms import Validity
from plugins.frame.views import Link

ORDER = (Validity.IN_FORCE, Validity.NOT_YET_IN_FORCE, Validity.REPEALED, Validity.EXPIRED)
"""How the parts of a list follow each other."""
COUNTED = ("made", "amended", *(validity.value for validity in ORDER))
"""What is counted of a year."""
WORDS: Mapping[str, str] = {
    "made": "本年制发",
    "amended": "本年修改",
    Validity.IN_FORCE: "年末现行有效",
    Validity.NOT_YET_IN_FORCE: "年末尚未施行",
    Validity.REPEALED: "本年废止",
    Validity.EXPIRED: "本年失效",
}
"""What a column of the counts and a part of a list are headed."""
COLUMNS = tuple(WORDS[name] for name in COUNTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A document in the list of a year: in force from `since` to `until`, both days included; None leaves a side open."""

    title: str
    address: str
    document_number: str
    agency: str
    rank: Rank
    validity: Validity
    """At the end of the year."""
    issued_on: date | None
    since: date | None
    until: date | None
    repealed_on: date | None
    repealed_by: Link | None
    made: bool
    """In this year; amendments too are those of this year."""
    amended_by: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of one rank: a number for each of `COUNTED`."""

    rank: Rank
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class YearCounts:
    """The figures of one year, a row for each rank."""

    year: int
    address: str
    rows: tuple[Counts, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in one way at the end of the year."""

    heading: str
    lines: tuple[Line, ...]


def parts_of(members: Iterable[Member]) -> tuple[Part, ...]:
    """The list of a year, part by part; empty parts are left out."""
    lines = tuple(map(line_of, members))
    parts = (Part(WORDS[validity], tuple(line for line in lines if line.validity is validity)) for validity in ORDER)
    return tuple(part for part in parts if part.lines)


def line_of(member: Member) -> Line:
    """A document as the list of its year shows it."""
    record, period = member.record, member.period
    return Line(
        title=record.title,
        address=record.address,
        document_number=record.document_number,
        agency=record.issuing_agency,
        rank=member.rank,
        validity=member.validity,
        issued_on=record.issued_on,
        since=period.since,
        until=period.until,
        repealed_on=period.end if period.by else None,
        repealed_by=_numbered(period.by) if period.by else None,
        made=member.made,
        amended_by=tuple(map(_numbered, member.amended_by)),
    )


def counts_of(members: Iterable[Member]) -> tuple[Counts, ...]:
    """A row for each rank, as the annual report has them."""
    found = counted(members)
    return tuple(Counts(rank, tuple(found.get((rank, name), 0) for name in COUNTED)) for rank in Rank)


def _numbered(record: Record) -> Link:
    return Link(record.document_number or record.title, record.address)
