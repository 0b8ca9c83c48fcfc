"""Duties: what is owed to the public, by whom and until when. One answer for the findings and for `inv owed`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import DisclosureMode, Kind, Relation, Status
from plugins.catalog.working_days import BadHolidays, WorkingDays, open_working_days
from plugins.chain.clocks import CLOCKS, Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing that is owed: for which document, since when and until when."""

    duty: Duty
    agency: str
    """The organ that owes it: the leading one of the document, under its name of today."""
    record: Record
    """The policy, the consultation, or the response that is not public yet."""
    since: date
    due: date | None
    """The last day; None where the holidays are not known."""
    written: tuple[str, ...] = ()
    """Files in which it is begun or waits for its day."""

    def days_left(self, today: date) -> int | None:
        """Days until the last one; below 0 it is overdue."""
        return (self.due - today).days if self.due else None

    def is_overdue(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.due is not None and self.due < today


class Duties:
    """What the documents of a catalog owe."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        try:
            self._calendar: WorkingDays | None = open_working_days(catalog.home)
        except BadHolidays:
            # DAT004 says what is wrong with the calendar.
            self._calendar = None

    def all(self) -> tuple[Owed, ...]:
        """Everything that has a clock, soonest first; imported history has none, whoever published it first."""
        clocked = (one for one in self.interpretations() if not one.record.first_published)
        found = (*clocked, *self.responses(), *self.results())
        return tuple(sorted(found, key=lambda one: (one.due or date.max, one.agency, one.record.path)))

    def interpretations(self) -> Iterator[Owed]:
        """Of policies that are public or have their day."""
        for policy in self._catalog.records:
            if policy.kind is not Kind.POLICY or policy.published_at is None or not needs_interpretation(policy):
                continue
            hidden = policy.status is not Status.PUBLISHED or policy.disclosure_mode is not DisclosureMode.PROACTIVE
            if hidden or self._catalog.interpretations(policy):
                continue
            since = policy.published_at.date()
            due = self._interpretation_due(policy, since)
            written = self._interpreting.get(policy.path, ())
            if not any(_comes_by(one, due) for one in written):
                yield self._owed(Duty.INTERPRETATION, policy, since, due, written)

    def responses(self) -> Iterator[Owed]:
        """Responses to a concern that are not public yet, drafts too."""
        for response in self._catalog.records:
            hidden = response.disclosure_mode is not DisclosureMode.PROACTIVE or self._catalog.is_public(response)
            if response.kind is Kind.RESPONSE and response.concern_on and not hidden:
                due = CLOCKS[Duty.RESPONSE].due(response.concern_on, self._calendar)
                if not _comes_by(response, due):
                    yield self._owed(Duty.RESPONSE, response, response.concern_on, due, (response,))

    def results(self) -> Iterator[Owed]:
        """Of consultations that are closed: a response to each, or the policy that came of it."""
        ties, today = self._catalog.ties, self._catalog.as_of.date()
        for asked in self._catalog.released:
            if asked.closes_on and asked.closes_on < today and not asked.withdrawn:
                if ties.sources(asked, Relation.RESPONDS_TO) or ties.sources(asked, Relation.CONSULTED_IN):
                    continue
                due = CLOCKS[Duty.RESULT].due(asked.closes_on, self._calendar)
                yield self._owed(Duty.RESULT, asked, asked.closes_on, due)

    def response_due(self, since: date) -> date | None:
        """The last day on which to respond to a concern."""
        return CLOCKS[Duty.RESPONSE].due(since, self._calendar)

    def _interpretation_due(self, policy: Record, since: date) -> date | None:
        """A policy of imported history has no clock; one that is released together with its interpretation has no time for it."""
        if policy.first_published:
            return None
        return since if policy.released_together else CLOCKS[Duty.INTERPRETATION].due(since, self._calendar)

    @cached_property
    def _interpreting(self) -> dict[str, tuple[Record, ...]]:
        """What interprets a policy, public or not, by the path of the policy."""
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self._catalog.records:
            for reference in record.interprets if not record.withdrawn else ():
                for policy in self._catalog.find(reference):
                    found[policy.path].append(record)
        return {path: tuple(records) for path, records in found.items()}

    def _owed(self, duty: Duty, record: Record, since: date, due: date | None, written: Iterable[Record] = ()) -> Owed:
        agency = next(iter(self._catalog.agencies(record)), None)
        paths = tuple(one.path for one in written)
        name = agency.name if agency else record.issuing_agency
        return Owed(duty=duty, agency=name, record=record, since=since, due=due, written=paths)


def needs_interpretation(policy: Record) -> bool:
    """Whether a policy must be interpreted: normative ones, unless it says itself."""
    return bool(policy.normative) if policy.interpretation_required is None else policy.interpretation_required


def _comes_by(record: Record, due: date | None) -> bool:
    """Whether it will be public in time by itself."""
    dated = record.status is Status.PUBLISHED and record.published_at
    return bool(dated and due and dated.date() <= due)
