"""What reading a document finds of personal information, in its text and in whatever else its page may show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from plugins.catalog.personal import find_personal
from plugins.catalog.record import Record, remains, rows
from plugins.catalog.terms import DisclosureMode, Status
from plugins.engine.signals import Document, Fact
from plugins.privacy.found import FACT, PATH, Finds, Spot, code_of

NUMBERS = frozenset({"index_number", "document_number", "former_addresses", "themes"})
"""Attributes that hold figures of a form of their own."""
END = "\0"
"""Between two texts: nothing runs over it."""


def read(document: Document) -> Iterator[Fact]:
    """The receiver. Drafts and what is not made public have nothing to hide yet."""
    record = document.record
    if not is_concerned(record):
        return
    finds = Finds()
    names, texts = shown(record)
    joined = END.join(texts)
    for hit in find_personal(joined):
        finds.add(Spot(code_of(hit), hit.what.label, hit.masked, where=names[joined.count(END, 0, hit.start)]), hit.value)
    for hit in find_personal("" if record.withdrawn else document.body):
        finds.add(Spot(code_of(hit), hit.what.label, hit.masked, *document.at(hit.start)), hit.value)
    found = finds.found()
    if found:
        yield Fact(FACT, found.packed())


def is_concerned(record: Record) -> bool:
    """Whether a document is meant to be public, now or later."""
    return record.status is not Status.DRAFT and record.disclosure_mode is DisclosureMode.PROACTIVE


def shown(record: Record) -> tuple[list[str], list[str]]:
    """The texts that may leave the house beside the body, with the attributes they belong to."""
    kept = remains(record)
    pairs = [(name, text) for name in (PATH, *_public()) for text in _texts(getattr(kept, name)) if text]
    return [name for name, _ in pairs], [text for _, text in pairs]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif hasattr(value, "__slots__"):
        kind: type = value.__class__
        yield from (text for name in rows(kind) for text in _texts(getattr(value, name)))


@cache
def _public() -> tuple[str, ...]:
    return tuple(name for name, row in rows().items() if row.public and name not in NUMBERS)
