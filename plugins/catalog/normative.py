"""Normative documents: which policies bind the public, and how they stand in each year.

The annual report counts 规章 and 行政规范性文件 apart (国办公开办函〔2021〕30号, table 2); every January the list of last
year's normative documents is published (e.g. 湖北省人民政府令第379号, article 28).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from plugins.catalog.catalog import Catalog
from plugins.catalog.entry import Entry
from plugins.catalog.manifest import Manifest
from plugins.catalog.numbers import ORDER, prefix_of_document_number
from plugins.catalog.record import Record
from plugins.catalog.standing import Period
from plugins.catalog.terms import Kind, Term, Validity

NATIONAL = "国务院令"
"""Begins the numbers of administrative regulations, which are no rules of this portal's government."""
NORMATIVE_PREFIX = "规"
"""Ends the 代字 of normative documents, which are numbered apart (三统一): 示民规〔2025〕4号."""


class Rank(Term):
    """效力位阶: what sort of binding document a policy is."""

    RULES = "rules", "规章"
    NORMATIVE = "normative", "行政规范性文件"


def rank_of(record: Record) -> Rank | None:
    """The rank of a policy: by its number where 规范性文件 does not say it; None where it binds nobody outside."""
    if record.kind is not Kind.POLICY:
        return None
    if ORDER.fullmatch(record.document_number):
        return None if record.document_number.startswith(NATIONAL) else Rank.RULES
    if record.normative is None:
        return Rank.NORMATIVE if prefix_of_document_number(record.document_number).endswith(NORMATIVE_PREFIX) else None
    return Rank.NORMATIVE if record.normative else None


@dataclass(frozen=True, slots=True)
class Member:
    """A binding document in the list of one year, and what became of it by the end of the year."""

    record: Record
    rank: Rank
    period: Period
    validity: Validity
    """How it stands when the year ends."""
    made: bool
    """Whether it was issued in this year."""
    amended_by: tuple[Record, ...]
    """The amendments that took effect in this year, while it was in force or about to be."""


class Years:
    """The binding documents of a catalog, year by year: made in the year, or in force on one of its days."""

    def __init__(self, catalog: Catalog) -> None:
        self._last = catalog.as_of.year
        policies = (record for record in catalog.of_kind(Kind.POLICY) if not record.withdrawn)
        ranked = ((record, rank_of(record)) for record in policies)
        self._periods = [(record, rank, catalog.period(record)) for record, rank in ranked if rank]

    @cached_property
    def members(self) -> Mapping[int, tuple[Member, ...]]:
        """Every year up to that of the build with its list, oldest first; in a list what took effect first stands first."""
        lists: dict[int, list[Member]] = defaultdict(list)
        for record, rank, period in sorted(self._periods, key=_by_effect):
            issued = record.issued_on.year if record.issued_on else None
            for year in self._span(record, period):
                amended_by = _amended_by(period, year) if period.amendments else ()
                lists[year].append(Member(record, rank, period, _validity(period, year), year == issued, amended_by))
        first = min(lists, default=self._last + 1)
        return {year: tuple(lists.get(year, ())) for year in range(first, self._last + 1)}

    def __iter__(self) -> Iterator[int]:
        """The years that have a list, oldest first: without a gap from the first document on."""
        spans = (self._span(record, period) for record, _, period in self._periods)
        return iter(range(min((span[0] for span in spans if span), default=self._last + 1), self._last + 1))

    def _span(self, record: Record, period: Period) -> range:
        """From the year it was issued in or takes effect in to the one it ends in, or that of the build."""
        starts = [day.year for day in (record.issued_on, period.since) if day]
        last = period.ended_on.year if period.ended_on else self._last
        return range(min(starts, default=self._last + 1), min(last, self._last) + 1)


def counted(members: Sequence[Member]) -> Mapping[tuple[Rank, str], int]:
    """How many of each rank were made and amended in a year, and how many stand in each way when it ends."""
    counts: dict[tuple[Rank, str], int] = {}
    for rank in Rank:
        ranked = [member for member in members if member.rank is rank]
        counts[rank, "made"] = sum(member.made for member in ranked)
        counts[rank, "amended"] = sum(1 for member in ranked if member.amended_by)
        counts |= {(rank, validity.value): sum(member.validity is validity for member in ranked) for validity in Validity}
    return counts


def published(manifest: Manifest) -> Catalog:
    """The catalog of what a build released, as the outside knows it."""
    entries = (Entry(release.record) for release in manifest.releases)
    return Catalog(entries, manifest.as_of, region=manifest.site.region)


def binding_on(day: date, catalog: Catalog, *, every: bool = False) -> Iterator[tuple[Rank | None, Record]]:
    """The rules and normative documents in force on a day, or `every` policy; what took effect first comes first."""
    policies = [(rank_of(record), record) for record in catalog.of_kind(Kind.POLICY)]
    valid = (pair for pair in policies if catalog.validity(pair[1], day) is Validity.IN_FORCE and (every or pair[0]))
    return iter(sorted(valid, key=lambda pair: (str(catalog.period(pair[1]).since or ""), pair[1].path)))


def _validity(period: Period, year: int) -> Validity:
    """How it stands when a year ends."""
    if period.ended and period.ended_on and period.ended_on.year <= year:
        return period.ended
    return Validity.NOT_YET_IN_FORCE if period.since and period.since.year > year else Validity.IN_FORCE


def _amended_by(period: Period, year: int) -> tuple[Record, ...]:
    acting = (one for one in period.amendments if one[0].year == year)
    return tuple(record for since, record in acting if period.ended_on is None or since <= period.ended_on)


def _by_effect(ranked: tuple[Record, Rank, Period]) -> tuple[str, str]:
    record, _, period = ranked
    return (period.since.isoformat() if period.since else "", record.path)
