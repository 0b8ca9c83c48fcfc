"""What the lists of binding documents show: a line for each document, a row of counts for each rank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugins.catalog.normative import Rank
from plugins.catalog.terms import Validity
from plugins.frame.views import Link


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
    """The figures of one rank: made, amended, then how they stand when the year ends."""

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
