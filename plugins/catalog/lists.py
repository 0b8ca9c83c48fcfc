"""The lists that the portal makes, by their addresses: a text may link to those that are there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from plugins.catalog.addresses import number_address
from plugins.catalog.catalog import Catalog, years
from plugins.catalog.facets import Facet, disclosed, shelved
from plugins.catalog.normative import Years
from plugins.catalog.tasks import plans, tasks_address
from plugins.catalog.terms import Kind
from plugins.catalog.versions import changed, comparisons, has_row, versions_address

IN_FORCE = "/in-force/"
TASKS = "/tasks/"
CALENDAR = "/feeds/calendar.ics"
"""The calendar that goes on: this year's days and all that are to come."""
OWN_PAGES = ("/", "/catalog/", "/number/", IN_FORCE, TASKS, "/feeds/", "/data/", "/sitemap/")
"""Pages that every portal has."""


def column_address(kind: Kind) -> str:
    """The column of a kind."""
    return f"/{kind.folder}/"


def year_address(kind: Kind, year: int | None) -> str:
    """The list of one year of a column."""
    return f"/{kind.folder}/{year}/"


def in_force_address(year: int) -> str:
    """The list of the rules and normative documents of a year."""
    return f"{IN_FORCE}{year}/"


def task_year_address(year: int | None) -> str:
    """How far the tasks of a year's work plans have come."""
    return f"{TASKS}{year}/"


def task_lists(catalog: Catalog) -> Iterator[str]:
    """The years that have work plans, and the tasks of each plan."""
    found = tuple(plans(catalog))
    yield from dict.fromkeys(task_year_address(plan.year) for plan in found)
    yield from map(tasks_address, found)


def version_pages(catalog: Catalog) -> Iterator[str]:
    """What later texts changed, and which text was in force when."""
    for record in changed(catalog):
        yield from (one.address for one in comparisons(record, catalog))
        if has_row(record, catalog):
            yield versions_address(record)


def column_lists(catalog: Catalog) -> Iterator[str]:
    """Every column that has documents, and each of its years."""
    for kind in Kind:
        records = catalog.of_kind(kind)
        if records and kind is not Kind.PAGE:
            yield column_address(kind)
            yield from (year_address(kind, year) for year, _ in years(records) if kind.yearly)


def list_addresses(catalog: Catalog) -> Iterator[str]:
    """Every address of a list, and every look-up of a number."""
    yield from OWN_PAGES
    yield from (column_address(Kind.POLICY), *column_lists(catalog))
    for category, records in shelved(disclosed(catalog), catalog).items():
        yield category.address
        if category.facet is not Facet.YEAR:
            yield from (f"{category.address}{year}/" for year, _ in years(records))
    yield from map(in_force_address, Years(catalog))
    yield from task_lists(catalog)
    yield from version_pages(catalog)
    numbers = chain.from_iterable((record.document_number, record.index_number) for record in catalog.released)
    yield from filter(None, map(number_address, numbers))
