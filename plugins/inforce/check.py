"""What is wrong between documents that end or change each other, and what is due before a term ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.circles import circles
from plugins.catalog.dates import months_before
from plugins.catalog.findings import Finding
from plugins.catalog.normative import Rank, rank_of
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation, Status, Validity
from plugins.catalog.ties import references
from plugins.inforce import rules

ENDING = (Relation.REPEALS, Relation.AMENDS)
REVIEW, RENEWAL = 6, 3
"""Months before a normative document expires (e.g. 湖北省人民政府令第379号, article 29)."""

Leads = Mapping[str, tuple[tuple[Relation, str, Record], ...]]
"""By path, what a document repeals or amends: the relation, the reference as it is written, the record."""


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every rule of this room."""
    ending = [record for record in catalog.records if record.repeals or record.amends]
    leads = {record.path: found for record in ending if (found := tuple(_led(record, catalog)))}
    yield from _circles(leads, catalog)
    yield from _later(ending, leads, catalog)
    today = catalog.as_of.date()
    for record in catalog.of_kind(Kind.POLICY):
        if record.expires_on and months_before(record.expires_on, REVIEW) <= today <= record.expires_on:
            yield from _due(record, record.expires_on, catalog)


def _led(record: Record, catalog: Catalog) -> Iterator[tuple[Relation, str, Record]]:
    """Of drafts and withdrawn documents nothing: they end nothing."""
    if record.status is not Status.PUBLISHED:
        return
    for relation in ENDING:
        for reference in references(record, relation):
            found = catalog.find(reference)
            if len(found) == 1 and found[0].path != record.path:
                yield relation, reference, found[0]


def _circles(leads: Leads, catalog: Catalog) -> Iterator[Finding]:
    by_path = {record.path: record for record in catalog.records if record.path in leads}
    for circle in circles({path: [target.path for _, _, target in found] for path, found in leads.items()}):
        first = by_path[circle.members[0]]
        onward = circle.members[1]
        relation = next(relation for relation, _, target in leads[first.path] if target.path == onward)
        others = f"（牵连其中的还有 {'、'.join(circle.others)}）" if circle.others else ""
        words = {"members": " → ".join((*circle.members, first.path)), "others": others}
        yield catalog.finding(rules.CIRCLE, first, relation.value, **words)


def _later(ending: Iterable[Record], leads: Leads, catalog: Catalog) -> Iterator[Finding]:
    for record in ending:
        for relation, reference, target in leads.get(record.path, ()):
            if record.issued_on and target.issued_on and target.issued_on > record.issued_on:
                words = {"reference": reference, "later": target.issued_on, "issued": record.issued_on}
                yield catalog.finding(rules.TARGET_LATER, record, relation.value, **words)


def _due(record: Record, until: date, catalog: Catalog) -> Iterator[Finding]:
    """What is due before a normative document expires; one that is withdrawn, or repealed by then, needs nothing."""
    if not record.withdrawn and rank_of(record) is Rank.NORMATIVE and catalog.period(record).ended is Validity.EXPIRED:
        rule = rules.RENEWAL_DUE if months_before(until, RENEWAL) <= catalog.as_of.date() else rules.REVIEW_DUE
        yield catalog.finding(rule, record, "expires_on", until=until)
