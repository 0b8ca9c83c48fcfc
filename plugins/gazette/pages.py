"""The pages of the gazette: the column, a page for each year, a contents page for each issue."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from plugins.catalog.catalog import Catalog, years
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Page
from plugins.frame.compose import cover, item
from plugins.frame.frame import HOME, Frame, column_link, kind_feed
from plugins.frame.views import Head, Link, Section, Year


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every page this plugin makes."""
    issues = catalog.of_kind(Kind.GAZETTE)
    if not issues:
        return
    frame = Frame(catalog)
    for record in issues:
        carried = () if record.withdrawn else sections(record, catalog)
        yield frame.document(record, "gazette.html", cover=cover(record, catalog), sections=carried)
    yield _column(frame, issues)
    for year, of_year in years(issues):
        yield _year(frame, issues, year, of_year)


def sections(record: Record, catalog: Catalog) -> tuple[Section, ...]:
    """What the issue carries, in its own order, under the organ whose papers stand together."""
    carried = catalog.targets(record, Relation.CONTENTS)
    groups = groupby(carried, key=_heading)
    return tuple(Section(title=heading, items=tuple(item(found, catalog) for found in group)) for heading, group in groups)


def _heading(record: Record) -> str:
    """省政府令 stand apart; other papers stand under their organ."""
    if "令第" in record.document_number:
        return f"{record.issuing_agency}令"
    return f"{record.issuing_agency}文件" if record.kind is Kind.POLICY else record.kind.label


def _column(frame: Frame, issues: tuple[Record, ...]) -> Page:
    link, newest = column_link(Kind.GAZETTE), issues[-1]
    covers = tuple(cover(record, frame.catalog) for record in issues[::-1][:12])
    head = _head(link, (HOME,))
    carried = sections(newest, frame.catalog)
    return frame.page("gazettes.html", head, heading=link.title, covers=covers, newest=carried, years=_years(issues))


def _year(frame: Frame, issues: tuple[Record, ...], year: int, of_year: tuple[Record, ...]) -> Page:
    column = column_link(Kind.GAZETTE)
    link = Link(f"{year}年{column.title}", f"{column.address}{year}/")
    covers = tuple(cover(record, frame.catalog) for record in of_year[::-1])
    row = _years(issues, year)
    return frame.page("gazettes.html", _head(link, (HOME, column)), heading=link.title, covers=covers, newest=(), years=row)


def _head(link: Link, breadcrumbs: tuple[Link, ...]) -> Head:
    column = columns()[Kind.GAZETTE.value]
    return Head(
        title=link.title,
        address=link.address,
        description=f"{link.title}：{column.description}",
        breadcrumbs=breadcrumbs,
        column=column,
        feeds=(kind_feed(Kind.GAZETTE),),
    )


def _years(issues: tuple[Record, ...], current: int | None = None) -> tuple[Year, ...]:
    return tuple(Year(year=year, address=f"/gazettes/{year}/", current=year == current) for year, _ in years(issues))
