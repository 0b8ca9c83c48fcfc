"""Tables of a page: which hold facts and which only place things; those that Markdown cannot hold, as a little safe HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from intake.shapes import organs_in
from intake.web.elements import MARKS, PARTS, STRUCK, UNREAD, number_of
from plugins.catalog.date_forms import read_date

SPAN_LIMIT = 200
"""Columns or rows a cell may span; more is a slip."""
PROSE = 200
"""Characters above which a cell holds a text and not a fact."""
CELLS = ["td", "th"]
BREAKS = re.compile(r"\s*(?:<br>\s*)+")


def rows_of(table: Tag) -> list[list[Tag]]:
    """The cells of a table by row, without those of tables within; empty rows are left out."""
    return [row for row in _all_rows(table) if row]


def loose_in(table: Tag) -> Iterator[PageElement]:
    """What a table holds outside its cells: its caption, and words that slipped between its rows."""
    for child in table.children:
        if isinstance(child, Tag) and child.name in ("thead", "tbody", "tfoot", "tr"):
            yield from loose_in(child)
        elif not (isinstance(child, Tag) and child.name in CELLS and table.name == "tr"):
            yield child


def words(cell: Tag) -> str:
    """The words of a cell on one line."""
    return " ".join("".join(map(_said, cell.children)).split())


def is_layout(table: Tag) -> bool:
    """Whether a table only places things on a page: tables within, a single column, or long texts side by side."""
    rows = rows_of(table)
    if table.find("table") is not None or all(len(row) == 1 for row in rows) or _is_signature(rows):
        return True
    return len(rows) == 1 and any(len(words(cell)) > PROSE or "。" in words(cell) for cell in rows[0])


def _is_signature(rows: list[list[Tag]]) -> bool:
    """Whether the cells are organs side by side and the date they signed on."""
    said = [text for row in rows for cell in row if (text := words(cell))]
    return any(map(read_date, said)) and all(read_date(text) or organs_in(text) for text in said)


def is_plain(table: Tag) -> bool:
    """Whether Markdown can hold it: no merged cell, no empty row, as many cells in each, one paragraph a cell."""
    rows = _all_rows(table)
    cells = [cell for row in rows for cell in row]
    if table.find(["ul", "ol", "pre"]) is not None or len({len(row) for row in rows}) != 1 or len(rows) < 2:
        return False
    merged = any(_span(cell, name) > 1 for cell in cells for name in ("colspan", "rowspan"))
    return not merged and not any("<br>" in _lines(cell, str) for cell in cells)


def html_of(table: Tag, target: Callable[[str], str]) -> str:
    """The table as one block of HTML: its heads, its spans, the words, links and pictures of its cells.

    Nothing in it looks like a target of Markdown.
    """
    rows = list(_reached(_all_rows(table)))
    heads = _heads(rows)
    lines = ("".join(_cell(cell, "th" if number < heads else "td", target) for cell in row) for number, row in enumerate(rows))
    return "\n".join(("<table>", *(f"<tr>{line}</tr>" for line in lines), "</table>")).replace("](", "&#93;(")


def _all_rows(table: Tag) -> list[list[Tag]]:
    rows = (row for row in table.find_all("tr") if row.find_parent("table") is table)
    return [row.find_all(CELLS, recursive=False) for row in rows]


def _reached(rows: list[list[Tag]]) -> Iterator[list[Tag]]:
    """The rows, but for the empty ones that no cell above reaches down to."""
    reach = 0
    for at, row in enumerate(rows):
        if row or at < reach:
            yield row
        reach = max(reach, *(at + _span(cell, "rowspan") for cell in row), 0)


def _heads(rows: list[list[Tag]]) -> int:
    """How many rows are heads: those marked so, else the first.

    The rows its cells reach down to are heads too where another of its cells has several columns below it, or all reach down.
    """
    marked = next((at for at, row in enumerate(rows) if not all(cell.name == "th" for cell in row)), len(rows))
    if marked or len(rows) < 2:
        return marked
    down = [_span(cell, "rowspan") for cell in rows[0]]
    parted = any(_span(cell, "colspan") > 1 for cell in rows[0] if _span(cell, "rowspan") == 1)
    return min(len(rows) - 1, max(down) if parted or min(down) > 1 else 1)


def _cell(cell: Tag, name: str, target: Callable[[str], str]) -> str:
    spans = "".join(f' {side}="{_span(cell, side)}"' for side in ("colspan", "rowspan") if _span(cell, side) > 1)
    return f"<{name}{spans}>{_lines(cell, target)}</{name}>"


def _lines(cell: Tag, target: Callable[[str], str]) -> str:
    """What a cell holds, a line where a paragraph or a line ends."""
    return BREAKS.sub("<br>", _inner(cell, target)).removeprefix("<br>").removesuffix("<br>").strip()


def _inner(element: Tag, target: Callable[[str], str]) -> str:
    return "".join(_piece(child, target) for child in element.children)


def _piece(node: PageElement, target: Callable[[str], str]) -> str:
    if not isinstance(node, Tag):
        return escape(" ".join(f"|{_said(node)}|".split())[1:-1], quote=False)
    if node.name in UNREAD:
        return ""
    if node.name == "br":
        return "<br>"
    if node.name == "img":
        src = target(str(node.get("src", "")))
        return f'<img src="{escape(src)}" alt="{escape(" ".join(str(node.get("alt", "")).split()))}">' if src else ""
    inner = _inner(node, target)
    if node.name in PARTS:
        number = f"{number_of(node)}. " if number_of(node) and inner.strip() else ""
        return f"<br>{number}{inner}<br>"
    return "<br>".join(_around(node, line, target) for line in inner.split("<br>")) if node.name in MARKS else inner


def _around(mark: Tag, line: str, target: Callable[[str], str]) -> str:
    """One line of what a link or a mark holds, with its tags."""
    if not line.strip():
        return line
    if mark.name == "a":
        href = target(str(mark.get("href", "")))
        return f'<a href="{escape(href)}">{line}</a>' if href else line
    name = "del" if mark.name in STRUCK else mark.name
    return f"<{name}>{line}</{name}>"


def _span(cell: Tag, name: str) -> int:
    written = str(cell.get(name, "1")).strip()
    return max(1, min(SPAN_LIMIT, int(written))) if written.isdecimal() else 1


def _said(node: PageElement) -> str:
    """The words of a node, with a space where a paragraph or a line ends."""
    if isinstance(node, Tag):
        said = "" if node.name in UNREAD else "".join(map(_said, node.children))
        return f" {said} " if node.name in PARTS or node.name == "br" else said
    return str(node) if isinstance(node, NavigableString) and not isinstance(node, PreformattedString) else ""
