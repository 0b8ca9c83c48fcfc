"""A plugin that tells what the catalog of a run holds: what was catalogued is not taken from the absence of findings."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding, Level, Rule
from plugins.engine.signals import checking

CATALOGUED = Rule("WIT001", Level.WARNING, "{status}", "")
"""Checks may run in a process of their own: a finding is the way out of it."""


def check(catalog: Catalog) -> Iterator[Finding]:
    """One finding a record, with its status."""
    for record in catalog.records:
        yield CATALOGUED.at(record.path, status=record.status or "")


def register() -> None:
    """Connect to the engine's signals."""
    checking.connect(check)
