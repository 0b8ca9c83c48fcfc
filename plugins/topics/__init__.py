"""Topics: a subject with the documents that belong to it, named one by one (收录) or by their key area (重点领域)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.catalog.catalog import Catalog
from plugins.catalog.facets import gathered
from plugins.catalog.record import GATHERED, Record
from plugins.catalog.terms import Kind
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Page
from plugins.engine.signals import paging
from plugins.frame.compose import item
from plugins.frame.frame import COLUMN_KINDS, Frame
from plugins.frame.views import Section

SHOWN = tuple(kind for kind in COLUMN_KINDS if kind in GATHERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A topic on the list of topics."""

    title: str
    address: str
    summary: str


def pages(catalog: Catalog) -> Iterator[Page]:
    """A page for each topic and the list of them, newest first."""
    topics = catalog.of_kind(Kind.TOPIC)[::-1]
    if not topics:
        return
    frame = Frame(catalog)
    for record in topics:
        yield frame.document(record, "topic.html", sections=sections(record, catalog))
    yield frame.listed(frame.column(Kind.TOPIC), "topics.html", cards=tuple(map(card, topics)))


def card(record: Record) -> Card:
    """A topic as one line of text."""
    return Card(title=record.title, address=record.address, summary=record.summary)


def sections(record: Record, catalog: Catalog) -> tuple[Section, ...]:
    """What belongs to a topic, kind by kind."""
    members = gathered(record, catalog)
    groups = ((kind, [found for found in members if found.kind is kind]) for kind in SHOWN)
    return tuple(
        Section(title=columns()[kind.value].name, items=tuple(item(found, catalog) for found in records))
        for kind, records in groups
        if records
    )


def register() -> None:
    """Connect to the engine's signals."""
    paging.connect(pages)
