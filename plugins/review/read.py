"""What reading a document keeps of it: the digest a review signs, and the secrecy marks it bears."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from plugins.catalog.record import Record
from plugins.catalog.signed import FACT, read_digest
from plugins.engine.signals import Fact
from plugins.review.marks import Mark, marks_in

MARKS = "secrecy marks"
"""The name of the fact that holds the marks; few documents have it."""
WORDS = ("title", "summary", "post_title", "post_summary", "late_entry")
"""Fields whose words are read like a text."""


class Text(Protocol):
    """The document that is read, as far as it matters here."""

    @property
    def record(self) -> Record:
        """What its block says."""

    @property
    def body(self) -> str:
        """Its Markdown."""

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of a character of the body."""


def read(document: Text) -> Iterator[Fact]:
    """The receiver."""
    record = document.record
    yield Fact(FACT, read_digest(record, document.body))
    found = [[*_told(mark), *document.at(mark.at)] for mark in marks_in(document.body)]
    for name in WORDS:
        found += [[*_told(mark), name] for mark in marks_in(getattr(record, name))]
    if found:
        yield Fact(MARKS, found)


def _told(mark: Mark) -> list[str]:
    return [mark.sort.value, mark.words]
