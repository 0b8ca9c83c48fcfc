"""The pages of the catalog: one for each document, lists by kind and year, the home page, 404."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from plugins.catalog.catalog import Catalog, years
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.disclosure.compose import attachments, cells, item, notice, related, signature, status
from plugins.disclosure.views import Head, Link, Pager, Year
from plugins.engine.page import Page, text_of

SIZE = 20
NEWEST = 5
LISTED = tuple(kind for kind in Kind if kind is not Kind.PAGE)
HOME = Link("首页", "/")


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every page this plugin makes."""
    frame = Frame(catalog)
    yield frame.home()
    yield frame.not_found()
    for record in catalog.released:
        yield frame.document(record)
    for kind in LISTED:
        if catalog.of_kind(kind) or kind is Kind.POLICY:
            yield from frame.lists(kind)


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a year: its number from the oldest, its records oldest first, whether it is the newest page."""

    number: int
    records: tuple[Record, ...]
    newest: bool


def slices(records: Sequence[Record]) -> list[Slice]:
    """Twenty a page from the oldest on; full pages never change again, the newest holds twenty to thirty-nine."""
    frozen = max(0, len(records) // SIZE - 1)
    parts = [Slice(number + 1, tuple(records[number * SIZE : (number + 1) * SIZE]), False) for number in range(frozen)]
    return [*parts, Slice(frozen + 1, tuple(records[frozen * SIZE :]), True)]


class Frame:
    """What the pages of one catalog share."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    @cached_property
    def navigation(self) -> tuple[Link, ...]:
        """Lists that have documents, then the pages."""
        lists = tuple(list_link(kind) for kind in LISTED if self.catalog.of_kind(kind))
        single = (record for record in self.catalog.of_kind(Kind.PAGE) if not record.withdrawn)
        return (*lists, *(Link(record.title, record.address) for record in single))

    def home(self) -> Page:
        """The newest policies with their interpretations; the newest of every other kind."""
        policies = self.catalog.of_kind(Kind.POLICY)[::-1][:10]
        others = (kind for kind in LISTED if kind is not Kind.POLICY and self.catalog.of_kind(kind))
        newest = ((list_link(kind), self.catalog.of_kind(kind)[::-1][:NEWEST]) for kind in others)
        return self._page(
            "index.html",
            "home.html",
            Head(title="", address="/"),
            policies=tuple(item(record, self.catalog, paired=True) for record in policies),
            columns=tuple((link, tuple(item(one, self.catalog) for one in records)) for link, records in newest),
            years=self._years(Kind.POLICY),
        )

    def not_found(self) -> Page:
        """404: the lists instead of a dead end."""
        head = Head(title="没有找到这个页面", address="/404.html", breadcrumbs=(HOME,))
        columns = tuple(list_link(kind) for kind in LISTED if self.catalog.of_kind(kind))
        return self._page("404.html", "not_found.html", head, years=self._years(Kind.POLICY), columns=columns)

    def document(self, record: Record) -> Page:
        """One document, or the notice in its place."""
        catalog = self.catalog
        gone = record.withdrawn
        crumbs = (HOME,) if record.kind is Kind.PAGE else (HOME, list_link(record.kind), year_link(record))
        return self._page(
            f"{record.address.strip('/')}/index.html",
            "document.html",
            Head(title=record.title, address=record.address, description="" if gone else record.summary, breadcrumbs=crumbs),
            source=record.path,
            kind=record.kind,
            title=record.title,
            agency=record.issuing_agency,
            published_at=record.published_at,
            form=record.form.label if record.form else "",
            cells=() if record.kind is Kind.PAGE else cells(record),
            signature=signature(record),
            status=None if gone else status(record, catalog),
            body="" if gone else text_of(record, catalog),
            related=related(record, catalog),
            attachments=() if gone else attachments(record, catalog),
            notice=notice(record, catalog),
            draft=not catalog.is_public(record),
        )

    def lists(self, kind: Kind) -> Iterator[Page]:
        """`/policies/`, `/policies/2026/` and its frozen pages."""
        records = self.catalog.of_kind(kind)
        newest = records[::-1][:SIZE]
        yield self._list(list_link(kind), f"{kind.label}", newest, self._years(kind), None, (HOME,))
        for year, of_year in years(records):
            address = f"/{kind.folder}/{year}/"
            parts = slices(of_year)
            for part in parts:
                link = Link(f"{year}年{kind.label}", address if part.newest else f"{address}page-{part.number}/")
                pager = Pager(
                    label=f"{year}年 · 第{part.number}页",
                    newer="" if part.newest else _address(parts, part.number + 1, address),
                    older=_address(parts, part.number - 1, address) if part.number > 1 else "",
                )
                crumbs = (HOME, list_link(kind))
                # A frozen page shows no row of years: it would change with every new year.
                row = self._years(kind, year) if part.newest else ()
                yield self._list(link, link.title, part.records[::-1], row, pager if len(parts) > 1 else None, crumbs)

    def _list(
        self,
        link: Link,
        heading: str,
        records: Sequence[Record],
        row: tuple[Year, ...],
        pager: Pager | None,
        crumbs: tuple[Link, ...],
    ) -> Page:
        items = tuple(item(record, self.catalog, paired=True) for record in records)
        title = f"{heading}（{pager.label}）" if pager and pager.newer else heading
        head = Head(title=title, address=link.address, breadcrumbs=crumbs)
        path = f"{link.address.strip('/')}/index.html"
        return self._page(path, "list.html", head, heading=heading, items=items, years=row, pager=pager, note="")

    def _years(self, kind: Kind, current: int | None = None) -> tuple[Year, ...]:
        found = (year for year, _ in years(self.catalog.of_kind(kind)))
        return tuple(Year(year=year, address=f"/{kind.folder}/{year}/", current=year == current) for year in found)

    def _page(self, path: str, template: str, head: Head, source: str = "", **values: object) -> Page:
        return Page(path, template, {"head": head, "navigation": self.navigation, **values}, source)


def list_link(kind: Kind) -> Link:
    """The list of a kind."""
    return Link(kind.label, f"/{kind.folder}/")


def year_link(record: Record) -> Link:
    """The year list a document stands in."""
    return Link(f"{record.year}年", f"/{record.kind.folder}/{record.year}/")


def _address(parts: Sequence[Slice], number: int, address: str) -> str:
    return address if parts[number - 1].newest else f"{address}page-{number}/"
