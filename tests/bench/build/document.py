"""Document: what one text of the bench is, before anybody's form of it; and the days of the gazette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from plugins.catalog.terms import Kind, Relation
from tests.bench.build.subjects import Subject

AS_OF = date(2026, 11, 20)
"""The one day on which every portal of the bench is built."""
NEWEST_ISSUE = date(2026, 11, 2)
ISSUES_MOST = 15_000
"""More issues than the corpus can hold; the number of the newest one."""
SPAN, ISSUES, BEND = 20 * 365, 10_000, 0.6
"""The issue 10,000 places before the newest is 20 years older; in between, a small corpus spreads out more than a large one."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of the gazette: its day, its number in the year and in the whole row."""

    day: date
    number: int
    running: int

    @property
    def label(self) -> str:
        """2026年第5期."""
        return f"{self.day.year}年第{self.number}期"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text. `number` counts from 1; everything else follows from the seed, it and the documents before it."""

    number: int
    kind: Kind
    subject: Subject
    title: str
    agency: str
    joint: str = ""
    published: datetime
    issued: date | None = None
    index_number: str
    document_number: str = ""
    named: str = ""
    """The title of the regulation that a notice brings out, as 示例省……办法."""
    issue: Issue | None = None
    """Which issue of the gazette it is."""
    table: bool = False
    """Whether its text has a table."""
    owed: bool = False
    """Whether it says that it must be interpreted."""
    relations: Mapping[Relation, tuple[Document, ...]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where it lies, without a suffix: `policies/2016/000012`."""
        return f"{self.kind.folder}/{self.published.year}/{self.number:06}"

    @property
    def related(self) -> tuple[Document, ...]:
        """What it refers to."""
        return tuple(target for targets in self.relations.values() for target in targets)


@cache
def issues() -> tuple[Issue, ...]:
    """All the issues there can be, newest first: the corpus grows towards the older ones, so no number ever changes."""
    days = [NEWEST_ISSUE - timedelta(days=int(SPAN * (place / ISSUES) ** BEND)) for place in range(ISSUES_MOST)]
    left = Counter(day.year for day in days)
    found = []
    for place, day in enumerate(days):
        found.append(Issue(day, left[day.year], ISSUES_MOST - place))
        left[day.year] -= 1
    return tuple(found)
