"""The plan of the corpus: which documents there are and how they refer to each other.

Seeded; document n+1 changes no earlier one: numbers that must be unique count on from the documents before. Days do not
follow the numbers: any corpus spreads over twenty years. Whoever refers to another refers to one that came before, both
in number and in time.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from plugins.catalog.dates import BEIJING
from plugins.catalog.terms import Kind, Relation
from plugins.catalog.vocabularies import agencies
from tests.bench.build import titles
from tests.bench.build.document import AS_OF, Document, issues
from tests.bench.build.sentences import Pen
from tests.bench.build.subjects import subjects

SEED = 20_261_120
FIRST, LAST = date(2006, 1, 4), date(2026, 10, 30)
POLICIES_FIRST = 30
"""So many documents at the beginning are policies, for the others to refer to."""
SHARES = ((0.58, Kind.POLICY), (0.88, Kind.INTERPRETATION), (0.96, Kind.GAZETTE), (0.98, Kind.NEWS), (1.0, Kind.RESPONSE))
TABLES = 0.3
"""Share of the documents with a table; the gazette and the news have none, which makes 28 % of all."""
GOVERNMENT, OFFICE = "示例省人民政府", "示例省人民政府办公厅"
LIMIT = 150_000
"""The gazette's row of issues ends there."""


