"""Tables for spreadsheet programs: CSV that opens as Chinese text and whose cells are never run as formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings a spreadsheet may take for a formula (OWASP, CSV Injection)."""

APOSTROPHE = "'"
"""Says to a spreadsheet that what follows is text."""


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as RFC 4180 CSV, to be written in UTF-8: it begins with the mark by which Excel knows that."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([plain(cell) for cell in row] for row in rows)
    return f"\ufeff{text.getvalue()}"


def plain(cell: str) -> str:
    """A cell that is text and nothing else. One apostrophe is to be taken away from every cell that begins with one."""
    return f"'{cell}" if cell.startswith((APOSTROPHE, *FORMULA)) else cell
