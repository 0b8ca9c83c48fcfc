"""A plugin that sees the catalog of a run: what was catalogued is not taken from the word of a report."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding
from plugins.catalog.record import Record
from plugins.engine.signals import checking

catalogued: dict[str, Record] = {}
"""The records of the last run, by path."""


def check(catalog: Catalog) -> Iterator[Finding]:
    """Take note and say nothing."""
    catalogued.clear()
    catalogued.update((record.path, record) for record in catalog.records)
    yield from ()


def register() -> None:
    """Connect to the engine's signals."""
    checking.connect(check)
