"""The files of open data: three for each year, so that a new document rewrites those of its year; schemas; the lists of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

from plugins.catalog import schema
from plugins.catalog.addresses import file_of
from plugins.catalog.catalog import Catalog, years
from plugins.catalog.dates import iso
from plugins.catalog.facets import disclosed
from plugins.catalog.record import Record
from plugins.catalog.site import Site
from plugins.catalog.terms import Kind
from plugins.engine.page import Batch, Page, Shared
from plugins.frame.frame import CATALOG, HOME, Frame
from plugins.frame.views import DataFormat, DataYear, Link
from plugins.opendata.linked import RIGHTS, ROOT, catalog_file, node_of, year_file
from plugins.opendata.sheets import csv_file, row_of, xlsx_file

SCHEMAS = f"{ROOT}schema/"
RELEASE = Link("发布清单的一行", f"{SCHEMAS}release.json")
FRONT_MATTER = {kind: Link(kind.label, f"{SCHEMAS}{kind.value}.json") for kind in Kind}


def pages(catalog: Catalog) -> Iterator[Page | Batch]:
    """Every page this plugin makes."""
    by_year = list(years(disclosed(catalog)))
    for year, records in by_year:
        yield Batch(f"data {year}", catalog.marks.rows(records), partial(_files, year, records, catalog))
    yield Batch("data schemas", "schemas", _schemas)
    shown = tuple(DataYear(year=year, count=len(records), changed=_changed(records)) for year, records in by_year)
    yield Page(file_of(f"{ROOT}catalog.jsonld"), catalog_file, {"years": shown})
    yield Frame(catalog).own(
        "data", ROOT, "data.html", (HOME, CATALOG), years=shown, schemas=(RELEASE, *FRONT_MATTER.values()), rights=RIGHTS
    )


def _files(year: int, records: Sequence[Record], catalog: Catalog) -> Iterator[Page]:
    sheet = {"year": year, "sheet": Shared.of(tuple(row_of(record, catalog) for record in records))}
    yield Page(_path(year, DataFormat.CSV), csv_file, sheet)
    yield Page(_path(year, DataFormat.XLSX), xlsx_file, sheet)
    nodes = tuple(node_of(record, catalog) for record in records)
    yield Page(_path(year, DataFormat.JSON_LD), year_file, {"year": year, "nodes": nodes})


def _schemas() -> Iterator[Page]:
    for file in (RELEASE, *FRONT_MATTER.values()):
        yield Page(file_of(file.address), schema_file, {"address": file.address})


def schema_file(site: Site, address: str) -> bytes:
    """The maker of a schema. What it says follows from code and vocabularies, which are in every recipe."""
    kind = next((kind for kind, file in FRONT_MATTER.items() if file.address == address), None)
    identity = site.absolute(address)
    told = schema.front_matter(kind, identity) if kind else schema.release(identity)
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _changed(records: Sequence[Record]) -> str:
    return max(iso(record.updated_at) for record in records if record.updated_at)


def _path(year: int, form: DataFormat) -> str:
    return file_of(f"{ROOT}{year}.{form.value}")
