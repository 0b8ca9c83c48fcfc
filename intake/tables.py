"""Tables of a page: which hold facts and which only place things; those that Markdown cannot hold, as a little safe HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from intake.dates import read_date
from intake.shapes import organs_in

SPAN_LIMIT = 200
"""Columns or rows a cell may span; more is a slip."""
PROSE = 200
"""Characters above which a cell holds a text and not a fact."""
PARAGRAPHS = frozenset({"p", "div", "li"})
KEPT = frozenset({"sub", "sup", "strong", "b"})


def rows_of(table: Tag) -> list[list[Tag]]:
    """The cells of a table by row, without those of tables within; empty rows are left out."""
    rows = (row for row in table.find_all("tr") if row.find_parent("table") is table)
    return [cells for row in rows if (cells := [cell for cell in row.find_all(["td", "th"], recursive=False)])]


def words(cell: Tag) -> str:
    """The words of a cell on one line."""
    return " ".join("".join(_strings(cell)).split())


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
    rows = rows_of(table)
    if table.find(["ul", "ol", "pre"]) is not None or len(table.find_all("tr")) > len(rows):
        return False
    cells = [cell for row in rows for cell in row]
    merged = any(_span(cell, name) > 1 for cell in cells for name in ("colspan", "rowspan"))
    several = any(len([True for part in _inner(cell, str).split("<br>") if part.strip()]) > 1 for cell in cells)
    return len(rows) > 1 and len({len(row) for row in rows}) == 1 and not merged and not several


def html_of(table: Tag, target: Callable[[str], str]) -> str:
    """The table as one block of HTML: its heads, its spans, the words, links and pictures of its cells."""
    rows = rows_of(table)
    heads = _heads(rows)
    lines = ("".join(_cell(cell, "th" if number < heads else "td", target) for cell in row) for number, row in enumerate(rows))
    return "\n".join(("<table>", *(f"<tr>{line}</tr>" for line in lines), "</table>"))


def _heads(rows: list[list[Tag]]) -> int:
    """How many rows are heads: those marked so, else the first and the rows its cells reach down to."""
    marked = next((at for at, row in enumerate(rows) if not all(cell.name == "th" for cell in row)), len(rows))
    if marked or len(rows) < 2:
        return marked
    return min(len(rows) - 1, max(_span(cell, "rowspan") for cell in rows[0]))


def _cell(cell: Tag, name: str, target: Callable[[str], str]) -> str:
    spans = "".join(f' {side}="{_span(cell, side)}"' for side in ("colspan", "rowspan") if _span(cell, side) > 1)
    inner = _inner(cell, target).strip()
    while inner.endswith("<br>"):
        inner = inner.removesuffix("<br>").strip()
    return f"<{name}{spans}>{inner}</{name}>"


def _inner(element: Tag, target: Callable[[str], str]) -> str:
    return "".join(_piece(child, target) for child in element.children)


def _piece(node: PageElement, target: Callable[[str], str]) -> str:
    if isinstance(node, NavigableString):
        return "" if isinstance(node, PreformattedString) else escape(" ".join(f"|{node}|".split())[1:-1], quote=False)
    if not isinstance(node, Tag):
        return ""
    inner = _inner(node, target)
    if node.name == "br":
        return "<br>"
    if node.name in PARAGRAPHS:
        return f"{inner.strip()}<br>" if inner.strip() else ""
    if node.name == "img":
        src = target(str(node.get("src", "")))
        return f'<img src="{escape(src)}" alt="{escape(" ".join(str(node.get("alt", "")).split()))}">' if src else ""
    if node.name == "a":
        href = target(str(node.get("href", "")))
        return f'<a href="{escape(href)}">{inner}</a>' if href and inner.strip() else inner
    return f"<{node.name}>{inner}</{node.name}>" if node.name in KEPT and inner.strip() else inner


def _span(cell: Tag, name: str) -> int:
    written = str(cell.get(name, "1")).strip()
    return max(1, min(SPAN_LIMIT, int(written))) if written.isdecimal() else 1


def _strings(cell: Tag) -> Iterator[str]:
    """The strings of a cell, with a space where a paragraph or a line ends."""
    for node in cell.descendants:
        if isinstance(node, Tag):
            if node.name == "br" or node.name in PARAGRAPHS:
                yield " "
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield str(node)
