"""Standing: when a policy is in force, which document ended that, and which have changed it.

A policy loses its force once, on the first day that a repeal or the end of its term brings. A repeal or an amendment
counts from the day its own document takes effect. To repeal that document later does not undo what it did; where it lost
its force before it had any, or was withdrawn, it did nothing. Why: docs/decisions/0010-lifecycle.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from plugins.catalog.record import Record
from plugins.catalog.terms import Relation, Validity

DAY = timedelta(days=1)

if TYPE_CHECKING:
    # The catalog asks for standings.
    from plugins.catalog.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a policy is in force, and how they end."""

    since: date | None
    """The first day; None where no date says it."""
    ended: Validity | None = None
    """已废止 or 已失效, whichever comes first; None where nothing ends it."""
    ended_on: date | None = None
    """The day that names its end: the first under the repeal, or the last of its term."""
    by: Record | None = None
    """The record that repeals it."""
    amendments: tuple[tuple[date, Record], ...] = ()
    """Those that ever take effect, oldest first."""

    @property
    def until(self) -> date | None:
        """The last day on which it is in force."""
        return self.ended_on - DAY if self.ended_on and self.ended is Validity.REPEALED else self.ended_on

    def is_over(self, on: date) -> bool:
        """Whether it has ended by this day."""
        return self.ended_on is not None and (self.ended_on <= on if self.by else self.ended_on < on)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a policy is in force, since when, and the record that says so."""

    validity: Validity
    since: date | None = None
    """The day of its repeal, the last day of its term, or the day it takes effect."""
    by: Record | None = None
    amended_by: tuple[Record, ...] = ()
    """The amendments that have taken effect, oldest first."""


class Periods:
    """When each policy of a catalog is in force; each is worked out once, whatever chains they form."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._stillborn = frozenset(_stillborn(catalog))
        self._known: dict[str, Period] = {}

    def of(self, record: Record) -> Period:
        """The days on which a policy is in force."""
        if record.path not in self._known:
            self._known[record.path] = self._period(record)
        return self._known[record.path]

    def _period(self, record: Record) -> Period:
        since, amendments = taking_effect(record), tuple(self._acting(record, Relation.AMENDS))
        lapses = record.expires_on
        repealed, by = next(iter(self._acting(record, Relation.REPEALS)), (None, None))
        if repealed and (lapses is None or repealed <= lapses + DAY):
            return Period(since, Validity.REPEALED, repealed, by, amendments)
        return Period(since, Validity.EXPIRED if lapses else None, lapses, None, amendments)

    def _acting(self, record: Record, relation: Relation) -> Sequence[tuple[date, Record]]:
        """What repeals or amends it and ever takes effect, with the day it does, oldest first."""
        found = ((taking_effect(one), one) for one in self._catalog.ties.sources(record, relation))
        acting = [(since, one) for since, one in found if since and one.path not in self._stillborn]
        return sorted(acting, key=lambda pair: pair[0]) if len(acting) > 1 else acting


def standing_on(period: Period, on: date) -> Standing:
    """The validity of a policy on a day, from the days on which it is in force."""
    if period.ended and period.is_over(on):
        return Standing(period.ended, period.ended_on, period.by)
    if period.since and period.since > on:
        return Standing(Validity.NOT_YET_IN_FORCE, period.since)
    amended_by = tuple(record for since, record in period.amendments if since <= on)
    return Standing(Validity.IN_FORCE, period.since, amended_by=amended_by)


def taking_effect(record: Record) -> date | None:
    """The day a policy takes effect: 施行日期, else the day it was issued."""
    return record.effective_on or record.issued_on


def _stillborn(catalog: Catalog) -> Iterator[str]:
    """Policies that lost their force before they had any: a repeal by one of these is none.

    Only repeals of the same day or before matter, so the order of days settles every chain; where documents of one day
    repeal each other in a circle, none of them is stillborn.
    """
    threats = {record.path: tuple(_no_later(record, repeals)) for record, repeals in catalog.ties.referred(Relation.REPEALS)}
    found: set[str] = set()
    for path in _ordered({path: repeals for path, repeals in threats.items() if repeals}):
        if any(repeal not in found for repeal in threats.get(path, ())):
            found.add(path)
            yield path


def _no_later(record: Record, repeals: Iterable[Record]) -> Iterator[str]:
    """What repeals it on the day it takes effect or before."""
    since = taking_effect(record)
    for repeal in repeals:
        repealed = taking_effect(repeal)
        if since and repealed and repealed <= since:
            yield repeal.path


def _ordered(threats: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Each path after those that threaten it; what stands in a circle, or after one, is left out."""
    sorter = TopologicalSorter(threats)
    with suppress(CycleError):
        # Where there is a circle, the others can be had all the same.
        sorter.prepare()
    while ready := sorter.get_ready():
        yield from ready
        sorter.done(*ready)
