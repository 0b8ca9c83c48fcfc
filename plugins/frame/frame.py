"""The frame of one build: its menu, and the shapes that pages share: a document, a list year by year."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from plugins.catalog.addresses import file_of
from plugins.catalog.catalog import Catalog, years
from plugins.catalog.consultations import still_asking
from plugins.catalog.facets import Category, Facet
from plugins.catalog.lists import column_address, year_address
from plugins.catalog.marks import digest
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.catalog.vocabularies import Column, columns
from plugins.engine.page import Batch, Desk, Page, Shared, text_of
from plugins.frame import compose, linked_data, relations, tasks, versions
from plugins.frame.consultations import consultation_badge, open_consultations
from plugins.frame.digests import TextDigest
from plugins.frame.doors import OF_POLICIES
from plugins.frame.neighbourhood import picture
from plugins.frame.qr import QrCode
from plugins.frame.timeline import timeline
from plugins.frame.views import Article, Feed, Head, Link, Menu, Pager, Timeline, Year

SIZE = 20
CHUNK = 50
"""Documents in a batch."""
TOGETHER = 10
"""Pages of a list in a batch."""
LINES = 8192
"""Lines of lists kept at hand: the documents of a year stand in many lists."""
HOME = Link("首页", "/")
CATALOG = Link("信息公开目录", "/catalog/")
EVERYTHING = Feed("全部更新", "/feeds/all")
COLUMN_KINDS = tuple(kind for kind in Kind if kind is not Kind.PAGE)
"""The kinds that have a column with lists of their own."""

FED = frozenset(Facet) - {Facet.YEAR, Facet.VALIDITY}
"""Facets whose categories have a feed: a year has its archive, and what expires is not published anew."""
WITHOUT_BLOCK = frozenset({Kind.PAGE, Kind.NEWS, Kind.TOPIC})
"""Kinds that are no catalogued documents: a line of source and time stands for the official block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of documents: `/policies/`, `/catalog/agencies/990000017/`. With a page for each year, or all on one page."""

    title: str
    address: str
    records: tuple[Record, ...]
    """Oldest first."""
    breadcrumbs: tuple[Link, ...]
    column: Column
    feeds: tuple[Feed, ...] = ()
    by_year: bool = True
    doors: tuple[Link, ...] = ()
    """Other ways to find these documents, on the newest page."""
    asking: tuple[Record, ...] = ()
    """Open consultations, on the newest page."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a year: its number from the oldest, its records oldest first, whether it is the newest page."""

    number: int
    records: tuple[Record, ...]
    newest: bool


def slices(records: Sequence[Record]) -> list[Slice]:
    """Twenty a page from the oldest on; the newest holds twenty to thirty-nine.

    A full page changes once more only: when the page after it gets a number of its own.
    """
    frozen = count(records) - 1
    parts = [Slice(number + 1, tuple(records[number * SIZE : (number + 1) * SIZE]), False) for number in range(frozen)]
    return [*parts, Slice(frozen + 1, tuple(records[frozen * SIZE :]), True)]


