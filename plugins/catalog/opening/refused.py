"""Refused: what is not opened, and why."""

from __future__ import annotations

from plugins.catalog.findings import Rule


class Refused(Exception):
    """A file that is not taken; `finding` says which, why and what to do."""

    def __init__(self, rule: Rule, path: str = "", **values: object) -> None:
        """`path` is the file's; a reader leaves it empty, whoever called the reader knows it."""
        self.rule = rule
        self.finding = rule.at(path, 1, 1, **values)
        super().__init__(self.finding.message)
