"""A workbook reduced to cells with values and their formats: little for a library to trip over, nothing for a bomb to use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter, range_boundaries
from openpyxl.utils.exceptions import CellCoordinatesException

from intake.reading import Refused
from intake.rules import DAMAGED, TABLE_TOO_LARGE
from plugins.catalog.opening.packages import Package, Relation

Element: TypeAlias = etree._Element
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CELLS_LIMIT = 60_000
"""Cells with a value in one workbook."""
MAIN = S[1:-1]
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OWN_FORMATS = 164
"""From here on formats are the workbook's own; below they are fixed."""
YEAR_MONTH, MONTH_DAY, FULL_DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
HALF_DAY = '上午/下午h"时"mm"分"'
CHINESE_FORMATS = {
    **dict.fromkeys((27, 36, 50, 52, 57), YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), MONTH_DAY),
    30: "m-d-yy",
    31: FULL_DAY,
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), HALF_DAY),
    **dict.fromkeys((35, 56), f'{HALF_DAY}ss"秒"'),
}
"""What the fixed formats 27 to 58 are in Chinese programs (ECMA-376 part 1, 18.8.30, zh-cn)."""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One sheet: what it is, and what of it a person does not see."""

    name: str
    kind: str
    """worksheet, chartsheet, dialogsheet."""
    hidden: bool
    tree: Element | None = None
    rows: list[int]
    """Rows with a value that are seen, in order."""
    columns: list[int]
    hidden_rows: list[int]
    hidden_columns: list[int]
    merged: list[tuple[int, int, int, int]]
    """Left, top, right, bottom."""
    without_result: list[str]
    """Cells with a formula and no value."""
    comments: int = 0
    drawings: bool = False


def sheets_of(package: Package) -> list[Sheet]:
    """The sheets of a workbook in order. Raises Refused."""
    main = package.related("", "officeDocument")
    root = package.tree(main) if main.startswith("xl/") else None
    listed = None if root is None else root.find(S + "sheets")
    if listed is None:
        raise Refused(DAMAGED, problem="里面没有工作簿")
    relations = package.relations(main)
    sheets = [_sheet(package, one, relations.get(one.get(R + "id", ""))) for one in listed.findall(S + "sheet")]
    _check_size(sum(len(sheet.tree.findall(f".//{S}c")) for sheet in sheets if sheet.tree is not None))
    return sheets


def plain_workbook(package: Package, sheets: list[Sheet]) -> bytes:
    """A small .xlsx with the sheets that are seen, in order and without their names; the library reads this one."""
    main = package.related("", "officeDocument")
    root = package.tree(main)
    properties = None if root is None else root.find(S + "workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    strings = package.tree(package.related(main, "sharedStrings"))
    parts = {"sharedStrings": (f"{PARTS}.sharedStrings+xml", strings)} if strings is not None else {}
    parts["styles"] = (f"{PARTS}.styles+xml", _styles(package.tree(package.related(main, "styles"))))
    seen = [sheet for sheet in sheets if sheet.tree is not None]
    parts |= {f"sheet{place}": (f"{PARTS}.worksheet+xml", sheet.tree) for place, sheet in enumerate(seen)}
    kinds = {name: "worksheet" if name.startswith("sheet") else name for name in parts}
    names = "".join(f'<sheet name="{n}" sheetId="{n + 1}" r:id="sheet{n}"/>' for n in range(len(seen)))
    dates = f'<workbookPr date1904="{int(since_1904)}"/>'
    overrides = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{kind}"/>' for name, (kind, _) in parts.items())
    overrides += f'<Override PartName="/xl/workbook.xml" ContentType="{PARTS}.sheet.main+xml"/>'
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _types(overrides))
        archive.writestr("_rels/.rels", _relations({"workbook": "officeDocument"}, "xl/"))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(kinds, ""))
        workbook = f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}">{dates}<sheets>{names}</sheets></workbook>'
        archive.writestr("xl/workbook.xml", workbook)
        for name, (_, tree) in parts.items():
            archive.writestr(f"xl/{name}.xml", etree.tostring(tree, encoding="utf-8"))
    return out.getvalue()


def _sheet(package: Package, listed: Element, relation: Relation | None) -> Sheet:
    name, state = listed.get("name", ""), listed.get("state", "visible")
    kind = relation.kind if relation else ""
    sheet = Sheet(
        name=name,
        kind=kind,
        hidden=state != "visible",
        rows=[],
        columns=[],
        hidden_rows=[],
        hidden_columns=[],
        merged=[],
        without_result=[],
    )
    tree = package.tree(relation.target) if relation and kind == "worksheet" and not sheet.hidden else None
    if relation is None or tree is None:
        return sheet
    _check_size(sum(1 for _ in tree.iter(S + "v", S + "is")))
    try:
        _reduce(tree, sheet)
    except (ValueError, CellCoordinatesException) as error:
        raise Refused(DAMAGED, problem=f"工作表“{name}”里有写错的单元格位置") from error
    for other in package.relations(relation.target).values():
        comments = package.tree(other.target) if other.kind == "comments" and not other.external else None
        sheet.comments += 0 if comments is None else len(comments.findall(f".//{S}comment"))
        sheet.drawings |= other.kind == "drawing"
    return sheet


def _check_size(cells: int) -> None:
    if cells > CELLS_LIMIT:
        raise Refused(TABLE_TOO_LARGE, what=f"{cells} 个有内容的单元格", limit=CELLS_LIMIT)


def _reduce(tree: Element, sheet: Sheet) -> None:
    """Leave cells with a value only; note where they are and what hides them."""
    places: set[tuple[int, int]] = set()
    for row_number, cell in _cells(tree):
        column, row = _place(cell, row_number)
        if cell.find(S + "v") is None and cell.find(S + "is") is None:
            sheet.without_result += [cell.get("r", "")] if cell.find(S + "f") is not None else []
            cell.getparent().remove(cell)
            continue
        for formula in cell.findall(S + "f"):
            cell.remove(formula)
        places.add((column, row))
    hidden_rows = {int(row.get("r", 0)) for row in tree.iter(S + "row") if row.get("hidden") in ("1", "true")}
    bounds = [
        (int(col.get("min", 0)), int(col.get("max", 0))) for col in tree.iter(S + "col") if col.get("hidden") in ("1", "true")
    ]
    columns = {column for column, _ in places}
    hidden_columns = {column for column in columns if any(low <= column <= high for low, high in bounds)}
    sheet.hidden_rows = sorted({row for _, row in places} & hidden_rows)
    sheet.hidden_columns = sorted(hidden_columns)
    seen = [(column, row) for column, row in places if column not in hidden_columns and row not in hidden_rows]
    sheet.rows, sheet.columns = sorted({row for _, row in seen}), sorted({column for column, _ in seen})
    merges = tree.iter(S + "mergeCell")
    sheet.merged = [bound for one in merges if None not in (bound := range_boundaries(one.get("ref", "")))]
    for part in list(tree):
        if part.tag != S + "sheetData":
            tree.remove(part)
    sheet.tree = tree


def _cells(tree: Element) -> Iterator[tuple[int, Element]]:
    """Cells with the number of their row; a row without one follows the row before."""
    number = 0
    for row in tree.iter(S + "row"):
        number = int(row.get("r", number + 1))
        row.set("r", str(number))
        for cell in list(row):
            yield number, cell


def _place(cell: Element, row: int) -> tuple[int, int]:
    """Column and row of a cell; one without a place follows the cell before."""
    if not cell.get("r"):
        before = cell.getprevious()
        column = 1 if before is None else column_index_from_string(coordinate_from_string(before.get("r"))[0]) + 1
        cell.set("r", f"{get_column_letter(column)}{row}")
    letters, number = coordinate_from_string(cell.get("r"))
    return column_index_from_string(letters), number


def _styles(root: Element | None) -> Element:
    """A style sheet with number formats only."""
    own, cells = {}, ["0"]
    if root is not None:
        own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter(S + "numFmt")}
        listed = root.find(S + "cellXfs")
        cells = [xf.get("numFmtId", "0") for xf in listed] if listed is not None else cells
    for number, code in CHINESE_FORMATS.items():
        if str(number) in cells and str(number) not in own:
            own[str(number)] = code
    ids = {number: str(OWN_FORMATS + place) for place, number in enumerate(own)}
    formats = "".join(f'<numFmt numFmtId="{ids[number]}" formatCode={quoteattr(code)}/>' for number, code in own.items())
    used = "".join(f'<xf numFmtId="{ids.get(number, number)}" fontId="0" fillId="0" borderId="0"/>' for number in cells)
    return etree.fromstring(
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><fonts><font/></fonts><fills><fill><patternFill/></fill></fills>'
        f"<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{used}</cellXfs></styleSheet>"
    )


def _types(overrides: str) -> str:
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rels}{overrides}</Types>'


def _relations(kinds: dict[str, str], folder: str) -> str:
    rows = (f'<Relationship Id="{name}" Type="{TYPES}/{kind}" Target="{folder}{name}.xml"/>' for name, kind in kinds.items())
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(rows)}</Relationships>'
