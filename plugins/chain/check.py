"""Whether release, interpretation and response move together, and what is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from plugins.catalog.catalog import Catalog
from plugins.catalog.dates import clock
from plugins.catalog.findings import Finding
from plugins.catalog.record import Record
from plugins.catalog.rules import UNKNOWN_YEAR
from plugins.catalog.terms import DisclosureMode, Kind, Relation, Status
from plugins.catalog.working_days import FILE as HOLIDAYS
from plugins.chain import likeness, rules
from plugins.chain.clocks import Duty
from plugins.chain.duties import Duties, Owed

LONG = timedelta(days=366)
"""Beyond which nobody asks for opinions; a slip of the pen in the year does."""


def check(catalog: Catalog) -> Iterator[Finding]:
    """Every rule of this room."""
    duties = Duties(catalog)
    yield from interpretations(catalog, duties)
    yield from early(catalog)
    yield from units(catalog)
    yield from responses(catalog, duties)
    yield from consultations(catalog, duties)


def interpretations(catalog: Catalog, duties: Duties) -> Iterator[Finding]:
    """Policies that owe an interpretation; interpretations that say nothing of their own."""
    unknown: dict[int, list[Record]] = defaultdict(list)
    for owed in duties.interpretations():
        policy = owed.record
        if not catalog.is_released(policy):
            continue
        words = {"reference": _reference(policy), "by": f"，在 {owed.due} 以前发布" if owed.due else "", "why": _third(owed)}
        rule = rules.OVERDUE if owed.is_overdue(catalog.as_of.date()) else rules.OWED
        yield catalog.finding(rule, policy, _cause(policy), **words)
        if owed.unknown_year:
            unknown[owed.unknown_year].append(policy)
    for year, policies in sorted(unknown.items()):
        values = {"year": year, "count": len(policies), "what": Duty.INTERPRETATION.label, "file": HOLIDAYS}
        yield catalog.finding(UNKNOWN_YEAR, policies[0], _cause(policies[0]), **values)
    for interpretation in catalog.of_kind(Kind.INTERPRETATION):
        share = likeness.share(interpretation, catalog.ties.targets(interpretation, Relation.INTERPRETS), catalog)
        if share >= likeness.TOO_MUCH:
            yield catalog.finding(rules.REPEATS, interpretation, "interprets", share=f"{share:.0%}")


def early(catalog: Catalog) -> Iterator[Finding]:
    """Interpretations that are public before their policy, or will be. Those of a unit wait for it and come out with it."""
    for interpretation in catalog.records:
        written = interpretation.interprets if interpretation.status is Status.PUBLISHED else ()
        for found in map(catalog.find, written):
            policy = found[0] if len(found) == 1 and found[0].kind is Kind.POLICY else None
            if policy is None:
                continue
            if catalog.is_public(interpretation) and not catalog.is_public(policy):
                words = {"title": policy.title, "state": _hidden(policy)}
                yield catalog.finding(rules.POLICY_HIDDEN, interpretation, "interprets", **words)
            elif not policy.released_together and _before(interpretation, policy):
                yield catalog.finding(rules.BEFORE_POLICY, interpretation, "published_at", title=policy.title)


def units(catalog: Catalog) -> Iterator[Finding]:
    """What is released together: whether there can be such a thing, who waits for whom, and whether both say the same time."""
    for record in catalog.records:
        if record.released_together and record.interpretation_required is False and not record.withdrawn:
            yield catalog.finding(rules.WAITS_FOR_NOTHING, record, "interpretation_required")
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
    for undated in duties.undated():
        if "concern_on" not in catalog.entry(undated).unreadable:
            yield catalog.finding(rules.NO_CONCERN, undated, "responds_to")
    for drafted in duties.to_come():
        days = {"since": drafted.concern_on, "today": catalog.as_of.date()}
        yield catalog.finding(rules.CONCERN_TO_COME, drafted, "concern_on", **days)
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
        elif closes and closes - (published or catalog.as_of).date() > LONG:
            yield catalog.finding(rules.CLOSES_LATE, asked, "closes_on", closes=closes)
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


def _cause(policy: Record) -> str:
    """What says that a policy owes an interpretation."""
    if policy.released_together:
        return "released_together"
    return "normative" if policy.interpretation_required is None else "interpretation_required"


def _third(owed: Owed) -> str:
    """Why an interpretation is overdue."""
    return f"文件公布后第三个工作日是 {owed.due}" if owed.due else f"文件 {owed.since} 就公布了，三个工作日早已过去"


def _before(interpretation: Record, policy: Record) -> bool:
    """Whether it says an earlier time than a policy that says one for good."""
    first, second = interpretation.published_at, policy.published_at
    return bool(policy.status is not Status.DRAFT and first and second and first < second)


def _hidden(policy: Record) -> str:
    """Why the public does not see a policy."""
    if policy.disclosure_mode is not DisclosureMode.PROACTIVE:
        return "不是主动公开的文件"
    if policy.status is Status.DRAFT:
        return "还是草稿"
    return f"到 {clock(policy.published_at)} 才公开" if policy.published_at else "没有发布日期"


def _reference(record: Record) -> str:
    return record.document_number or record.path
