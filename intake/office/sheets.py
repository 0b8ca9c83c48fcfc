"""Sheets in: an .xlsx as tables of what a person sees; what is hidden stays out and is named."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from intake.markdown import safe_url
from intake.office.libraries import needed_for
from intake.office.spans import spans
from intake.reading import Reading, Refused
from intake.rules import (
    CELL_COMMENTS,
    CELL_ERROR,
    CELL_PRECISION,
    CELLS_LEFT_OUT,
    DAMAGED,
    DRAWING_LEFT_OUT,
    NO_RESULT,
    NO_TEXT,
    SHEET_LEFT_OUT,
    TABLE_TOO_LARGE,
)
from intake.sources import Source
from intake.web.blocks import blocks_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from intake.office.workbooks import Sheet
    from plugins.catalog.opening.packages import Package

SUFFIX = ".xlsx"
GRID_LIMIT = 100_000
"""Cells of one table, empty ones too."""
UNNAMED = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
"""What programs call a sheet nobody has named."""
NAMED = 8
"""Cells named in one finding."""
WHY = {"chartsheet": "是图表", "dialogsheet": "是对话框"}
Place = tuple[int, int]
"""Row and column."""


def read_sheet(source: Source) -> Reading:
    """The reading of an .xlsx. Raises Refused."""
    reading = Reading()
    html = sheet_html(source.read(), reading)
    reading.blocks = blocks_of(BeautifulSoup(html, "html.parser"), safe_url)
    if not reading.blocks:
        raise Refused(NO_TEXT, hint="工作表都是空的或隐藏的；请打开看一看")
    return reading


def sheet_html(raw: bytes, reading: Reading) -> str:
    """A heading and a table for each sheet that is seen. Raises Refused."""
    with needed_for("Excel"):
        from intake.office.active import report_active
        from intake.office.workbooks import sheets_of
        from plugins.catalog.opening.packages import open_package
    package = open_package(raw, SUFFIX)
    sheets = sheets_of(package)
    report_active(package, reading)
    seen = [sheet for sheet in sheets if sheet.tree is not None]
    for sheet in sheets:
        _report(sheet, reading)
    texts = _texts(package, seen, reading)
    return "".join(_table(sheet, words, len(seen) == 1) for sheet, words in zip(seen, texts, strict=True) if sheet.rows)


def _texts(package: Package, sheets: list[Sheet], reading: Reading) -> list[Mapping[Place, str]]:
    """The words of the cells of each sheet, by their place."""
    from openpyxl import load_workbook

    from intake.office.workbooks import plain_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(plain_workbook(package, sheets)), data_only=True, keep_links=False)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError) as error:
        raise Refused(DAMAGED, problem="表格的内容读不通") from error
    return [dict(_words(part, sheet.name, reading)) for part, sheet in zip(book.worksheets, sheets, strict=True)]


def _words(part: Worksheet, name: str, reading: Reading) -> Iterator[tuple[Place, str]]:
    from intake.office.cell_text import UnknownFormat, cell_text, plain

    unknown: defaultdict[str, list[str]] = defaultdict(list)
    # Rows and columns of a sheet would be walked over their whole extent, which may be 17 billion cells.
    for place, cell in sorted(part._cells.items()):
        if cell.data_type == "e":
            reading.doubt(CELL_ERROR, sheet=name, cell=cell.coordinate, value=cell.value)
        try:
            yield place, cell_text(cell.value, cell.number_format)
        except UnknownFormat:
            unknown[cell.number_format].append(cell.coordinate)
            yield place, plain(cell.value)
    for number_format, cells in unknown.items():
        reading.doubt(CELL_PRECISION, sheet=name, cells=_some(cells), format=number_format)


def _table(sheet: Sheet, texts: Mapping[Place, str], alone: bool) -> str:
    """The heading and the table of one sheet."""
    if len(sheet.rows) * len(sheet.columns) > GRID_LIMIT:
        raise Refused(TABLE_TOO_LARGE, what=f"{len(sheet.rows)} 行 {len(sheet.columns)} 列", limit=GRID_LIMIT)
    heads, covered = _merged(sheet, texts)
    lines = []
    for row in sheet.rows:
        cells = [_cell(texts, place, heads.get(place)) for column in sheet.columns if (place := (row, column)) not in covered]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    heading = "" if alone and UNNAMED.fullmatch(sheet.name.strip()) else f"<h2>{escape(sheet.name.strip())}</h2>"
    return f"{heading}<table>{''.join(lines)}</table>"


def _merged(sheet: Sheet, texts: Mapping[Place, str]) -> tuple[dict[Place, tuple[int, int, str]], set[Place]]:
    """Of merged cells, as far as they are seen: height, width and words by their first place, and the places they cover."""
    heads: dict[Place, tuple[int, int, str]] = {}
    covered: set[Place] = set()
    for left, top, right, bottom in sheet.merged:
        rows = [row for row in sheet.rows if top <= row <= bottom]
        columns = [column for column in sheet.columns if left <= column <= right]
        inside = {(row, column) for row in rows for column in columns}
        if inside and not inside & (covered | heads.keys()):
            heads[rows[0], columns[0]] = (len(rows), len(columns), texts.get((top, left), ""))
            covered |= inside - {(rows[0], columns[0])}
    return heads, covered


def _cell(texts: Mapping[Place, str], place: Place, head: tuple[int, int, str] | None) -> str:
    height, width, words = head or (1, 1, texts.get(place, ""))
    spans = f' rowspan="{height}"' if height > 1 else ""
    spans += f' colspan="{width}"' if width > 1 else ""
    inner = "<br/>".join(escape(line.strip(), quote=False) for line in words.strip().splitlines())
    return f"<td{spans}>{inner}</td>"


def _report(sheet: Sheet, reading: Reading) -> None:
    """Name what of a sheet is not seen, and what could not be told."""
    from openpyxl.utils.cell import get_column_letter

    if sheet.hidden or sheet.kind != "worksheet":
        reading.doubt(SHEET_LEFT_OUT, sheet=sheet.name, why="是隐藏的" if sheet.hidden else WHY.get(sheet.kind, "不是表格"))
        return
    if sheet.hidden_rows:
        reading.doubt(CELLS_LEFT_OUT, sheet=sheet.name, what=f"第 {spans(sheet.hidden_rows)} 行")
    if sheet.hidden_columns:
        reading.doubt(CELLS_LEFT_OUT, sheet=sheet.name, what=f" {spans(sheet.hidden_columns, get_column_letter)} 列")
    if sheet.comments:
        reading.doubt(CELL_COMMENTS, sheet=sheet.name, count=sheet.comments)
    if sheet.without_result:
        reading.doubt(NO_RESULT, sheet=sheet.name, cells=_some(sheet.without_result))
    if sheet.drawings:
        reading.doubt(DRAWING_LEFT_OUT, what=f"图片或图形（工作表“{sheet.name}”）")


def _some(cells: list[str]) -> str:
    """The first few of many cells."""
    return "、".join(cells[:NAMED]) + (f" 等 {len(cells)} 格" if len(cells) > NAMED else "")
