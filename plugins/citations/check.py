"""What is wrong where a text cites a released document: it is in force no more, or it has another title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.catalog.citations import Citation, plain_title
from plugins.catalog.findings import Finding
from plugins.catalog.record import Record
from plugins.catalog.standing import Standing
from plugins.catalog.terms import Relation, Validity
from plugins.citations import rules

OVER = frozenset({Validity.REPEALED, Validity.EXPIRED})
ENDING = (Relation.REPEALS, Relation.AMENDS)


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every rule of this room, over what is released."""
    for record in catalog.released:
        if any(target for _, target in catalog.citations.of(record)):
            yield from ended(record, catalog)
            yield from titles(record, catalog)


def ended(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """A policy in force that cites one that is not; who ends or changes a document must name it."""
    standing = catalog.standing(record)
    if standing is None or standing.validity is not Validity.IN_FORCE:
        return
    its_own = {target.path for relation in ENDING for target in catalog.ties.targets(record, relation)}
    for place, citation, target in _bound(record, catalog):
        over = catalog.standing(target)
        if over and over.validity in OVER and target.path not in its_own:
            words = {"cited": citation.number or citation.title, "path": target.path, "ended": _told(over)}
            yield catalog.finding(rules.CITED_ENDED, record, place, **words)


def titles(record: Record, catalog: Catalog) -> Iterator[Finding]:
    """A number with the title of another document. One part of a title is enough; a title with several numbers tells nothing."""
    numbers = Counter(citation.title for citation, _ in catalog.citations.of(record))
    for place, citation, target in _bound(record, catalog):
        if citation.number and citation.title and numbers[citation.title] == 1 and not _is_called(target, citation, catalog):
            words = {"number": citation.number, "cited": citation.title, "path": target.path, "title": target.title}
            yield catalog.finding(rules.OTHER_TITLE, record, place, **words)


def _bound(record: Record, catalog: Catalog) -> Iterator[tuple[str, Citation, Record]]:
    """Where a citation stands, what it says, whom it means."""
    for number, (citation, target) in enumerate(catalog.citations.of(record)):
        if target:
            yield f"citation {number}", citation, target


def _told(over: Standing) -> str:
    if over.by is None:
        return f"有效期到 {over.since}，已经失效"
    return f"自 {over.since} 起被“{over.by.called}”（{over.by.path}）废止"


def _is_called(target: Record, citation: Citation, catalog: Catalog) -> bool:
    """Whether a title is that of a document or of what it encloses, whole or in part."""
    enclosed = (one.title for one, _ in catalog.citations.of(target) if one.enclosed)
    cited = plain_title(citation.title)
    return any(cited in title or title in cited for title in map(plain_title, (target.title, *enclosed)))
