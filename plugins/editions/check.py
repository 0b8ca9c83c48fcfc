"""Whether everything that would be printed can be: no box stands in place of a character."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.catalog.editions import OF_KIND, RARE, Edition
from plugins.catalog.findings import Finding
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation
from plugins.editions.rules import UNPRINTABLE


def check(catalog: Catalog) -> Iterator[Finding]:
    """The receiver. What no edition shows may have any character."""
    if Edition.PDF not in catalog.editions.made:
        return
    issues = catalog.of_kind(Kind.GAZETTE)
    carried = {one.path for issue in issues for one in catalog.ties.targets(issue, Relation.CONTENTS)}
    for record in catalog.released:
        if not record.withdrawn and (record.kind in OF_KIND or record.path in carried):
            yield from _checked(record, catalog)


def _checked(record: Record, catalog: Catalog) -> Iterator[Finding]:
    rare = str(catalog.entry(record).facts.get(RARE, ""))
    characters = catalog.editions.missing(rare) if rare else ""
    if characters:
        yield catalog.finding(UNPRINTABLE, record, characters=characters)
