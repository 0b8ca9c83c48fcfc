"""Catalog: all records of one build, and what follows from them together."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from operator import attrgetter
from pathlib import Path

from plugins.catalog.citation_graph import CitationGraph
from plugins.catalog.editions import Editions
from plugins.catalog.entry import Entry, Examined
from plugins.catalog.findings import Finding, Rule
from plugins.catalog.index_numbers import Scope, own_parts
from plugins.catalog.manifest import Asset
from plugins.catalog.marks import Marks
from plugins.catalog.number_register import Numbering
from plugins.catalog.numbers import prefix_of_document_number
from plugins.catalog.record import Record, remains, rows
from plugins.catalog.register import Register, open_register
from plugins.catalog.reviews import Reviews, open_reviews
from plugins.catalog.standing import Period, Periods, Standing, standing_on
from plugins.catalog.terms import DisclosureMode, Kind, Relation, Status, Validity
from plugins.catalog.ties import Ties, references, relations
from plugins.catalog.units import waiting
from plugins.catalog.vocabularies import Agency, agencies


class Catalog:
    """The records of one build at one moment. Its ties are those of released records only: an embargo leaks nothing.

    Of a withdrawn record the released one holds only what remains (`Row.remains`); `records` holds it as it was written.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        as_of: datetime,
        assets: Mapping[str, Asset] | None = None,
        *,
        drafts: bool = False,
        region: str = "",
        sources: Mapping[str, str] | None = None,
        home: Path | None = None,
        numbering: Numbering | None = None,
        editions: Editions | None = None,
    ) -> None:
        """`as_of` is the build's only clock, in Beijing time; `drafts` shows what is not yet released, dated or not.

        `assets` gives the pictures and attachments by their path under content/; `region` says whose 省政府 is meant;
        `sources` gives the digest of every file that an entry was read from, or could not be. `home` is the folder that holds
        content/ and, beside it, what the portal keeps for itself: the register of releases, holidays of its own. `numbering`
        says how the portal writes its index numbers and who was given which, `editions` what is made beside the pages.
        """
        self.as_of = as_of
        self.assets = dict(assets or {})
        self.region = region
        self.home = home
        self.numbering = numbering or Numbering()
        self.examined: Mapping[str, Examined] = {}
        """What was found in the assets that documents refer to, by their path; filled in before anything is checked."""
        self.editions = editions or Editions()
        self._drafts = drafts
        self._sources = sources or {}
        self._standings: dict[str, Standing] = {}
        self._agencies: dict[tuple[str, tuple[str, ...], str], tuple[Agency, ...]] = {}
        self._issuers: dict[str, tuple[Agency, ...]] = {}
        dated = (_dated(entry, as_of) if drafts else entry for entry in entries)
        self._entries = {entry.record.path: entry for entry in sorted(dated, key=lambda entry: entry.record.path)}
        self.records: tuple[Record, ...] = tuple(entry.record for entry in self._entries.values())
        """Every record of the build, drafts and embargoed ones too, by path."""
        self._named: dict[str, Record] = {}
        self._named_too: dict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            for reference in filter(None, (record.path, record.document_number, record.index_number)):
                if reference in self._named:
                    self._named_too[reference].append(record)
                else:
                    self._named[reference] = record
        self.waiting = waiting(self.records, self.find, self._is_ready)
        """Records whose time has come and that are released together with one that is not ready: those they wait for, by path."""
        shown = (remains(record) for record in self.records if self.is_released(record))
        self.released = tuple(sorted(shown, key=_by_release))
        self._shown = {record.path: record for record in self.released}
        self._hidden = {record.address for record in self.records if record.path not in self._shown}
        self._years: dict[tuple[Kind, int | None], list[Record]] = defaultdict(list)
        for record in self.released:
            self._years[(record.kind, record.year)].append(record)
        self._places = {record.path: at for row in self._rows() for at, record in enumerate(row)}
        self.ties = Ties(self._shown, self.find)
        """Which of the released records refer to which."""

    @property
    def is_preview(self) -> bool:
        """Whether it shows what is not yet released: to editors, never to the public."""
        return self._drafts

    def entry(self, record: Record) -> Entry:
        """What reading found beside the record itself."""
        return self._entries[record.path]

    @cached_property
    def marks(self) -> Marks:
        """What pages may show of each record, as digests."""
        return Marks(self)

    @cached_property
    def register(self) -> Register:
        """When each document was first public, as far as it is written down."""
        return open_register(self.home)

    @cached_property
    def reviews(self) -> Reviews | None:
        """What was reviewed, and what of it; None where the portal keeps no register of reviews."""
        return open_reviews(self.home)

    def source_digest(self, record: Record) -> str:
        """A digest of everything its file says: of the file's bytes, where they are known."""
        return self._sources.get(record.path) or sha256(repr(self._entries[record.path]).encode()).hexdigest()

    def has_file(self, path: str) -> bool:
        """Whether a document lies at this path, be it readable or not."""
        return path in self._entries or path in self._sources

    def is_released(self, record: Record) -> bool:
        """Whether this build shows the record: what is public now, and in a preview everything."""
        return record.published_at is not None and (self._drafts or self.is_public(record))

    def is_public(self, record: Record) -> bool:
        """Whether the public may see this record now."""
        return self._is_ready(record) and record.path not in self.waiting

    def _is_ready(self, record: Record) -> bool:
        """Whether the public may see it, for all that its own file says."""
        return (
            record.status is not Status.DRAFT
            and record.disclosure_mode is DisclosureMode.PROACTIVE
            and record.published_at is not None
            and record.published_at <= self.as_of
        )

    @property
    def until(self) -> datetime:
        """The first moment at which it may be another by itself: a document's release, or the next day."""
        tomorrow = (self.as_of + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        releases = (record.published_at for record in self.records if record.published_at)
        return min((tomorrow, *(moment for moment in releases if moment > self.as_of)))

    def of_kind(self, kind: Kind) -> tuple[Record, ...]:
        """The released records of one kind, oldest first."""
        return self._of_kinds.get(kind, ())

    @property
    def by_year(self) -> Mapping[tuple[Kind, int | None], Sequence[Record]]:
        """The released records of each kind and year, oldest first."""
        return self._years

    def neighbours(self, record: Record) -> tuple[Record | None, Record | None]:
        """The released records of the same kind just before and just after this one in its year; of an issue, in any year."""
        row = self.of_kind(Kind.GAZETTE) if record.kind is Kind.GAZETTE else self._years[(record.kind, record.year)]
        at = self._places[record.path]
        return (row[at - 1] if at else None, row[at + 1] if at + 1 < len(row) else None)

    def find(self, reference: str) -> tuple[Record, ...]:
        """The records that a document number, an index number or a path under content/ names."""
        reference = reference.removeprefix("content/")
        first = self._named.get(reference)
        return (first, *self._named_too.get(reference, ())) if first else ()

    def agencies(self, record: Record) -> tuple[Agency, ...]:
        """The organs that issued it, the leading one first; one that the directory lacks is known by its name alone."""
        found = self._issuers.get(record.path)
        if found is None:
            key = (record.issuing_agency, record.joint_agencies, prefix_of_document_number(record.document_number))
            found = self._issuers[record.path] = self._agencies.get(key) or self._agencies.setdefault(
                key, self._named_agencies(*key)
            )
        return found

    def _named_agencies(self, issuing: str, joint: tuple[str, ...], prefix: str) -> tuple[Agency, ...]:
        known = agencies()
        names = ((issuing, prefix), *((name, "") for name in joint))
        return tuple(known.find(name, self.region, number) or Agency(name=name) for name, number in names if name)

    def next_index_number(self, record: Record) -> str:
        """The index number that this document would be given; nothing where its organ's code or the form does not say."""
        issuers, day = self.agencies(record), record.issued_on or (record.published_at or self.as_of).date()
        try:
            return self.numbering.form.next(own_parts(issuers[0].code if issuers else "", day), self._highest)
        except ValueError:
            return ""

    @cached_property
    def _highest(self) -> Mapping[Scope, int]:
        """The highest serial of each run of index numbers, of those in the register and of those that documents have."""
        register = self.numbering.register
        numbers = (record.index_number for record in self.records if record.index_number)
        return self.numbering.form.highest((*(register.numbers if register else ()), *numbers))

    def short_numbers(self, record: Record) -> Iterator[str]:
        """省政府令第412号 for 示例省人民政府令第412号: the numbers of this region's organs under their short names."""
        for agency in self.agencies(record)[:1] if record.document_number else ():
            if agency.region == self.region and record.document_number.startswith(agency.name):
                yield from (alias + record.document_number.removeprefix(agency.name) for alias in agency.aliases)

    @cached_property
    def citations(self) -> CitationGraph:
        """Which of the released records cite which in their texts."""
        return CitationGraph(
            self._shown,
            lambda record: self._entries[record.path].citations,
            lambda record: (record.document_number, *self.short_numbers(record)),
            self._named_by,
        )

    def _named_by(self, record: Record) -> Iterator[Record]:
        """The released records that a record names by itself; what it gathers is too much to tell one from another."""
        for relation in relations(record):
            if relation is not Relation.CONTENTS:
                yield from self.ties.targets(record, relation)
        yield from (self._shown[path] for path in self._entries[record.path].links if path in self._shown)

    def withdrawn_from(self, record: Record) -> Sequence[tuple[Relation, Record]]:
        """Withdrawn documents that referred to this one, and how: who followed it must hear that they are gone."""
        return self._withdrawn.get(record.path, ())

    @cached_property
    def _withdrawn(self) -> Mapping[str, Sequence[tuple[Relation, Record]]]:
        found: dict[str, list[tuple[Relation, Record]]] = defaultdict(list)
        for written in filter(attrgetter("withdrawn"), self.records):
            for relation in relations(written) if written.path in self._shown else ():
                targets = {target.path for reference in references(written, relation) for target in self.find(reference)}
                for path in targets:
                    found[path].append((relation, self._shown[written.path]))
        return found

    def interpretations(self, record: Record) -> tuple[Record, ...]:
        """What interprets this policy."""
        return self.ties.sources(record, Relation.INTERPRETS)

    def responses(self, record: Record) -> tuple[Record, ...]:
        """What responds to public concern about this document."""
        return self.ties.sources(record, Relation.RESPONDS_TO)

    def standing(self, record: Record, on: date | None = None) -> Standing | None:
        """The validity of a policy on a day (the build's own day unless given); other kinds and withdrawn ones have none."""
        if record.kind is not Kind.POLICY or record.withdrawn:
            return None
        if on:
            return standing_on(self.period(record), on)
        if record.path not in self._standings:
            self._standings[record.path] = standing_on(self.period(record), self.as_of.date())
        return self._standings[record.path]

    def period(self, record: Record) -> Period:
        """The days on which a policy is in force."""
        return self._periods.of(record)

    def address_of(self, target: str) -> str | None:
        """The site path of what a text links to: a released document, an asset, or an address of a document or a list."""
        if target in self._entries:
            record = self._entries[target].record
            return record.address if self.is_released(record) else None
        if target in self.assets:
            return f"/{self.assets[target].path}"
        return target if target.startswith("/") and target not in self._hidden else None

    def assets_of(self, record: Record) -> tuple[str, ...]:
        """Paths under content/ of the pictures and attachments it refers to and that are there, each once."""
        entry = self._entries[record.path]
        targets = (*record.attachments, *entry.links, *entry.pictures)
        return tuple(path for path in dict.fromkeys(targets) if path in self.assets) if targets else ()

    def pictures(self, record: Record) -> tuple[Asset, ...]:
        """The pictures its text shows."""
        if record.withdrawn:
            return ()
        return tuple(self.assets[path] for path in self.entry(record).pictures if path in self.assets)

    def attachments(self, record: Record) -> tuple[Asset, ...]:
        """Its attachments: those of the block, then those its text links to, named as its text names them.

        Words that stand for several files (点击这里) name none of them.
        """
        if record.withdrawn:
            return ()
        entry = self.entry(record)
        paths = [path for path in dict.fromkeys((*record.attachments, *entry.links)) if path in self.assets]
        words = Counter(entry.titles.get(path, "") for path in paths)
        named = ((self.assets[path], entry.titles.get(path, "")) for path in paths)
        return tuple(replace(asset, name=title) if words[title] == 1 and title else asset for asset, title in named)

    def validity(self, record: Record, on: date | None = None) -> Validity | None:
        """有效性 alone, for machines."""
        standing = self.standing(record, on)
        return standing.validity if standing else None

    def finding(self, rule: Rule, record: Record, attribute: str = "", /, **values: object) -> Finding:
        """A finding at the value of one attribute, with its label already filled in."""
        line, column = self.entry(record).places.get(attribute, (1, 1))
        label = rows()[attribute].label if attribute in rows() else ""
        return rule.at(record.path, line, column, **{"label": label, **values})

    @cached_property
    def _periods(self) -> Periods:
        return Periods(self)

    def _rows(self) -> Iterator[Sequence[Record]]:
        """What stands next to each other: the records of a kind and year; the issues of the gazette of all years."""
        yield from (of_year for (kind, _), of_year in self._years.items() if kind is not Kind.GAZETTE)
        yield self.of_kind(Kind.GAZETTE)

    @cached_property
    def _of_kinds(self) -> Mapping[Kind, tuple[Record, ...]]:
        kinds: dict[Kind, list[Record]] = defaultdict(list)
        for record in self.released:
            kinds[record.kind].append(record)
        return {kind: tuple(records) for kind, records in kinds.items()}


def years(records: Sequence[Record]) -> Iterator[tuple[int, tuple[Record, ...]]]:
    """Records that come oldest first, year by year: newest year first, oldest record first within a year."""
    end = len(records)
    while end and (year := records[end - 1].year) is not None:
        start = bisect_left(records, year, hi=end, key=_year)
        yield year, tuple(records[start:end])
        end = start


def _year(record: Record) -> int:
    return record.year or 0


def _dated(entry: Entry, as_of: datetime) -> Entry:
    """A draft that has no 发布日期 yet stands in a preview under the day of the build."""
    if entry.record.status is not Status.DRAFT or entry.record.published_at is not None:
        return entry
    return replace(entry, record=replace(entry.record, published_at=as_of.replace(hour=0, minute=0)))


def _by_release(record: Record) -> tuple[datetime | None, str]:
    return record.published_at, record.path
