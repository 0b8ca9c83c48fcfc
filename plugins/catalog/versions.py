"""Versions: the texts of an instrument in their order, each with the document that holds it and the days on which it is in force.

Reading notes the titles of the instruments a document holds in articles: its own, or that of a 办法 printed below a covering
notice. A document that amends or repeals another and holds an instrument of the same name holds its next text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.standing import DAY, Period
from plugins.catalog.terms import CHANGING, Kind, Relation

FACT = "instruments"
"""The name of the fact: the titles of what a document holds in articles, an empty one for its own."""
BESIDE = re.compile(r"（[^（）]*）$|\([^()]*\)$|[《》〈〉\s]|暂行|试行")
"""What a later text of one name may have or lack: （2026年修正）, 暂行."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What brought the text of its days: a document that holds it whole, or one that only says what changes."""

    since: date | None
    until: date | None
    """Both included; None leaves a side open."""
    base: Record
    """The document that is amended; its own text has itself as base."""
    record: Record
    title: str | None
    """The heading under which the text stands, empty where it is the document's own; None where only the changes are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two texts of one instrument that follow each other."""

    base: Record
    """The document that `newer` says it amends or repeals; the text before may stand in another that amended it."""
    older: Record
    newer: Record
    relation: Relation
    old_title: str
    new_title: str

    @property
    def address(self) -> str:
        """The page of what changed."""
        return f"{self.newer.address}changes/{'-'.join(self.older.address.strip('/').split('/')[1:])}/"


def comparisons(newer: Record, catalog: Catalog) -> Iterator[Comparison]:
    """What a released document changes whose text it holds anew, each with the text before."""
    for relation in CHANGING if not newer.withdrawn else ():
        for base in catalog.ties.targets(newer, relation):
            title = _title(newer, base, catalog)
            if title is not None and not base.withdrawn:
                before = _before(newer, base, catalog)
                assert before.title is not None
                yield Comparison(
                    base=base,
                    older=before.record,
                    newer=newer,
                    relation=relation,
                    old_title=before.title,
                    new_title=title,
                )


def later(base: Record, catalog: Catalog) -> Iterator[Comparison]:
    """What holds the text of a document anew, oldest first."""
    for relation in CHANGING if not base.withdrawn else ():
        for newer in catalog.ties.sources(base, relation):
            found = (one for one in comparisons(newer, catalog) if one.relation is relation)
            yield from (one for one in found if one.base.path == base.path)


def texts(base: Record, catalog: Catalog) -> Iterator[Text]:
    """The texts of a document in their order: its own, then what each amendment made of it."""
    period = catalog.period(base)
    acting = _acting(period)
    starts = [(period.since, base), *acting]
    ends = [*(since - DAY for since, _ in acting), period.until]
    for (since, record), until in zip(starts, ends, strict=True):
        # Two amendments of one day make one text; each stands for that day.
        last = max(since, until) if since and until else until
        yield Text(since=since, until=last, base=base, record=record, title=_title(record, base, catalog))


def row(record: Record, catalog: Catalog) -> tuple[Text, ...]:
    """Every text of the instrument of a document, oldest first: its own, of what it replaced, and of what replaced it."""
    bases, found = [record], dict[str, Record]()
    while bases:
        base = bases.pop()
        if base.path not in found:
            found[base.path] = base
            bases += (one.base for one in comparisons(base, catalog) if one.relation is Relation.REPEALS)
            bases += (one.newer for one in later(base, catalog) if one.relation is Relation.REPEALS)
    ordered = sorted(found.values(), key=lambda base: catalog.period(base).since or date.min)
    return tuple(text for base in ordered for text in texts(base, catalog))


def has_row(record: Record, catalog: Catalog) -> bool:
    """Whether more than one text of a policy is known, so that a page says which was in force when."""
    if record.withdrawn:
        return False
    if catalog.ties.sources(record, Relation.AMENDS) and _acting(catalog.period(record)):
        return True
    return any(one.relation is Relation.REPEALS for way in (comparisons, later) for one in way(record, catalog))


def changed(catalog: Catalog) -> Iterator[Record]:
    """The released policies that change another or are changed: the others have one text and nothing to compare."""
    tied = (pair for relation in CHANGING for pair in catalog.ties.referred(relation))
    found = {one.path: one for base, sources in tied for one in (base, *sources)}
    return (record for record in found.values() if record.kind is Kind.POLICY)


def versions_address(record: Record) -> str:
    """The page that says which text of a document was in force when."""
    return f"{record.address}versions/"


def _acting(period: Period) -> list[tuple[date, Record]]:
    """The amendments that take effect while there is something to amend."""
    return [(since, one) for since, one in period.amendments if not period.ended_on or since <= period.ended_on]


def _before(newer: Record, base: Record, catalog: Catalog) -> Text:
    """The last whole text of a document before that of `newer`."""
    found: Text | None = None
    for text in texts(base, catalog):
        if text.record.path == newer.path:
            break
        found = text if text.title is not None or found is None else found
    assert found is not None
    return found


def _title(record: Record, base: Record, catalog: Catalog) -> str | None:
    """The title under which a document holds the instrument of `base`; None where it does not."""
    cores = {_core(title or base.title) for title in _instruments(base, catalog)}
    return next((title for title in _instruments(record, catalog) if _core(title or record.title) in cores), None)


def _instruments(record: Record, catalog: Catalog) -> tuple[str, ...]:
    """The titles of what a document holds: in articles, else its own."""
    found = catalog.entry(record).facts.get(FACT)
    return tuple(map(str, found)) if isinstance(found, list | tuple) else ("",)


def _core(title: str) -> str:
    return BESIDE.sub("", title)
