"""What pages show of amended texts: articles with what was done to them, and the periods of the texts of one document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import Relation, Validity
from plugins.catalog.versions import Text, comparisons, has_row, later, texts, versions_address
from plugins.frame.views import Link, Way

TEXTS = "某一天有效的文本"


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
    """What made it: 原文, or what the document that amended it brings."""
    text: Link
    changes: str = ""
    """The page of what it changed, where the whole text is there to compare."""


def ways(record: Record, catalog: Catalog) -> tuple[Way, ...]:
    """From a document to what it changed, to what changed it, and to the texts of its days."""
    compared = tuple(comparisons(record, catalog))
    found = [Way("修改对照", one.address, one.older.called) for one in compared]
    found += [Way("修改对照", one.address, f"{one.newer.called}所作的修改") for one in later(record, catalog)]
    if has_row(record, catalog):
        found.append(Way(TEXTS, versions_address(record)))
    amended = (one.base for one in compared if one.relation is Relation.AMENDS and has_row(one.base, catalog))
    found += [Way(TEXTS, versions_address(base), base.called) for base in amended]
    return tuple(found)


def current(record: Record, catalog: Catalog) -> Link | None:
    """Where the text of an amended document that is in force stands whole; None where only the changes are told."""
    standing = catalog.standing(record)
    last = standing.amended_by[-1] if standing and standing.amended_by else None
    found = (text for text in texts(record, catalog) if last and text.record.path == last.path and text.title is not None)
    return next((Link(text.record.called, address_of(text, catalog)) for text in found), None)


def overtaken(record: Record, catalog: Catalog) -> tuple[str, Link] | None:
    """What became of the text that a document holds for the one it amends, once it is no longer in force."""
    for one in comparisons(record, catalog):
        standing = catalog.standing(one.base)
        if standing is None or one.relation is not Relation.AMENDS or not has_row(one.base, catalog):
            continue
        link = Link(TEXTS, versions_address(one.base))
        if standing.validity in (Validity.REPEALED, Validity.EXPIRED):
            return f"所载文本{standing.validity.label}，见", link
        if standing.amended_by and standing.amended_by[-1].path != record.path and record in standing.amended_by:
            return "所载文本后来又经修改，见", link
    return None


def address_of(text: Text, catalog: Catalog) -> str:
    """Where a text begins in the document that holds it."""
    outline = catalog.entry(text.record).outline
    anchor = next((heading.anchor for heading in outline if heading.text == text.title), "")
    return f"{text.record.address}#{anchor}" if anchor else text.record.address