@dataclass(slots=True)
class Corpus:
    """The documents so far, and what the next one needs to know of them."""

    seed: int = SEED
    documents: list[Document] = field(default_factory=list)
    _serials: Counter[tuple[str, int]] = field(default_factory=Counter)
    _earlier: dict[tuple[str, bool], list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    """By organ; regulations with a name of their own, which end, apart from papers that others may rest on."""
    _policies: list[tuple[date, int]] = field(default_factory=list)
    _open: list[int] = field(default_factory=list)
    _issued: int = 0

    def grow(self, count: int) -> Corpus:
        """Itself, with at least so many documents."""
        if count > LIMIT:
            raise ValueError(f"最多 {LIMIT} 份文件")
        while len(self.documents) < count:
            self.add(self._next())
        return self

    def add(self, document: Document) -> Document:
        """Keep one."""
        self.documents.append(document)
        if document.kind is Kind.POLICY:
            place = (document.published.date(), document.number)
            insort(self._policies, place)
            insort(self._earlier[document.agency, bool(document.named)], place)
            if not document.owed:
                self._open.append(document.number)
        return document

    def newest(self) -> tuple[Document, Document]:
        """A policy of the day before the build with the interpretation it owes: what is added in a case of the bench."""
        random = self._random()
        subject = subjects()[int(random.random() * len(subjects()))]
        day = AS_OF - timedelta(days=1)
        policy = self.add(self._policy(Pen(random, subject, day.year), day, day, owed=True))
        return policy, self.add(self._interpretation(Pen(self._random(), subject, day.year), policy, hours=4))

    def _random(self) -> Random:
        return Random(self.seed * 1_000_003 + len(self.documents) + 1)

    def _next(self) -> Document:
        random = self._random()
        pen = Pen(random, subjects()[int(random.random() * len(subjects()))], 0)
        chance = random.random()
        kind = next(kind for share, kind in SHARES if chance < share)
        if len(self.documents) < POLICIES_FIRST or (kind is Kind.INTERPRETATION and not self._open):
            kind = Kind.POLICY
        if kind is Kind.INTERPRETATION:
            return self._interpretation(pen, self._uninterpreted(pen), hours=pen.number(1, 60))
        if kind is Kind.GAZETTE:
            return self._gazette(pen)
        day = FIRST + timedelta(days=pen.number(0, (LAST - FIRST).days))
        pen.year = day.year
        if kind is Kind.POLICY:
            return self._policy(pen, day, day + timedelta(days=pen.number(0, 4)))
        return self._news(pen, day) if kind is Kind.NEWS else self._response(pen)

    def _policy(self, pen: Pen, issued: date, published: date, owed: bool = False) -> Document:
        agency = pen.one((pen.subject.agency, pen.subject.agency, GOVERNMENT, OFFICE))
        joint = pen.one(subjects()).agency if pen.random() < 0.08 else ""
        relations = self._relations(pen, agency, issued)
        prefix = pen.one(_prefixes(agency))
        self._serials[prefix, issued.year] += 1
        title, named = titles.of_policy(pen, agency, joint if joint != agency else "", relations)
        return self._document(
            pen,
            Kind.POLICY,
            published,
            agency=agency,
            joint=joint if joint != agency else "",
            title=title,
            named=named,
            issued=issued,
            document_number=f"{prefix}〔{issued.year}〕{self._serials[prefix, issued.year]}号",
            owed=owed,
            relations=relations,
        )

    def _relations(self, pen: Pen, agency: str, on: date) -> dict[Relation, tuple[Document, ...]]:
        """Half of the policies rest on another, one in eight amends or repeals an older one of its own organ."""
        chance = pen.random()
        for relation, below, of, named in (
            (Relation.AMENDS, 0.06, agency, True),
            (Relation.REPEALS, 0.13, agency, True),
            (Relation.IMPLEMENTS, 0.55, pen.one((GOVERNMENT, OFFICE)), False),
        ):
            if chance < below:
                older = self._earlier[of, named]
                count = bisect_left(older, (on, 0))
                return {relation: (self._at(older[pen.number(0, count - 1)]),)} if count else {}
        return {}

    def _interpretation(self, pen: Pen, policy: Document, hours: int) -> Document:
        pen.subject, pen.year = policy.subject, policy.published.year
        moment = policy.published + timedelta(hours=hours)
        title = titles.of_interpretation(pen, policy)
        relations = {Relation.INTERPRETS: (policy,)}
        return self._document(pen, Kind.INTERPRETATION, moment, agency=policy.subject.agency, title=title, relations=relations)

    def _uninterpreted(self, pen: Pen) -> Document:
        """Any policy without an interpretation, which it then has."""
        at = int(pen.random() * len(self._open))
        self._open[at], self._open[-1] = self._open[-1], self._open[at]
        return self.documents[self._open.pop() - 1]

    def _gazette(self, pen: Pen) -> Document:
        """The next older issue, with the policies published last before it."""
        issue = issues()[self._issued]
        self._issued += 1
        end = bisect_left(self._policies, (issue.day, 0)) or 1
        before = self._policies[max(0, end - 40) : end]
        carried = sorted({pen.one(before) for _ in range(pen.number(4, 10))})
        pen.year = issue.day.year
        relations = {Relation.CONTENTS: tuple(map(self._at, carried))}
        title = f"{GOVERNMENT}公报（{issue.label}）"
        own = {"issue": issue, "issued": issue.day, "relations": relations}
        return self._document(pen, Kind.GAZETTE, issue.day, agency=OFFICE, title=title, **own)

    def _news(self, pen: Pen, day: date) -> Document:
        return self._document(pen, Kind.NEWS, day, agency=pen.subject.agency, title=titles.of_news(pen))

    def _response(self, pen: Pen) -> Document:
        policy = self._at(pen.one(self._policies))
        pen.subject = policy.subject
        day = min(policy.published.date() + timedelta(days=pen.number(5, 60)), AS_OF - timedelta(days=1))
        pen.year = day.year
        title, relations = titles.of_response(pen), {Relation.RESPONDS_TO: (policy,)}
        return self._document(pen, Kind.RESPONSE, day, agency=policy.subject.agency, title=title, relations=relations)

    def _document(self, pen: Pen, kind: Kind, when: date, *, agency: str, **values: object) -> Document:
        clock = time(pen.number(8, 11), pen.number(0, 59))
        moment = when if isinstance(when, datetime) else datetime.combine(when, clock, BEIJING)
        number = len(self.documents) + 1
        organ = agencies().by_name[agency][0].code
        tables = kind not in (Kind.GAZETTE, Kind.NEWS) and pen.random() < TABLES
        return Document(
            number=number,
            kind=kind,
            subject=pen.subject,
            agency=agency,
            published=moment,
            index_number=f"{organ}/{moment.year}-{number:06}",
            table=tables,
            **values,  # type: ignore[arg-type]
        )

    def _at(self, place: tuple[date, int]) -> Document:
        return self.documents[place[1] - 1]


def _prefixes(agency: str) -> tuple[str, ...]:
    return agencies().by_name[agency][0].number_prefixes
