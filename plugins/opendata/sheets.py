"""The catalog as a sheet: a document a row, a public field a column. Every cell is a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter.workbook import Workbook

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import iso
from plugins.catalog.record import Record, rows
from plugins.catalog.site import Site
from plugins.catalog.spreadsheet import csv_text
from plugins.catalog.wording import in_words

BETWEEN = "；"
"""Stands between the values of a cell: themes and titles hold the pause mark."""
WIDTH = 60
"""The widest column, in characters of the sheet."""

Row = tuple[str, ...]


def headings() -> Row:
    """The labels of the columns."""
    return ("栏目", *(row.label for row in rows().values() if row.public), "有效性", "网址")


def row_of(record: Record, catalog: Catalog) -> Row:
    """A document as texts; the last is its site path."""
    told, validity = catalog.ties.told(record), catalog.validity(record)
    values = (BETWEEN.join(in_words(getattr(told, name), iso)) for name, row in rows().items() if row.public)
    return (record.kind.label, *values, validity.label if validity else "", record.address)


def csv_file(site: Site, year: int, sheet: tuple[Row, ...]) -> bytes:
    """The maker of a year's CSV."""
    return csv_text([headings(), *((*row[:-1], site.absolute(row[-1])) for row in sheet)]).encode()


def xlsx_file(site: Site, year: int, sheet: tuple[Row, ...]) -> bytes:
    """The maker of a year's workbook. It says no time but that of its year: the same documents give the same bytes."""
    content, titles = BytesIO(), headings()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"title": f"{site.name}信息公开目录（{year}年）", "created": datetime(year, 1, 1, tzinfo=UTC)})
    page = book.add_worksheet(f"{year}年")
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet), len(titles) - 1)
    for line, row in enumerate([titles, *((*row[:-1], site.absolute(row[-1])) for row in sheet)]):
        for at, cell in enumerate(row):
            if cell:
                page.write_string(line, at, cell)
    for at, width in enumerate(_widths([titles, *sheet])):
        page.set_column(at, at, width)
    book.close()
    return content.getvalue()


def _widths(sheet: Sequence[Row]) -> list[int]:
    """A Chinese character takes two."""
    return [min(WIDTH, 2 + max(2 * len(row[at]) for row in sheet)) for at in range(len(sheet[0]))]
