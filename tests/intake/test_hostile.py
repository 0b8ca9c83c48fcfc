"""Hostile sources cost themselves and nobody else."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from intake import readers
from intake.run import Fate, take_in
from intake.write import Shelf
from plugins.catalog.terms import Kind
from tests.intake.hostile import hostile
from tests.intake.layouts import CASES


def test_hostile_sources_are_refused_and_the_rest_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bombs, entities, depth and size: each has its finding, the good page comes in. `inv bench.intake` takes the time."""
    patient = {ending: replace(reader, seconds=10 * reader.seconds) for ending, reader in readers.READERS.items()}
    monkeypatch.setattr(readers, "READERS", patient)
    old, content = tmp_path / "old", tmp_path / "content"
    old.mkdir()
    expected = dict(hostile(old))
    shutil.copy(CASES[0] / "page.html", old / "good.html")
    outcome = take_in(old, Shelf(content, content / "policies", by_year=True), Kind.POLICY, lambda *step: None)
    assert {one.source: one.fate for one in outcome.taken} == dict.fromkeys(expected, Fate.REFUSED) | {"good.html": Fate.TAKEN}
    assert {one.source: one.findings[0].code for one in outcome.taken if one.fate is Fate.REFUSED} == expected
    assert [path.suffix for path in content.rglob("*") if path.is_file()] == [".md"]
