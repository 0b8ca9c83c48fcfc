"""The pages of the gazette: the column, a page for each year, a contents page for each issue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from plugins.catalog.catalog import Catalog
from plugins.catalog.marks import digest
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.engine.page import Batch, Page
from plugins.frame.compose import cover, item
from plugins.frame.frame import Frame, Listing, at_year
from plugins.frame.issue_parts import parts_of
from plugins.frame.views import Section, Year

SHOWN = 12
"""Covers on the column; the others stand in their years."""


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes."""
    issues = catalog.of_kind(Kind.GAZETTE)
    if not issues:
        return
    frame = Frame(catalog)
    yield from frame.documents({Kind.GAZETTE}, partial(_issue, frame))
    column = frame.column(Kind.GAZETTE)
    newest = next((record for record in issues[::-1] if not record.withdrawn), None)
    yield _covers(frame, column, issues[-SHOWN:], frame.years(column), newest)
    row = frame.years(column)
    for in_year in frame.by_years(column):
        key = digest(frame.marks.wholes(in_year.records), repr(row))
        yield frame.batch(f"list {in_year.address}", key, partial(_in_year, frame, in_year, row))


def sections(record: Record, catalog: Catalog) -> tuple[Section, ...]:
    """What the issue carries, in its own order, under the organ whose papers stand together."""
    return tuple(
        Section(title=heading, items=tuple(item(found, catalog) for found in group))
        for heading, group in parts_of(record, catalog)
    )


def _issue(frame: Frame, record: Record) -> Page:
    catalog = frame.catalog
    return frame.document(record, "gazette.html", cover=cover(record, catalog), sections=sections(record, catalog))


def _in_year(frame: Frame, in_year: Listing, row: tuple[Year, ...]) -> Iterator[Page]:
    yield _covers(frame, in_year, in_year.records, at_year(row, in_year))


def _covers(
    frame: Frame, listing: Listing, issues: tuple[Record, ...], row: tuple[Year, ...], newest: Record | None = None
) -> Page:
    """Covers, newest first; on the column the newest issue that stands leads, with its contents."""
    return frame.listed(
        listing,
        "gazettes.html",
        lead=cover(newest, frame.catalog) if newest else None,
        contents=sections(newest, frame.catalog) if newest else (),
        covers=tuple(cover(record, frame.catalog) for record in issues[::-1] if record is not newest),
        years=row,
    )
