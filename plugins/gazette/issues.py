"""Issues: what a gazette record says of its place in the row of issues."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugins.catalog.record import Record

WRITTEN = re.compile(r"((?:19|20)\d{2})年第?\s*(\d{1,3})\s*[期号]")


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """Year and number within the year."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """2026年第5期."""
        return f"{self.year}年第{self.number}期"


def issue_of(record: Record) -> Issue | None:
    """What 期号 says; None where it cannot be read."""
    return _issue(WRITTEN.fullmatch(record.issue))


def issue_in(title: str) -> Issue | None:
    """The issue that a title names; None where it names none."""
    return _issue(WRITTEN.search(title))


def _issue(match: re.Match[str] | None) -> Issue | None:
    return Issue(int(match[1]), int(match[2])) if match else None
