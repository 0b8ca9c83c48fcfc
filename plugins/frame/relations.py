"""Relations: what the page of a document says of others: the relations of the record both ways, then citations."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from plugins.catalog.catalog import Catalog
from plugins.catalog.citation_graph import SHOWN
from plugins.catalog.record import Record
from plugins.catalog.terms import Relation
from plugins.frame.compose import tied
from plugins.frame.timeline import AFTER
from plugins.frame.views import Tied

BACK: dict[Relation, str] = {
    Relation.INTERPRETS: "解读",
    Relation.CONSULTED_IN: "征求意见后出台的文件",
    Relation.RESPONDS_TO: "回应",
    Relation.REPEALS: "废止本文件的文件",
    Relation.AMENDS: "修改本文件的文件",
    Relation.IMPLEMENTS: "据此制定的文件",
    Relation.CONTENTS: "收录本文件的公报和专题",
    Relation.PROGRESS: "报告本文件落实进展的文件",
}
FORTH: dict[Relation, str] = {
    Relation.INTERPRETS: "所解读的政策",
    Relation.CONSULTED_IN: "征求意见",
    Relation.RESPONDS_TO: "所回应的文件",
    Relation.REPEALS: "本文件废止的文件",
    Relation.AMENDS: "本文件修改的文件",
    Relation.IMPLEMENTS: "依据的文件",
    Relation.PROGRESS: "所落实的文件",
}
VERBS: dict[Relation, str] = {
    Relation.INTERPRETS: "解读",
    Relation.CONSULTED_IN: "征求",
    Relation.RESPONDS_TO: "回应",
    Relation.REPEALS: "废止",
    Relation.AMENDS: "修改",
    Relation.IMPLEMENTS: "依据",
    Relation.CONTENTS: "收录",
    Relation.PROGRESS: "落实",
}
CITES = "cites"
OPEN = 6
"""Documents of a group that stand open; the others are folded."""
TELLING = 4
"""Letters of a title without a number that say which document is meant; 《规划》 alone does not."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that a text cites and the portal does not have."""

    title: str
    document_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """One group of the relation panel: 解读, 回应, 废止, 被废止, …"""

    name: str
    """The relation as a machine word; `cites` for a citation."""
    label: str
    verb: str
    """What the one does to the other, in two letters."""
    forth: bool
    """Whether it is the document itself that does it."""
    entries: tuple[Tied, ...] = ()
    elsewhere: tuple[Mention, ...] = ()
    more: bool = False
    """Whether there are more than the page names."""

    @property
    def is_long(self) -> bool:
        """Whether part of it is folded."""
        return len(self.entries) + len(self.elsewhere) > OPEN

    @property
    def first(self) -> tuple[Tied, ...]:
        """The entries that stand open."""
        return self.entries[:OPEN]

    @property
    def first_elsewhere(self) -> tuple[Mention, ...]:
        """The mentions that stand open, after the entries."""
        return self.elsewhere[: max(OPEN - len(self.entries), 0)]

    @property
    def rest(self) -> tuple[Tied, ...]:
        """The entries below the fold."""
        return self.entries[OPEN:]

    @property
    def rest_elsewhere(self) -> tuple[Mention, ...]:
        """The mentions below the fold."""
        return self.elsewhere[max(OPEN - len(self.entries), 0) :]


def related(record: Record, catalog: Catalog) -> tuple[Related, ...]:
    """Relations both ways: what refers to the record, then what it refers to; then citations, as far as no relation tells them.

    What a gathering holds is its own page's matter. A policy to whose chain the record belongs comes with its timeline's address.
    """
    back = ((relation, False, label, catalog.ties.sources(record, relation)) for relation, label in BACK.items())
    forth = ((relation, True, label, catalog.ties.targets(record, relation)) for relation, label in FORTH.items())
    led = [group for group in (*back, *forth) if group[-1]]
    relations = (
        Related(
            name=relation.value,
            verb=VERBS[relation],
            forth=forth,
            label=label,
            entries=_entries(records, catalog, belongs=relation in AFTER if forth else relation is Relation.CONSULTED_IN),
        )
        for relation, forth, label, records in led
    )
    told = {found.path for *_, records in led for found in records}
    return (*relations, *_cited(record, told, catalog), *_citing(record, told, catalog))


def _cited(record: Record, told: Container[str], catalog: Catalog) -> Iterator[Related]:
    """What its text cites: documents of the portal, then others."""
    targets = [found for found in catalog.citations.targets(record) if found.path not in told]
    others = (citation for citation, found in catalog.citations.of(record) if not found and not citation.enclosed)
    elsewhere = [
        Mention(citation.title or citation.number, citation.number if citation.title else "")
        for citation in others
        if citation.number or len(citation.title) >= TELLING
    ]
    if targets or elsewhere:
        yield Related(
            name=CITES,
            label="引用的文件",
            verb="引用",
            forth=True,
            entries=_entries(targets[:SHOWN], catalog),
            elsewhere=tuple(elsewhere[:SHOWN]),
            more=max(len(targets), len(elsewhere)) > SHOWN,
        )


def _citing(record: Record, told: Container[str], catalog: Catalog) -> Iterator[Related]:
    """The first documents that cite it."""
    sources = catalog.citations.sources(record)
    shown = [found for found in sources[:SHOWN] if found.path not in told]
    if shown:
        more = len(sources) > SHOWN
        entries = _entries(shown, catalog)
        yield Related(name=CITES, label="引用本文件的文件", verb="引用", forth=False, entries=entries, more=more)


def _entries(records: Iterable[Record], catalog: Catalog, *, belongs: bool = False) -> tuple[Tied, ...]:
    return tuple(tied(found, catalog, belongs) for found in records)
