"""The pages of the disclosure catalog: documents, columns, the citizens' catalog, the look-up of numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from plugins.catalog.addresses import file_of, folded, number_address
from plugins.catalog.catalog import Catalog
from plugins.catalog.facets import BELOW, Category, Facet, disclosed, shelved
from plugins.catalog.former import Claims as Formerly
from plugins.catalog.former import formers
from plugins.catalog.marks import digest
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Batch, Page
from plugins.frame.frame import CATALOG, COLUMN_KINDS, FED, HOME, Frame, Listing, category_feed
from plugins.frame.views import Axis, Door, Link

ELSEWHERE = frozenset({Kind.GAZETTE, Kind.TOPIC})
"""Kinds whose documents and lists have a room of their own."""
FORMERLY = "旧址 /"
"""Begins the claim to an old address; what follows is its file."""
TITLES: Mapping[Facet, str] = {
    Facet.AGENCY: "{}的文件",
    Facet.THEME: "{}类文件",
    Facet.GENRE: "{}",
    Facet.STAGE: "{}的文件",
    Facet.YEAR: "{}的文件",
    Facet.VALIDITY: "{}的文件",
}
"""How the list behind a door is headed."""


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes."""
    frame = Frame(catalog)
    yield from frame.documents(frozenset(Kind) - ELSEWHERE, frame.document)
    yield from redirects(frame)
    yield from lists(frame)
    yield number_page(frame)


def lists(frame: Frame) -> Iterator[Page | Batch]:
    """The columns; the citizens' catalog: its doors with counts, and a list behind each door."""
    records = disclosed(frame.catalog)
    shelves = shelved(records, frame.catalog)
    doors = {category: Door(label=category.label, address=category.address, count=len(shelves[category])) for category in shelves}
    axes = (Axis(label=facet.label, name=facet.value, doors=_doors(facet, doors)) for facet in Facet)
    shown = tuple(axis for axis in axes if axis.doors)
    yield frame.own("catalog", CATALOG.address, "catalog.html", axes=shown, total=len(records))
    kinds = (kind for kind in COLUMN_KINDS if kind not in ELSEWHERE and (frame.catalog.of_kind(kind) or kind is Kind.POLICY))
    behind = {category: _category_listing(category, on_shelf) for category, on_shelf in shelves.items()}
    of_a_year = [listing for category, listing in behind.items() if category.facet is Facet.YEAR]
    others = (listing for category, listing in behind.items() if category.facet is not Facet.YEAR)
    yield from frame.lists((*map(frame.column, kinds), *others), of_a_year)


def redirects(frame: Frame) -> Iterator[Batch]:
    """From every number and old address to its document; from short forms of a number where they are free."""
    formerly = Formerly(frame.catalog.records, (asset.path for asset in frame.catalog.assets.values()))
    holders, lost = _claims(frame.catalog, formerly)
    for name, some in frame.chunks(frozenset(Kind)):
        without = (written for record in some for written in lost.get(record.path, ()))
        old = (claim for record in some for claim in _old_claims(record, formerly))
        key = digest(frame.marks.faces(some), "|", *without, "|", *old)
        yield Batch(f"redirects {name}", key, partial(_redirects, some, frame.catalog, formerly, holders))


def _redirects(records: Sequence[Record], catalog: Catalog, formerly: Formerly, holders: Mapping[str, Record]) -> Iterator[Page]:
    for record in records:
        claims = (*_own_claims(record, formerly), *catalog.short_numbers(record))
        addresses = (_address(claim) for claim in claims if holders[claim.casefold()] is record)
        for path in {folded(file_of(address)): file_of(address) for address in filter(None, addresses)}.values():
            yield Page(path, "redirect.html", {"title": record.title, "address": record.address})


def _claims(catalog: Catalog, formerly: Formerly) -> tuple[dict[str, Record], dict[str, list[str]]]:
    """Who has each number and old address: the first who claims it. And what the others lost, by their paths."""
    holders: dict[str, Record] = {}
    lost: dict[str, list[str]] = defaultdict(list)
    for claims in (partial(_own_claims, formerly=formerly), catalog.short_numbers):
        for record in catalog.released:
            for claim in claims(record):
                if holders.setdefault(claim.casefold(), record) is not record:
                    lost[record.path].append(claim)
    return holders, lost


def _own_claims(record: Record, formerly: Formerly) -> Iterator[str]:
    """Its numbers and its old addresses."""
    yield from filter(None, (record.document_number, record.index_number))
    yield from _old_claims(record, formerly)


def _old_claims(record: Record, formerly: Formerly) -> Iterator[str]:
    """Its old addresses at which a page can stand, as files: `/a/` and `/a/index.html` are one."""
    if record.former_addresses:
        yield from (f"{FORMERLY}{file_of(address)}" for address in filter(None, map(formerly.page, formers(record))))


def _address(claim: str) -> str | None:
    """The site path of what is claimed; None for a number no path can hold."""
    return claim.removeprefix(FORMERLY) if claim.startswith(FORMERLY) else number_address(claim)


def number_page(frame: Frame) -> Page:
    """Where one looks a number up."""
    column = frame.column(Kind.POLICY)
    # The oldest, so that the page does not change with every new document.
    sample = next((record for record in column.records if number_address(record.document_number)), None)
    return frame.own(
        "number",
        "/number/",
        "number.html",
        (HOME, CATALOG),
        sample=Link(sample.document_number, number_address(sample.document_number) or "") if sample else None,
        years=frame.years(column),
    )


def _category_listing(category: Category, records: tuple[Record, ...]) -> Listing:
    """The list behind one door; a leaf theme stands below its top class."""
    top, _, leaf = category.name.partition(BELOW)
    above = (Link(top, f"/catalog/{category.facet.value}/{category.code[:2]}/"),) if leaf else ()
    return Listing(
        title=TITLES[category.facet].format(category.name),
        address=category.address,
        records=records,
        breadcrumbs=(HOME, CATALOG, *above),
        column=columns()["catalog"],
        feeds=(category_feed(category),) if category.facet in FED else (),
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
