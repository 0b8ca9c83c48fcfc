"""Duties: what is owed to the public, by whom and until when. One answer for the findings and for `inv owed`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import DisclosureMode, Kind, Relation, Status
from plugins.catalog.ties import references
from plugins.catalog.working_days import BadHolidays, UnknownYear, WorkingDays, open_working_days
from plugins.chain.clocks import CLOCKS, TOGETHER, Clock, Duty

ANSWERS = (Relation.INTERPRETS, Relation.RESPONDS_TO, Relation.CONSULTED_IN)
"""How what is owed for a document leads to it."""
AT_MOST = timedelta(days=30)
"""Within which a few working days pass, whatever the holidays of a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing that is owed: for which document, since when and until when."""

    duty: Duty
    agency: str
    """The organ that owes it: the leading one of the document, under its name of today; empty where a draft names none."""
    record: Record
    """The policy, the consultation, or the response that is not public yet."""
    clock: Clock
    since: date
    due: date | None
    """The last day; None where the holidays are not known, and of imported history, which has no clock."""
    unknown_year: int | None = None
    """The year whose holidays would say the last day."""
    written: tuple[Record, ...] = ()
    """What is begun or waits for its day: the response itself, interpretations of the policy, results of the consultation."""

    def days_left(self, today: date) -> int | None:
        """Days until the last one; below 0 it is overdue."""
        return (self.due - today).days if self.due else None

    def is_overdue(self, today: date) -> bool:
        """Whether its last day is over, or must be, whatever holidays there were."""
        return self.latest is not None and self.latest < today

    @property
    def latest(self) -> date | None:
        """The day by which its term has ended; None where it has none."""
        return self.due if self.due or self.record.first_published else self.since + AT_MOST


class Duties:
    """What the documents of a catalog owe."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.fault: BadHolidays | None = None
        """What is wrong with the portal's own holidays, as DAT004 says; then no working days are counted."""
        try:
            self._calendar: WorkingDays | None = open_working_days(catalog.home)
        except BadHolidays as error:
            self._calendar, self.fault = None, error

    def all(self) -> tuple[Owed, ...]:
        """Everything that has a clock, soonest first; imported history has none, whoever published it first."""
        clocked = (one for one in self.interpretations() if not one.record.first_published)
        found = (*clocked, *self.responses(), *self.results())
        return tuple(sorted(found, key=lambda one: (one.latest or date.max, one.agency, one.record.path)))

    def interpretations(self) -> Iterator[Owed]:
        """Of policies that are public or have their day. One that waits for its interpretation gives it no time."""
        for policy in self._catalog.records:
            if policy.kind is not Kind.POLICY or policy.published_at is None or not needs_interpretation(policy):
                continue
            hidden = policy.status is not Status.PUBLISHED or policy.disclosure_mode is not DisclosureMode.PROACTIVE
            if hidden or self._catalog.interpretations(policy):
                continue
            waits = policy.released_together and not self._catalog.is_public(policy)
            clock = TOGETHER if waits else CLOCKS[Duty.INTERPRETATION]
            written = self._answers.get((Relation.INTERPRETS, policy.path), ())
            yield from self._owed(Duty.INTERPRETATION, policy, clock, policy.published_at.date(), written)

    def responses(self) -> Iterator[Owed]:
        """Responses to a concern that are not public yet, drafts too. What is yet to cause concern is owed to nobody."""
        for response in self._unanswered():
            if response.concern_on and response.concern_on <= self._catalog.as_of.date():
                yield from self._owed(Duty.RESPONSE, response, CLOCKS[Duty.RESPONSE], response.concern_on, (response,))

    def undated(self) -> Iterator[Record]:
        """Responses that have no clock, because they do not say when the concern arose; those to a consultation need not."""
        for response in self._unanswered():
            if response.concern_on is None and response.responds_to:
                answered = (one for reference in response.responds_to for one in self._catalog.find(reference))
                if not any(one.closes_on for one in answered):
                    yield response

    def to_come(self) -> Iterator[Record]:
        """Drafts of responses to a concern that, as they say, has not arisen yet: the year is wrong, or the month."""
        for response in self._unanswered():
            if response.status is Status.DRAFT and response.concern_on and response.concern_on > self._catalog.as_of.date():
                yield response

    def results(self) -> Iterator[Owed]:
        """Of consultations that are closed: a response to each, or the policy that came of it."""
        ties, today = self._catalog.ties, self._catalog.as_of.date()
        for asked in self._catalog.released:
            if asked.closes_on and asked.closes_on < today and not asked.withdrawn:
                if ties.sources(asked, Relation.RESPONDS_TO) or ties.sources(asked, Relation.CONSULTED_IN):
                    continue
                ways = (Relation.RESPONDS_TO, Relation.CONSULTED_IN)
                written = (one for way in ways for one in self._answers.get((way, asked.path), ()))
                yield from self._owed(Duty.RESULT, asked, CLOCKS[Duty.RESULT], asked.closes_on, written)

    def agency(self, record: Record) -> str:
        """The organ that owes what a document owes."""
        leading = next(iter(self._catalog.agencies(record)), None)
        return leading.name if leading else record.issuing_agency

    def response_due(self, since: date) -> date | None:
        """The last day on which to respond to a concern."""
        return CLOCKS[Duty.RESPONSE].due(since, self._calendar)

    def _unanswered(self) -> Iterator[Record]:
        """Responses that the public does not see yet and is to see."""
        for record in self._catalog.records:
            shown = record.disclosure_mode is DisclosureMode.PROACTIVE and not record.withdrawn
            if shown and record.kind is Kind.RESPONSE and not self._catalog.is_public(record):
                yield record

    @cached_property
    def _answers(self) -> Mapping[tuple[Relation, str], tuple[Record, ...]]:
        """What leads to a document in one of these ways, public or not, by the path of the document."""
        found: dict[tuple[Relation, str], list[Record]] = defaultdict(list)
        for record in self._catalog.records:
            for relation in ANSWERS if not record.withdrawn else ():
                for reference in references(record, relation):
                    for document in self._catalog.find(reference):
                        found[relation, document.path].append(record)
        return {way: tuple(records) for way, records in found.items()}

    def _owed(self, duty: Duty, record: Record, clock: Clock, since: date, written: Iterable[Record]) -> Iterator[Owed]:
        """It, unless something comes in time by itself."""
        due, unknown, begun = None, None, tuple(written)
        try:
            due = None if record.first_published and duty is Duty.INTERPRETATION else clock.due(since, self._calendar)
        except UnknownYear as error:
            unknown = error.year
        if due and any(self._comes(one, due, record) for one in begun):
            return
        yield Owed(
            duty=duty,
            agency=self.agency(record),
            record=record,
            clock=clock,
            since=since,
            due=due,
            unknown_year=unknown,
            written=begun,
        )

    def _comes(self, record: Record, due: date, owed: Record) -> bool:
        """Whether it will be public by that day with nobody's doing; one that waits for others than the owed one may not."""
        ready = record.status is Status.PUBLISHED and record.disclosure_mode is DisclosureMode.PROACTIVE
        if not ready or record.published_at is None or record.published_at.date() > due:
            return False
        others = self._catalog.waiting.get(record.path)
        return others is None or (bool(others) and all(other.path == owed.path for other in others))


def needs_interpretation(policy: Record) -> bool:
    """Whether a policy must be interpreted: those that wait for it, normative ones, unless it says itself."""
    if policy.released_together:
        return True
    return bool(policy.normative) if policy.interpretation_required is None else policy.interpretation_required
