"""The timeline of a policy: from the opinions that were asked to its repeal, each step with the document that tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import chinese_date
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation, Term, Validity
from plugins.frame.views import Feed, Link, Step, Timeline, Year

ANCHOR = "chain"
CALENDARS = "/feeds/calendars/"


class Milestone(Term):
    """The steps of a chain, in the order in which those of one day come."""

    CONSULTED = "consulted", "征求意见"
    ISSUED = "issued", "发文"
    PUBLISHED = "published", "发布"
    EFFECTIVE = "effective", "施行"
    INTERPRETED = "interpreted", "解读"
    ANSWERED = "answered", "回应"
    AMENDED = "amended", "修改"
    REPEALED = "repealed", "废止"
    EXPIRED = "expired", "有效期届满"
    CLOSED = "closed", "征求意见截止"


OF_ITSELF = frozenset({Milestone.ISSUED, Milestone.PUBLISHED})
"""Steps that the record table says as well: they alone are no chain."""
AFTER = {
    Relation.INTERPRETS: Milestone.INTERPRETED,
    Relation.RESPONDS_TO: Milestone.ANSWERED,
    Relation.AMENDS: Milestone.AMENDED,
    Relation.REPEALS: Milestone.REPEALED,
}
"""The relations of those that come after a policy, and the steps they are."""


def timeline(record: Record, catalog: Catalog) -> Timeline | None:
    """The timeline of a policy; None where there is no more to it than its own two days."""
    if record.kind is not Kind.POLICY or record.withdrawn:
        return None
    steps = sorted(_steps(record, catalog), key=lambda pair: (pair[1].on, list(Milestone).index(pair[0])))
    if OF_ITSELF.issuperset(milestone for milestone, _ in steps):
        return None
    years = sorted({step.on.year for milestone, step in steps if milestone in (Milestone.EFFECTIVE, Milestone.EXPIRED)})
    return Timeline(
        steps=tuple(step for _, step in steps),
        feed=chain_feed(record) if len(chain(record, catalog)) > 1 else None,
        calendars=tuple(map(calendar_of, years)),
    )


def chain(record: Record, catalog: Catalog) -> tuple[Record, ...]:
    """A policy with the documents before and after it, oldest first; itself alone where there are none."""
    after = (found for relation in AFTER for found in catalog.ties.sources(record, relation))
    members = {one.path: one for one in (record, *catalog.ties.targets(record, Relation.CONSULTED_IN), *after)}
    return tuple(sorted(members.values(), key=lambda one: (str(one.published_at), one.path)))


def chain_feed(record: Record) -> Feed:
    """The subscription to the chain of a policy."""
    return Feed(f"{record.title}：政策脉络", f"/feeds/chains{record.address.rstrip('/')}")


def chain_address(record: Record) -> str:
    """Where the timeline of a policy stands, seen from another document; empty where it has none."""
    return f"{record.address}#{ANCHOR}" if record.kind is Kind.POLICY and not record.withdrawn else ""


def calendar_of(year: int) -> Year:
    """The calendar of a year."""
    return Year(year=year, address=f"{CALENDARS}{year}.ics")


def terms(record: Record, catalog: Catalog) -> Iterator[tuple[Milestone, date]]:
    """The days on which a policy takes effect and ends by itself, as its own text says; one that is repealed does not end so."""
    if record.effective_on:
        yield Milestone.EFFECTIVE, record.effective_on
    if record.expires_on and catalog.validity(record) is not Validity.REPEALED:
        yield Milestone.EXPIRED, record.expires_on


def _steps(record: Record, catalog: Catalog) -> Iterator[tuple[Milestone, Step]]:
    for asked in catalog.ties.targets(record, Relation.CONSULTED_IN):
        closes = f"{chinese_date(asked.closes_on)}截止" if asked.closes_on else ""
        yield _step(Milestone.CONSULTED, asked, closes)
    if record.issued_on:
        yield Milestone.ISSUED, Step(on=record.issued_on, label=Milestone.ISSUED.label)
    if record.published_at:
        yield Milestone.PUBLISHED, Step(on=record.published_at.date(), label=Milestone.PUBLISHED.label)
    for milestone, on in terms(record, catalog):
        yield milestone, Step(on=on, label=milestone.label)
    for relation, milestone in AFTER.items():
        for found in catalog.ties.sources(record, relation):
            yield _step(milestone, found, found.form.label if found.form else found.document_number)


def _step(milestone: Milestone, record: Record, note: str) -> tuple[Milestone, Step]:
    assert record.published_at is not None
    link = Link(record.title, record.address)
    return milestone, Step(on=record.published_at.date(), label=milestone.label, note=note, link=link)
