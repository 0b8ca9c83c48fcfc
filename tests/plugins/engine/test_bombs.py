"""Bombs: whatever a document is, its neighbours are read and nothing is said of them. All: `inv bench.rules --part safety`."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.bench.rules.bombs import bombs, explode

SAMPLE = 10


def test_a_bomb_costs_itself_and_is_named_or_read(tmp_path: Path) -> None:
    """One that hangs the parser, one that would hang the checks, and others by chance."""
    every = {bomb.name: bomb for bomb in bombs()}
    names = dict.fromkeys(("brackets", "agencies", *Random(9).sample(sorted(every), SAMPLE)))
    toll = explode(tmp_path, [every[name] for name in names], neighbours=20, seconds=3.0)
    assert (toll.silent, toll.crashed, toll.harmed) == ([], [], [])
    assert toll.stopped


def test_every_bomb_fits_into_a_document() -> None:
    """Else it would be refused for its size, and show nothing."""
    assert all(len(bomb.body.encode()) < 1000 * 1024 for bomb in bombs())
    assert all(len(value.encode()) < 1000 * 1024 for bomb in bombs() for _, value in bomb.block)
