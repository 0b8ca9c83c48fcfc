"""What pages show of amended texts: articles with what was done to them, and the periods of the texts of one document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import Relation
from plugins.catalog.versions import comparisons, later, versions_address
from plugins.frame.views import Link, Way


@dataclass(frozen=True, slots=True)
class Marked:
    """Characters that were kept, deleted (`del`) or inserted (`ins`)."""

    tag: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChange:
    """One article, or a run of articles that did not change, with its words. A line of `paragraphs` is one paragraph."""

    label: str
    words: str
    """新增, 删去, 修改, 没有变动."""
    paragraphs: tuple[tuple[Marked, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A text with the days on which it is the one in force, both included; None leaves a side open."""

    since: date | None
    until: date | None
    by: str
    """What made it: 原文, or the document that amended it."""
    text: Link
    changes: str = ""
    """The page of what it changed, where the whole text is there to compare."""


def ways(record: Record, catalog: Catalog) -> tuple[Way, ...]:
    """From a document to what it changed, to what changed it, and to the texts of its days."""
    found = [Way("修改对照", one.address, one.older.document_number or one.older.title) for one in comparisons(record, catalog)]
    changed = list(later(record, catalog))
    found += [Way("修改对照", one.address, f"{one.newer.document_number or one.newer.title}所作的修改") for one in changed]
    if any(one.relation is Relation.AMENDS for one in changed):
        found.append(Way("某一天有效的文本", versions_address(record)))
    return tuple(found)
