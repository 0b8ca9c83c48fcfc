"""The pages of this room: all years with their figures, the list of each year, and that list as a table to download.

Each list holds both ends of each document's force, so that a reader finds what was in force on any day of its year; a
script hides the rest. Without it the dates are there to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from plugins.catalog.addresses import file_of
from plugins.catalog.catalog import Catalog
from plugins.catalog.lists import IN_FORCE, in_force_address
from plugins.catalog.marks import Marks, digest
from plugins.catalog.normative import Member, Years
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Batch, Page
from plugins.frame import linked_data
from plugins.frame.binding import YearCounts
from plugins.frame.frame import HOME, Frame
from plugins.frame.views import Head, Link, Pager, Year
from plugins.inforce.compose import COLUMNS, ORDER, counts_of, line_of, parts_of
from plugins.inforce.table import table

PART = 500
"""Documents on a page of a year's list: a province has some hundred in force."""


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes."""
    frame, years = Frame(catalog), Years(catalog).members
    every = tuple(YearCounts(year, in_force_address(year), counts_of(members)) for year, members in years.items())
    last = catalog.as_of.year
    yield frame.own("in_force", IN_FORCE, "in_force.html", years=every[::-1], columns=COLUMNS, last=last)
    marks = _marks(chain.from_iterable(years.values()), frame.marks)
    for one in every:
        yield from _year(frame, one, years[one.year], every, marks)


def _year(
    frame: Frame, one: YearCounts, members: Sequence[Member], every: Sequence[YearCounts], known: Mapping[str, str]
) -> Iterator[Batch]:
    """The pages of one year's list, each its own batch, and the table."""
    ordered = sorted(members[::-1], key=_by_validity)
    marks = [known[member.record.path] for member in ordered]
    row = tuple(Year(year=other.year, address=other.address, current=other is one) for other in every[::-1])
    closed = one.year < frame.catalog.as_of.year
    said = repr((one, row, closed))
    parts = [ordered[at : at + PART] for at in range(0, len(ordered), PART)] or [[]]
    for number, part in enumerate(parts):
        key = digest(said, str(len(parts)), *marks[number * PART : (number + 1) * PART])
        page = partial(_part, frame, one, part, row, number, len(parts))
        yield frame.batch(f"in force {one.year} {number}", key, page)
    yield Batch(f"in force {one.year} table", digest(*marks), partial(_table, one, ordered))


def _part(
    frame: Frame, one: YearCounts, members: Sequence[Member], row: tuple[Year, ...], number: int, count: int
) -> Iterator[Page]:
    """One page of a year's list."""
    column, title = columns()["in_force"], f"{one.year}年规章和规范性文件清单"
    here = _address(one, number)
    trail = (HOME, Link(column.name, IN_FORCE))
    pager = Pager(
        label=f"第{number + 1}页，共{count}页",
        newer=_address(one, number - 1) if number else "",
        older=_address(one, number + 1) if number + 1 < count else "",
    )
    headed = f"{title}（第{number + 1}页）" if number else title
    head = Head(title=headed, address=here, description=f"{title}：{column.description}", breadcrumbs=trail, column=column)
    yield frame.page(
        "in_force_year.html",
        head,
        linked_data.of_list(headed, here, trail),
        heading=title,
        counts=one,
        columns=COLUMNS,
        closed=one.year < frame.catalog.as_of.year,
        parts=parts_of(members),
        years=row,
        pager=pager if count > 1 else None,
        table=f"/{_table_path(one)}",
    )


def _table(one: YearCounts, members: Sequence[Member]) -> Iterator[Page]:
    yield Page(_table_path(one), table, {"lines": tuple(map(line_of, members))})


def _table_path(one: YearCounts) -> str:
    return file_of(f"{one.address}in-force-{one.year}.csv")


def _address(one: YearCounts, number: int) -> str:
    return f"{one.address}page-{number + 1}/" if number else one.address


def _by_validity(member: Member) -> int:
    return ORDER.index(member.validity)


def _marks(members: Iterable[Member], marks: Marks) -> Mapping[str, str]:
    """All that the lists show of each document; what a year shows beside follows from the year."""
    found: dict[str, str] = {}
    for member in members:
        record, period = member.record, member.period
        if record.path not in found:
            tied = (f"{since}{marks.face(other)}" for since, other in period.amendments)
            force = f"{period.since} {period.ended_on}"
            found[record.path] = digest(marks.face(record), force, marks.face(period.by), *tied)
    return found
