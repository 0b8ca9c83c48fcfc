"""Tables for spreadsheet programs."""

from __future__ import annotations

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog.spreadsheet import FORMULA, csv_text


@given(st.lists(st.lists(st.text(st.characters(blacklist_categories=("Cs",))), min_size=2, max_size=4), min_size=1))
def test_every_cell_is_read_as_it_was_written_and_none_is_a_formula(rows: list[list[str]]) -> None:
    """But for the apostrophe before what a program would run."""
    text = csv_text(rows)
    assert text.startswith("\ufeff")
    read = list(csv.reader(StringIO(text[1:], newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == rows
    assert not any(cell.startswith(FORMULA) for row in read for cell in row)
