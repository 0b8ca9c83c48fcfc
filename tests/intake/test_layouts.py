"""Invented layouts of old pages: each field is right, or a finding says that it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.layouts import CASES, faults, take_case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_is_right_or_said(case: Path, tmp_path: Path) -> None:
    """Fields, paragraphs, headings, tables, pictures and attachments as a careful clerk has them."""
    assert list(faults(take_case(case, tmp_path / "content"))) == []
