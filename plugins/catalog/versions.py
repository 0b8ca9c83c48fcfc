"""Versions: which documents hold the text of an instrument in articles, and which of two is the later text of one.

Reading notes the titles of the instruments a document holds: its own, or that of a 办法 printed below a covering notice.
A document that amends or repeals another and holds an instrument of the same name can be compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation

FACT = "instruments"
"""The name of the fact: the titles of what a document holds in articles, an empty one for its own."""
LATER = (Relation.AMENDS, Relation.REPEALS)
"""How a document says that it changes another."""
BESIDE = re.compile(r"（[^（）]*）$|\([^()]*\)$|[《》〈〉\s]|暂行|试行")
"""What a later text of one name may have or lack: （2026年修正）, 暂行."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts of one instrument."""

    older: Record
    newer: Record
    relation: Relation
    old_title: str
    new_title: str

    @property
    def address(self) -> str:
        """The page of what changed."""
        return f"{self.newer.address}changes/{'-'.join(self.older.address.strip('/').split('/')[1:])}/"


def instruments(record: Record, catalog: Catalog) -> tuple[str, ...]:
    """The titles of what a document holds in articles."""
    found = catalog.entry(record).facts.get(FACT)
    return tuple(map(str, found)) if isinstance(found, list | tuple) else ()


def holders(catalog: Catalog) -> Iterator[Record]:
    """The released policies that hold an instrument."""
    return (record for record in catalog.of_kind(Kind.POLICY) if FACT in catalog.entry(record).facts)


def comparisons(newer: Record, catalog: Catalog) -> Iterator[Comparison]:
    """What a released document changes whose text it holds anew."""
    for relation in LATER if not newer.withdrawn and instruments(newer, catalog) else ():
        for older in catalog.ties.targets(newer, relation):
            pair = _pair(older, newer, catalog)
            if pair:
                yield Comparison(older, newer, relation, *pair)


def later(older: Record, catalog: Catalog) -> Iterator[Comparison]:
    """What holds the text of a document anew, oldest first."""
    for relation in LATER if not older.withdrawn and instruments(older, catalog) else ():
        for newer in catalog.ties.sources(older, relation):
            yield from (one for one in comparisons(newer, catalog) if one.older.path == older.path and one.relation is relation)


def versions_address(record: Record) -> str:
    """The page that says which text of a document was in force when."""
    return f"{record.address}versions/"


def _pair(older: Record, newer: Record, catalog: Catalog) -> tuple[str, str] | None:
    """The titles under which two documents hold one instrument."""
    if older.withdrawn:
        return None
    known = {_core(title or older.title): title for title in instruments(older, catalog)}
    for title in instruments(newer, catalog):
        core = _core(title or newer.title)
        if core in known:
            return known[core], title
    return None


def _core(title: str) -> str:
    return BESIDE.sub("", title)
