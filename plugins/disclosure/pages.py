"""The pages of the disclosure catalog: documents, columns, the citizens' catalog, the look-up of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.catalog.addresses import file_of, former_address, number_address
from plugins.catalog.catalog import Catalog
from plugins.catalog.facets import DISCLOSED, Category, Facet, shelved
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Page
from plugins.frame.frame import CATALOG, COLUMN_KINDS, HOME, Frame, Listing, column_link, kind_feed
from plugins.frame.views import Axis, Door, Feed, Head, Link

ELSEWHERE = frozenset({Kind.GAZETTE, Kind.TOPIC})
"""Kinds whose documents and lists have a room of their own."""
FED = frozenset({Facet.AGENCY, Facet.THEME})
"""Facets whose categories have a feed."""
TITLES: Mapping[Facet, str] = {
    Facet.AGENCY: "{}的文件",
    Facet.THEME: "{}类文件",
    Facet.GENRE: "{}",
    Facet.STAGE: "{}环节的文件",
    Facet.YEAR: "{}的文件",
    Facet.VALIDITY: "{}的文件",
}
"""How the list behind a door is headed."""


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every page this plugin makes."""
    frame = Frame(catalog)
    for record in catalog.released:
        if record.kind not in ELSEWHERE:
            yield frame.document(record)
    yield from redirects(catalog)
    for kind in COLUMN_KINDS:
        records = catalog.of_kind(kind)
        if kind not in ELSEWHERE and (records or kind is Kind.POLICY):
            yield from frame.listing(column_listing(kind, records))
    yield from catalog_pages(frame)
    yield number_page(frame)


def column_listing(kind: Kind, records: tuple[Record, ...]) -> Listing:
    """The list of a column."""
    link = column_link(kind)
    return Listing(
        title=link.title,
        address=link.address,
        records=records,
        breadcrumbs=(HOME,),
        column=columns()[kind.value],
        feeds=(kind_feed(kind),),
        by_year=kind.yearly,
    )


def catalog_pages(frame: Frame) -> Iterator[Page]:
    """The citizens' catalog: its doors with counts, and a list behind each door."""
    disclosed = tuple(record for record in frame.catalog.released if record.kind in DISCLOSED and not record.withdrawn)
    shelves = shelved(disclosed, frame.catalog)
    doors = {category: Door(label=category.label, address=category.address, count=len(shelves[category])) for category in shelves}
    axes = tuple(Axis(label=facet.label, name=facet.value, doors=_doors(facet, doors)) for facet in Facet if _doors(facet, doors))
    head = Head(
        title=CATALOG.title,
        address=CATALOG.address,
        description=columns()["catalog"].description,
        breadcrumbs=(HOME,),
        column=columns()["catalog"],
    )
    yield frame.page("catalog.html", head, axes=axes, total=len(disclosed))
    tops = {category.code: category for category in shelves if category.facet is Facet.THEME}
    for category, records in shelves.items():
        above = tops.get(category.code[:2]) if category.facet is Facet.THEME else None
        listing = _category_listing(category, records, above if above is not category else None)
        if category.facet is Facet.YEAR:
            yield from frame.year(listing, int(category.code))
        else:
            yield from frame.listing(listing)


def redirects(catalog: Catalog) -> Iterator[Page]:
    """From every number and old address to its document; from short forms of a number where they are free."""
    targets: dict[str, Record] = {}
    for record in catalog.released:
        numbers = (number_address(number) for number in (record.document_number, record.index_number))
        for address in filter(None, (*numbers, *map(former_address, record.former_addresses))):
            targets.setdefault(address, record)
    for record in catalog.released:
        for address in filter(None, map(number_address, _short_numbers(record, catalog))):
            targets.setdefault(address, record)
    for address, record in targets.items():
        yield Page(file_of(address), "redirect.html", {"title": record.title, "address": record.address})


def number_page(frame: Frame) -> Page:
    """Where one looks a number up."""
    column = columns()["number"]
    head = Head(title=column.name, address="/number/", description=column.description, breadcrumbs=(HOME, CATALOG), column=column)
    policies = frame.catalog.of_kind(Kind.POLICY)
    # The oldest, so that the page does not change with every new document.
    sample = next((record for record in policies if number_address(record.document_number)), None)
    return frame.page(
        "number.html",
        head,
        sample=Link(sample.document_number, number_address(sample.document_number) or "") if sample else None,
        index_sample=sample.index_number if sample else "",
        years=frame.years(column_listing(Kind.POLICY, policies)),
    )


def _short_numbers(record: Record, catalog: Catalog) -> Iterator[str]:
    """省政府令第412号 for 示例省人民政府令第412号: the numbers of this region's organs under their short names."""
    for agency in catalog.agencies(record)[:1]:
        if agency.region == catalog.region and record.document_number.startswith(agency.name):
            yield from (alias + record.document_number.removeprefix(agency.name) for alias in agency.aliases)


def _category_listing(category: Category, records: tuple[Record, ...], above: Category | None) -> Listing:
    """The list behind one door; a leaf theme is named with the top class above it."""
    name = f"{above.label} · {category.label}" if above else category.label
    return Listing(
        title=TITLES[category.facet].format(name),
        address=category.address,
        records=records,
        breadcrumbs=(HOME, CATALOG, *((Link(above.label, above.address),) if above else ())),
        column=columns()["catalog"],
        feeds=(Feed(name, f"/feeds/{category.facet.value}/{category.code}"),) if category.facet in FED else (),
    )


def _doors(facet: Facet, doors: dict[Category, Door]) -> tuple[Door, ...]:
    """The doors of one facet; a leaf theme stands below its top class."""
    of_facet = {category: door for category, door in doors.items() if category.facet is facet}
    if facet is not Facet.THEME:
        return tuple(of_facet.values())
    return tuple(
        Door(label=door.label, address=door.address, count=door.count, below=_leaves(top, of_facet))
        for top, door in of_facet.items()
        if len(top.code) == 2
    )


def _leaves(top: Category, doors: dict[Category, Door]) -> tuple[Door, ...]:
    return tuple(door for leaf, door in doors.items() if leaf.code.startswith(top.code) and leaf is not top)
