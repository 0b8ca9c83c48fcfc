"""Topics: a subject with the documents that belong to it, named one by one (收录) or by their key area (重点领域)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.catalog.catalog import Catalog
from plugins.catalog.record import Record
from plugins.catalog.terms import Kind, Relation
from plugins.catalog.vocabularies import columns
from plugins.engine.page import Page
from plugins.engine.signals import paging
from plugins.frame.compose import item
from plugins.frame.frame import COLUMN_KINDS, HOME, Frame, column_link, kind_feed
from plugins.frame.views import Head, Section

SHOWN = tuple(kind for kind in COLUMN_KINDS if kind is not Kind.TOPIC)


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
        yield frame.document(record, "topic.html", sections=() if record.withdrawn else sections(record, catalog))
    link, column = column_link(Kind.TOPIC), columns()[Kind.TOPIC.value]
    head = Head(
        title=link.title,
        address=link.address,
        description=column.description,
        breadcrumbs=(HOME,),
        column=column,
        feeds=(kind_feed(Kind.TOPIC),),
    )
    yield frame.page("topics.html", head, heading=link.title, cards=tuple(card(record) for record in topics))


def card(record: Record) -> Card:
    """A topic as one line of text."""
    return Card(title=record.title, address=record.address, summary="" if record.withdrawn else record.summary)


def sections(record: Record, catalog: Catalog) -> tuple[Section, ...]:
    """What belongs to a topic, kind by kind: the documents it names in its order, then those of its key area, newest first."""
    named = catalog.targets(record, Relation.CONTENTS)
    same_area = (found for found in catalog.released[::-1] if record.key_area and found.key_area == record.key_area)
    gathered = dict.fromkeys((*named, *same_area))
    groups = ((kind, [found for found in gathered if found.kind is kind and not found.withdrawn]) for kind in SHOWN)
    return tuple(
        Section(title=columns()[kind.value].name, items=tuple(item(found, catalog) for found in records))
        for kind, records in groups
        if records
    )


def register() -> None:
    """Connect to the engine's signals."""
    paging.connect(pages)