def count(records: Sequence[Record]) -> int:
    """How many pages a year has."""
    return max(1, len(records) // SIZE)


class Frame:
    """What the pages of one catalog share."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.marks = catalog.marks
        self._lines = Desk(partial(compose.item, catalog=catalog, paired=True), LINES)

    @cached_property
    def menu(self) -> Menu:
        """The columns that have documents, the catalog, and the pages about the portal."""
        kinds = (kind for kind in COLUMN_KINDS if self.catalog.of_kind(kind))
        single = (record for record in self.catalog.of_kind(Kind.PAGE) if not record.withdrawn)
        return Menu(
            columns=(*map(column_link, kinds), CATALOG),
            pages=tuple(Link(record.title, record.address) for record in single),
        )

    def batch(self, name: str, key: str, pages: Callable[[], Iterable[Page]], sources: Iterable[Record] = ()) -> Batch:
        """Pages in the frame: they also change when the menu does, or what can be made beside them."""
        shared = f"{self._shared_menu.digest}{self.catalog.editions.digest}"
        return Batch(name, f"{key}-{shared}", pages, tuple(record.path for record in sources))

    @cached_property
    def _shared_menu(self) -> Shared:
        return Shared.of(self.menu)

    def page(self, template: str, head: Head, data: linked_data.LinkedData | None = None, **values: object) -> Page:
        """A page in the frame, at the address its head names. Without `data` it says nothing to machines: it is not indexed."""
        head = replace(head, feeds=(*head.feeds, EVERYTHING))
        return Page(file_of(head.address), template, {"head": head, "menu": self._shared_menu, "data": data, **values})

    def own(self, name: str, address: str, template: str, breadcrumbs: tuple[Link, ...] = (HOME,), **values: object) -> Page:
        """A page of the portal's own, headed as its column in columns.yaml is named."""
        column = columns()[name]
        head = Head(title=column.name, address=address, description=column.description, breadcrumbs=breadcrumbs, column=column)
        data = linked_data.of_page(column.name, address, breadcrumbs)
        return self.page(template, head, data, heading=column.name, **values)

    def column(self, kind: Kind) -> Listing:
        """The column of a kind."""
        return Listing(
            title=columns()[kind.value].name,
            address=column_address(kind),
            records=self.catalog.of_kind(kind),
            breadcrumbs=(HOME,),
            column=columns()[kind.value],
            feeds=(kind_feed(kind),),
            by_year=kind.yearly,
            doors=OF_POLICIES if kind is Kind.POLICY else (),
            asking=still_asking(self.catalog) if kind is Kind.NEWS else (),
        )

    def document(self, record: Record, template: str = "document.html", **beside: object) -> Page:
        """The page of one document, or of the notice in its place; `beside` is what the family of its kind adds."""
        catalog, gone, shown = self.catalog, record.withdrawn, timeline(record, self.catalog)
        head = self._document_head(record, shown)
        downloads = compose.downloads(record, catalog)
        inputs = {
            "kind": record.kind,
            "title": record.title,
            "published_at": record.published_at,
            "cells": (compose.late if record.kind in WITHOUT_BLOCK else compose.cells)(record, catalog),
            "has_block": record.kind not in WITHOUT_BLOCK,
            "signature": compose.signature(record),
            "validity": compose.validity_badge(record, catalog),
            "consultation": consultation_badge(record, catalog),
            "corrections": compose.corrected(record),
            "ways": (*tasks.ways(record, catalog), *versions.ways(record, catalog)),
            "reported": tasks.reported(record, catalog),
            "body": "" if gone else text_of(record, catalog),
            "outline": () if gone else compose.outline(record, catalog),
            "related": (related := relations.related(record, catalog)),
            "picture": picture(record.title, related),
            "timeline": shown,
            "attachments": compose.attachments(record, catalog),
            "notice": compose.notice(record, catalog),
            "neighbours": compose.neighbours(record, catalog) if record.kind.yearly else None,
            "qr": QrCode(record.address),
            "downloads": downloads,
            "text_digest": TextDigest(record.title, record.path, catalog.entry(record).digest) if downloads else "",
            "draft": not catalog.is_public(record),
        }
        data = linked_data.of_document(record, catalog, head.breadcrumbs)
        return replace(self.page(template, head, data, **(inputs | beside)), source=record.path)

    def chunks(self, kinds: Container[Kind]) -> Iterator[tuple[str, Sequence[Record]]]:
        """The documents of these kinds, a few of one year together, with a name for them."""
        for (kind, year), records in self.catalog.by_year.items():
            for at in range(0, len(records) if kind in kinds else 0, CHUNK):
                yield f"{kind.folder} {year} {at}", records[at : at + CHUNK]

    def documents(self, kinds: Container[Kind], page: Callable[[Record], Page]) -> Iterator[Batch]:
        """The pages of documents; `page` makes one of them."""
        for name, some in self.chunks(kinds):
            before, after = self.catalog.neighbours(some[0])[0], self.catalog.neighbours(some[-1])[1]
            key = digest(self.marks.wholes(some), self.marks.face(before), self.marks.face(after))
            yield self.batch(f"documents {name}", key, partial(map, page, some), some)

    def lists(self, listings: Iterable[Listing], of_a_year: Iterable[Listing] = ()) -> Iterator[Batch]:
        """Several lists with their years, and lists of one year; all of a year together, so that a line is made once."""
        in_years: list[tuple[Listing, str, tuple[Year, ...]]] = [(in_year, _said(in_year), ()) for in_year in of_a_year]
        for listing in listings:
            said, row = _said(listing), self.years(listing)
            yield self._newest(listing, said, row)
            in_years += [(in_year, f"{said} {in_year.address}", row) for in_year in self.by_years(listing)]
        for in_year, said, row in sorted(in_years, key=lambda one: one[0].records[0].year or 0):
            yield from self._year(in_year, said, row)

    def _newest(self, listing: Listing, said: str, row: tuple[Year, ...]) -> Batch:
        """The newest twenty; where years mean nothing, everything at once."""
        shown = listing.records[::-1][:SIZE] if listing.by_year else listing.records[::-1]
        more, asking = str(len(listing.records) > len(shown)), self.marks.faces(listing.asking)
        key = digest(said, self.marks.lines(shown), _told(row), more, asking)
        return self.batch(f"list {listing.address}", key, lambda: [self._list(listing, shown, row)])

    def by_years(self, listing: Listing) -> Iterator[Listing]:
        """The list of each year, newest first."""
        for year, of_year in years(listing.records) if listing.by_year else ():
            yield replace(
                listing,
                title=f"{year}年{listing.title}",
                address=f"{listing.address}{year}/",
                records=of_year,
                breadcrumbs=(*listing.breadcrumbs, Link(listing.title, listing.address)),
                doors=(),
                asking=(),
            )

    def _year(self, listing: Listing, said: str, row: tuple[Year, ...]) -> Iterator[Batch]:
        """The frozen pages of one year, a few to a batch; `row` are the years of its list."""
        records = listing.records
        last = count(records)
        for at in range(0, last, TOGETHER):
            some = records[at * SIZE : (at + TOGETHER) * SIZE if at + TOGETHER < last else None]
            # A page knows whether the one after it is the newest.
            end = [str(last), _told(row)] if at + TOGETHER >= last - 1 else []
            key = digest(said, self.marks.lines(some), *end)
            yield self.batch(f"list {listing.address} {at}", key, partial(self._in_year, listing, at, row))

    def _in_year(self, listing: Listing, at: int, row: tuple[Year, ...]) -> Iterator[Page]:
        """A frozen page shows no row of years: it would change with every new year."""
        parts = slices(listing.records)
        for part in parts[at : at + TOGETHER]:
            pager = Pager(
                label=f"{listing.records[0].year}年 · 第{part.number}页",
                newer="" if part.newest else _address(parts, part.number + 1, listing.address),
                older=_address(parts, part.number - 1, listing.address) if part.number > 1 else "",
            )
            here = replace(listing, address=_address(parts, part.number, listing.address))
            shown = at_year(row, listing) if part.newest else ()
            yield self._list(here, part.records[::-1], shown, pager if len(parts) > 1 else None)

    def years(self, listing: Listing) -> tuple[Year, ...]:
        """The row of years on top of a list; none where years mean nothing."""
        found = years(listing.records) if listing.by_year else ()
        return tuple(Year(year=year, address=f"{listing.address}{year}/") for year, _ in found)

    def listed(self, listing: Listing, template: str, part: str = "", **values: object) -> Page:
        """One page of a list, headed as the list is; `part` says which where there are several."""
        head = Head(
            title=f"{listing.title}（{part}）" if part else listing.title,
            address=listing.address,
            description=f"{listing.title}：{listing.column.description}",
            breadcrumbs=listing.breadcrumbs,
            column=listing.column,
            feeds=listing.feeds,
        )
        data = linked_data.of_list(head.title, head.address, head.breadcrumbs)
        return self.page(template, head, data, heading=listing.title, **values)

    def _list(self, listing: Listing, records: Sequence[Record], row: tuple[Year, ...], pager: Pager | None = None) -> Page:
        items = self._lines.inputs(records)
        part = pager.label if pager and pager.newer else ""
        more = pager is None and len(listing.records) > len(items)
        beside = {"doors": listing.doors, "consultations": open_consultations(listing.asking)}
        return self.listed(listing, "list.html", part, items=items, years=row, pager=pager, more=more, **beside)

    def _document_head(self, record: Record, shown: Timeline | None) -> Head:
        catalog = self.catalog
        assert record.published_at is not None
        assert record.updated_at is not None
        pictures = catalog.pictures(record)
        own: tuple[Feed, ...] = (topic_feed(record),) if record.kind is Kind.TOPIC and not record.withdrawn else ()
        own += (shown.feed,) if shown and shown.feed else ()
        article = Article(
            title=record.title,
            published_at=record.published_at,
            updated_at=record.updated_at,
            source=record.issuing_agency,
            keywords=record.subject_terms,
            picture=f"/{pictures[0].path}" if pictures else "",
        )
        return Head(
            title=f"【已撤回】{record.title}" if record.withdrawn else record.title,
            address=record.address,
            description=record.summary,
            breadcrumbs=trail(record),
            column=columns()[record.kind.value],
            article=article,
            feeds=(*own, *(() if record.kind is Kind.PAGE else (kind_feed(record.kind),))),
        )


def at_year(row: tuple[Year, ...], listing: Listing) -> tuple[Year, ...]:
    """The row of years with the year of this list marked."""
    here = listing.records[0].year
    return tuple(replace(one, current=True) if one.year == here else one for one in row)


def _said(listing: Listing) -> str:
    """What a list says beside its documents; of its column the name is enough, the rest is the vocabulary's."""
    return repr((listing.title, listing.address, listing.breadcrumbs, listing.column.name, listing.feeds))


def _told(row: Iterable[Year]) -> str:
    """A row of years in a key: where they lead follows from the address of the list."""
    return " ".join(str(one.year) for one in row)


def trail(record: Record) -> tuple[Link, ...]:
    """From the home page down to where a document stands."""
    if record.kind is Kind.PAGE:
        return (HOME,)
    year = (Link(f"{record.year}年", year_address(record.kind, record.year)),) if record.kind.yearly else ()
    return (HOME, column_link(record.kind), *year)


def column_link(kind: Kind) -> Link:
    """The column of a kind."""
    return Link(columns()[kind.value].name, column_address(kind))


def kind_feed(kind: Kind) -> Feed:
    """The subscription to a column."""
    return Feed(columns()[kind.value].name, f"/feeds/{kind.folder}")


def topic_feed(record: Record) -> Feed:
    """The subscription to what a topic gathers."""
    return Feed(record.title, f"/feeds{record.address.rstrip('/')}")


def category_feed(category: Category) -> Feed:
    """The subscription to a category of a facet that has feeds."""
    return Feed(category.name, f"/feeds/{category.facet.value}/{category.code}")


def _address(parts: Sequence[Slice], number: int, address: str) -> str:
    return address if parts[number - 1].newest else f"{address}page-{number}/"
