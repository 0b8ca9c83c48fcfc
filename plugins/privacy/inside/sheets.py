"""Sheets: cells row by row, with what is hidden of them, notes, and texts that no cell shows any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from plugins.catalog.opening.packages import Package
from plugins.privacy.inside.passages import Passage, Spell

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
BOOK, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
WIDEST = 256
"""Columns that keep their place; what stands further right follows."""
ON = ("1", "true")
SUMS = re.compile(r"[#0],[#0]|0\.0|%|￥|¥|\$")
"""In a format: what it shows is a sum, not a number of anybody."""
FIXED_SUMS = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 37, 38, 39, 40, 41, 42, 43, 44))
"""The same of the fixed formats (ECMA-376 part 1, 18.8.30)."""


@dataclass(frozen=True, slots=True)
class _Book:
    """What cells refer to."""

    strings: list[str]
    sums: frozenset[int]
    """Styles of cells that hold sums."""


def sheets(package: Package, within: str) -> Iterator[Passage]:
    """A passage for each sheet, then one for what no cell shows."""
    root = package.tree(BOOK)
    relations = package.relations(BOOK)
    book = _Book(_strings(package), _sums(package))
    used = set[str]()
    for listed in root.iter(S + "sheet") if root is not None else ():
        relation = relations.get(listed.get(R + "id", ""))
        tree = package.tree(relation.target) if relation and not relation.external else None
        if tree is not None:
            hidden = bool(within) or listed.get("state", "visible") != "visible"
            name = f"{within}{'隐藏的' if hidden and not within else ''}工作表“{listed.get('name', '')}”"
            yield _sheet(tree, book, name, hidden, used)
    rest = Passage()
    for text in book.strings:
        if text not in used:
            rest.line(Spell(text, f"{within}表里删去了、文件里还在的文字", True))
    yield rest


def _sheet(tree: etree._Element, book: _Book, name: str, hidden: bool, used: set[str]) -> Passage:
    passage = Passage()
    bounds = [(int(col.get("min", 0)), int(col.get("max", 0))) for col in tree.iter(S + "col") if col.get("hidden") in ON]
    for number, row in enumerate(tree.iter(S + "row"), 1):
        row_hidden = row.get("hidden") in ON
        cells = list[Spell]()
        for cell in row.iter(S + "c"):
            place = PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else len(cells) + 1
            cells += [Spell("")] * (min(column, WIDEST) - 1 - len(cells))
            text = _text(cell, book)
            used.add(text)
            unseen = "隐藏的行" if row_hidden else "隐藏的列" if any(low <= column <= high for low, high in bounds) else ""
            spot = f"{name}{cell.get('r', f'第{number}行')}{f'，{unseen}' if unseen else ''}"
            cells.append(Spell(text, spot, hidden or bool(unseen)))
        passage.row(cells)
    passage.end()
    for part in tree.iter(S + "headerFooter"):
        passage.line(Spell(" ".join(part.itertext()), f"{name}页眉页脚", hidden))
    return passage


def _text(cell: etree._Element, book: _Book) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(text for part in cell.iter(S + "t") for text in part.itertext())
    value = cell.findtext(S + "v") or ""
    if kind == "s":
        return book.strings[int(value)] if value.isdigit() and int(value) < len(book.strings) else ""
    if kind != "n" or not value:
        return value
    try:
        whole = Decimal(value)
    except InvalidOperation:
        return value
    style = cell.get("s", "0")
    is_sum = style.isdigit() and int(style) in book.sums
    return f"{whole:,.2f}" if is_sum else f"{whole:f}"


def _strings(package: Package) -> list[str]:
    root = package.tree(STRINGS)
    found = root.iter(S + "si") if root is not None else ()
    # What is read aloud above characters is not what they say.
    return ["".join(part.text or "" for part in one.iter(S + "t") if part.getparent().tag != S + "rPh") for one in found]


def _sums(package: Package) -> frozenset[int]:
    root = package.tree("xl/styles.xml")
    formats = root.find(S + "cellXfs") if root is not None else None
    if root is None or formats is None:
        return frozenset()
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter(S + "numFmt")}
    named = ((at, one.get("numFmtId", "0")) for at, one in enumerate(formats))
    return frozenset(at for at, name in named if SUMS.search(own.get(name, "")) or (name.isdigit() and int(name) in FIXED_SUMS))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
