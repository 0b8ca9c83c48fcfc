"""The timeline of a policy: from the opinions that were asked to its repeal, each step with the document that tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import chinese_date
from plugins.catalog.record import Record
from plugins.catalog.standing import taking_effect
from plugins.catalog.terms import CHANGING, Kind, Relation, Term, Validity
from plugins.catalog.versions import later
from plugins.frame.views import Feed, Link, Step, Timeline, Year

ANCHOR = "chain"
CALENDARS = "/feeds/calendars/"
CHANGES = "改了什么"


class Milestone(Term):
    """The steps of a chain, in the order in which those of one day come."""

    CONSULTED = "consulted", "征求意见"
    CLOSED = "closed", "征求意见截止"
    OUTCOME = "outcome", "公布采纳情况"
    ISSUED = "issued", "发文"
    PUBLISHED = "published", "发布"
    EFFECTIVE = "effective", "施行"
    INTERPRETED = "interpreted", "解读"
    ANSWERED = "answered", "回应"
    PROGRESSED = "progressed", "落实"
    AMENDED = "amended", "修改"
    REPEALED = "repealed", "废止"
    EXPIRED = "expired", "有效期届满"


AFTER = {
    Relation.INTERPRETS: Milestone.INTERPRETED,
    Relation.RESPONDS_TO: Milestone.ANSWERED,
    Relation.PROGRESS: Milestone.PROGRESSED,
    Relation.AMENDS: Milestone.AMENDED,
    Relation.REPEALS: Milestone.REPEALED,
}
"""The relations of those that come after a policy, and the steps they are."""
TO_COME = {
    Milestone.EFFECTIVE: frozenset({Validity.NOT_YET_IN_FORCE}),
    Milestone.EXPIRED: frozenset({Validity.NOT_YET_IN_FORCE, Validity.IN_FORCE}),
}
"""The days of a policy itself, and while which validity they are still to come."""


def timeline(record: Record, catalog: Catalog) -> Timeline | None:
    """The timeline of a policy."""
    if record.kind is not Kind.POLICY or record.withdrawn:
        return None
    steps = sorted(_steps(record, catalog), key=lambda pair: (pair[1].on, list(Milestone).index(pair[0])))
    years = sorted({step.on.year for milestone, step in steps if milestone in TO_COME})
    return Timeline(
        steps=tuple(step for _, step in steps),
        feed=followed(record, catalog),
        calendars=tuple(map(calendar_of, years)),
    )


def chain(record: Record, catalog: Catalog) -> tuple[Record, ...]:
    """A policy with the documents before and after it, oldest first, withdrawn ones too; itself alone where there are none."""
    ties = catalog.ties
    asked = ties.targets(record, Relation.CONSULTED_IN)
    outcomes = (found for one in asked for found in ties.sources(one, Relation.RESPONDS_TO))
    after = (one for relation in AFTER for one in ties.sources(record, relation))
    gone = (one for relation, one in catalog.withdrawn_from(record) if relation in AFTER)
    members = {one.path: one for one in (record, *asked, *outcomes, *after, *gone)}
    return tuple(sorted(members.values(), key=lambda one: (str(one.published_at), one.path)))


def followed(record: Record, catalog: Catalog) -> Feed | None:
    """The subscription to the chain of a policy; None where there is nothing beside it."""
    return chain_feed(record) if len(chain(record, catalog)) > 1 else None


def chain_feed(record: Record) -> Feed:
    """The subscription to the chain of a policy."""
    return Feed(f"{record.title}：政策脉络", f"/feeds/chains{record.address.rstrip('/')}")


def chain_address(record: Record, catalog: Catalog) -> str:
    """Where the timeline of a policy stands, seen from another document; of a consultation that of the policy that came of it."""
    if record.kind is not Kind.POLICY:
        record = next(iter(catalog.ties.sources(record, Relation.CONSULTED_IN)), record)
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
    ties, validity = catalog.ties, catalog.validity(record)
    for asked in ties.targets(record, Relation.CONSULTED_IN):
        closes = f"{chinese_date(asked.closes_on)}截止" if asked.closes_on else ""
        yield _step(Milestone.CONSULTED, asked, closes)
        yield from (_step(Milestone.OUTCOME, found) for found in ties.sources(asked, Relation.RESPONDS_TO))
    if record.issued_on:
        yield Milestone.ISSUED, Step(on=record.issued_on, label=Milestone.ISSUED.label)
    if record.published_at:
        yield Milestone.PUBLISHED, Step(on=record.published_at.date(), label=Milestone.PUBLISHED.label)
    for milestone, on in terms(record, catalog):
        yield milestone, Step(on=on, label=milestone.label, is_to_come=validity in TO_COME[milestone])
    changed = {one.newer.path: Link(CHANGES, one.address) for one in later(record, catalog)}
    for relation, milestone in AFTER.items():
        for found in ties.sources(record, relation):
            yield _step(milestone, found, _note(found, relation), changed.get(found.path))


def _note(record: Record, relation: Relation) -> str:
    """How an interpretation speaks; the number of what changes a policy, and since when."""
    if relation in CHANGING:
        since = taking_effect(record)
        later_on = record.published_at and since and since > record.published_at.date()
        note = f"自{chinese_date(since)}起施行" if later_on and since else ""
        return "，".join(filter(None, (record.document_number, note)))
    return record.form.label if record.form else record.document_number


def _step(milestone: Milestone, record: Record, note: str = "", changes: Link | None = None) -> tuple[Milestone, Step]:
    assert record.published_at is not None
    link = Link(record.title, record.address)
    return milestone, Step(on=record.published_at.date(), label=milestone.label, note=note, link=link, changes=changes)
