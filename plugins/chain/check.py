"""Whether release, interpretation and response move together, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.catalog.catalog import Catalog
from plugins.catalog.findings import Finding
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation, Status
from plugins.chain import likeness, rules
from plugins.chain.duties import Duties


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every rule of this room."""
    duties = Duties(catalog)
    yield from interpretations(catalog, duties)
    yield from units(catalog)
    yield from responses(catalog, duties)
    yield from consultations(catalog, duties)


def interpretations(catalog: Catalog, duties: Duties) -> Iterator[Finding]:
    """Policies that owe an interpretation; interpretations that came too early or say nothing of their own."""
    for owed in duties.interpretations():
        policy = owed.record
        if not catalog.is_released(policy):
            continue
        cause = "normative" if policy.interpretation_required is None else "interpretation_required"
        words = {"reference": _reference(policy), "by": f"，在 {owed.due} 以前发布" if owed.due else "", "due": owed.due}
        rule = rules.OVERDUE if owed.is_overdue(catalog.as_of.date()) else rules.OWED
        yield catalog.finding(rule, policy, cause, **words)
    for interpretation in catalog.of_kind(Kind.INTERPRETATION):
        policies = catalog.ties.targets(interpretation, Relation.INTERPRETS)
        for policy in policies:
            if interpretation.published_at and policy.published_at and interpretation.published_at < policy.published_at:
                yield catalog.finding(rules.BEFORE_POLICY, interpretation, "published_at", title=policy.title)
        share = likeness.share(interpretation, policies, catalog)
        if share >= likeness.TOO_MUCH:
            yield catalog.finding(rules.REPEATS, interpretation, "interprets", share=f"{share:.0%}")


def units(catalog: Catalog) -> Iterator[Finding]:
    """What is released together: who waits for whom, and whether both say the same time."""
    by_path = {record.path: record for record in catalog.records} if catalog.waiting else {}
    for path, others in catalog.waiting.items():
        titles = "、".join(f"“{other.title}”" for other in others) or "一篇解读"
        yield catalog.finding(rules.WAITS, by_path[path], "published_at", others=titles)
    for policy, interpretation in _pairs(catalog):
        if policy.published_at and interpretation.published_at and policy.published_at != interpretation.published_at:
            times = {
                "policy": f"{policy.published_at:%Y-%m-%d %H:%M}",
                "interpretation": f"{interpretation.published_at:%Y-%m-%d %H:%M}",
            }
            yield catalog.finding(rules.APART, interpretation, "published_at", **times)


def responses(catalog: Catalog, duties: Duties) -> Iterator[Finding]:
    """Each against the day its concern arose; a draft too."""
    for response in catalog.records:
        since, published = response.concern_on, response.published_at
        if response.kind is not Kind.RESPONSE or since is None:
            continue
        if published and published.date() < since and response.status is not Status.DRAFT:
            yield catalog.finding(rules.CONCERN_AFTER, response, "concern_on", since=since, published=published.date())
            continue
        due, is_public = duties.response_due(since), catalog.is_public(response)
        answered = published.date() if is_public and published else catalog.as_of.date()
        if due and answered > due:
            state = f"{answered} 才公开" if is_public else "现在还没有公开"
            yield catalog.finding(rules.RESPONSE_LATE, response, "concern_on", since=since, due=due, state=state)


def consultations(catalog: Catalog, duties: Duties) -> Iterator[Finding]:
    """Each is closed after it was opened, is awaited by its policy, and has a result in time."""
    for asked in catalog.records:
        closes, published = asked.closes_on, asked.published_at
        if closes and published and closes < published.date():
            yield catalog.finding(rules.CLOSED_BEFORE, asked, "closes_on", closes=closes, published=published.date())
    for policy in catalog.of_kind(Kind.POLICY):
        for asked in catalog.ties.targets(policy, Relation.CONSULTED_IN) if policy.consulted_in else ():
            published = policy.published_at
            if asked.closes_on and published and published.date() <= asked.closes_on:
                days = {"closes": asked.closes_on, "published": published.date()}
                yield catalog.finding(rules.NOT_AWAITED, policy, "consulted_in", **days)
    for owed in duties.results():
        if owed.is_overdue(catalog.as_of.date()):
            words = {"closes": owed.since, "due": owed.due, "reference": _reference(owed.record)}
            yield catalog.finding(rules.RESULT_OWED, owed.record, "closes_on", **words)


def _pairs(catalog: Catalog) -> Iterator[tuple[Record, Record]]:
    """Each policy that is released together with an interpretation, with the earliest that is no draft."""
    together = {record.path for record in catalog.records if record.released_together}
    first: dict[str, tuple[Record, Record]] = {}
    for record in catalog.records:
        ready = together and record.interprets and record.status is Status.PUBLISHED and record.published_at
        for policy in (found for reference in record.interprets for found in catalog.find(reference)) if ready else ():
            if policy.path in together and policy.status is Status.PUBLISHED:
                known = first.setdefault(policy.path, (policy, record))[1]
                if str(record.published_at) < str(known.published_at):
                    first[policy.path] = (policy, record)
    return iter(first.values())


def _reference(record: Record) -> str:
    return record.document_number or record.path
